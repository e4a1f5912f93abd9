package io.github.palimpsest.model;

/**
 * A control net of a model folder.
 *
 * @param kind what its maps show, the {@code <kind>} of {@code controlnet_<kind>/}; {@code control}
 *     for a plain {@code controlnet/}
 * @param folder its folder inside the model folder
 * @param channels channels of its map
 * @param scale pixels of its map per latent cell
 * @param pooled whether its residuals are means over the plane (diffusers' {@code
 *     global_pool_conditions}), as of nets that shuffle or recolour: what the map shows acts
 *     everywhere alike
 */
public record ControlNet(String kind, String folder, int channels, int scale, boolean pooled) {}
