package io.github.palimpsest.control;

/**
 * What a map has to fit: one control net of a model.
 *
 * @param kind the {@code <kind>} of the net's folder {@code controlnet_<kind>}
 * @param channels channels of its map
 */
public record ControlNetInput(String kind, int channels) {}
