package io.github.palimpsest.control;

/**
 * The values of the map that one control net reads; how much it counts is up to the request.
 *
 * @param net index of its control net
 * @param values [channels · height · width] of the crop
 */
public record ControlValues(int net, float[] values) {}
