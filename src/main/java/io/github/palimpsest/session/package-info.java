/**
 * Sessions: a run that is stopped, looked at, painted on, gone back in and sent on differently,
 * without windows. In: actions, which are plain data, and paint on the stacks ({@code
 * PaintedFrame}). Out: stacks, the result, and a log by which all of it is done again. See {@code
 * docs/sessions.md}.
 */
package io.github.palimpsest.session;
