/**
 * Progress of a run and its stop signal. In come steps done and the user's Esc; out go status
 * texts, time left and cancelled model calls.
 */
package io.github.palimpsest.inpaint.monitor;
