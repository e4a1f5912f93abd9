package io.github.palimpsest.control;

/**
 * The input of one control net of a model, which a map has to fit.
 *
 * @param kind the {@code <kind>} of the net's folder {@code controlnet_<kind>}
 * @param channels channels of its map
 * @param any whether maps are for it that name no net, although there are others
 */
public record ControlNetInput(String kind, int channels, boolean any) {}
