/**
 * Control maps: pictures in 0…1 that tell a control net what to paint where. One class a kind
 * ({@link io.github.palimpsest.control.ControlKind}), one registry ({@link
 * io.github.palimpsest.control.ControlKinds}), and the reading of {@code control=} ({@link
 * io.github.palimpsest.control.ControlMaps}). Maps pass through the same {@link
 * io.github.palimpsest.roi.Crop} as the picture; a map computed for a part of an image is bitwise
 * that part of the map of the whole.
 */
package io.github.palimpsest.control;
