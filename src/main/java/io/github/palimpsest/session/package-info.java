/**
 * Sessions: a run that is stopped, looked at, painted on, gone back in and sent on differently. No
 * windows here; every action is plain data that can be logged and done again. See {@code
 * docs/sessions.md}. Follows {@code job} in the data flow.
 */
package io.github.palimpsest.session;
