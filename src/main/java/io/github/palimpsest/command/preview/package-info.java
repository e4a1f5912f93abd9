/**
 * What a command would do, shown in its image while its dialog is open. In: the values of a form.
 * Out: ROIs in the overlay of the image, which go when the dialog closes.
 */
package io.github.palimpsest.command.preview;
