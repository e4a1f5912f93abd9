/**
 * Live mode without windows: what a run would give now, painted again whenever image, ROIs, maps or
 * values change, and shown over the image without touching it. For runs kept in hand see {@code
 * session}.
 */
package io.github.palimpsest.live;
