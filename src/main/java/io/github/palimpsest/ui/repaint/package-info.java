/**
 * Repainting a selection in one gesture. In: a selection, drawn by ImageJ's tools or by the tool of
 * this package, and the values of the last dialog. Out: a picture over the image with a bar of
 * buttons under it, and the picture in the image once it is accepted. {@link
 * io.github.palimpsest.ui.repaint.Repaint} decides, without windows; the others show and ask.
 */
package io.github.palimpsest.ui.repaint;
