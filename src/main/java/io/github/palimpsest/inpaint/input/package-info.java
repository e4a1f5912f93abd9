/**
 * Reading of the image, once, at the start of a run. In go an image, its ROIs and a request; out
 * come {@code PlaneInput}s: for each plane its crop, mask, regions and control maps, in the image's
 * own values. The mask is still in pixels here.
 */
package io.github.palimpsest.inpaint.input;
