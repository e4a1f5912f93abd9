/**
 * Live preview without windows: image, ROIs, control maps and values flow in, and the picture of
 * what a run would give now flows out, laid over the image without touching it. For runs kept in
 * hand see {@code session}.
 */
package io.github.palimpsest.preview;
