/**
 * Live preview without windows. In: an image, its ROIs, control maps and values, read ten times a
 * second. Out: the picture of what a run would give now, laid over the image without touching it.
 */
package io.github.palimpsest.preview;
