package io.github.palimpsest.control;

/**
 * The input of one control net of a model, which a map has to fit.
 *
 * @param kind the {@code <kind>} of the net's folder {@code controlnet_<kind>}
 * @param channels channels of its map
 */
public record ControlNetInput(String kind, int channels) {}
