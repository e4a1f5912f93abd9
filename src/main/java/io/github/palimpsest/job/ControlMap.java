package io.github.palimpsest.job;

/**
 * The map of one control net as read for one context; how much it counts is up to the request.
 *
 * @param net index of its control net
 * @param values [channels · height · width] of the context
 */
record ControlMap(int net, float[] values) {}
