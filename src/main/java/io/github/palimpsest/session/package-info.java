/**
 * Sessions: a run that is stopped, looked at, painted on, gone back in and sent on differently,
 * without windows. In flow actions, which are plain data; out flow the stacks, the result and a log
 * by which all of it is done again. See {@code docs/sessions.md}. Follows {@code inpaint} in the
 * data flow.
 */
package io.github.palimpsest.session;
