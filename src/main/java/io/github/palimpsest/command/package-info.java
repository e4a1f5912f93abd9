/**
 * The menu commands, thin: inputs become a {@link io.github.palimpsest.request.Request}, a run
 * makes an outcome, and that is shown.
 *
 * <p>In: the current image and the keys of {@link io.github.palimpsest.request.Param}. Out: result
 * images and stacks, a line in the Recorder, or one sentence that says what is wrong.
 */
package io.github.palimpsest.command;
