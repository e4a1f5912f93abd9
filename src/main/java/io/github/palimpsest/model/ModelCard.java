package io.github.palimpsest.model;

import java.util.List;

/**
 * The content of {@code palimpsest.json}; every part is optional.
 *
 * @param name display name; the folder's own without one
 * @param licence of the weights, or empty
 * @param families kinds of images it was trained on
 * @param vocabulary words its text encoder knows; empty means unknown
 * @param scheduler recommended {@code scheduler=}, or empty
 * @param steps recommended {@code steps=}, or 0
 * @param guidance recommended {@code guidance=}, or NaN
 * @param seam recommended {@code seam=}, or empty
 * @param colours recommended {@code colours=}, or empty
 * @param maskedFill how the hole of the masked image is filled: {@code zero} or {@code pullpush}
 * @param vaeTile side of the largest square of latent cells that the autoencoder works on in one
 *     piece; what has more cells is cut into tiles
 * @param tileAbove side of the largest square of latent cells that the U-Net works on in one piece;
 *     what has more cells is cut into tiles; 0 = by its kind
 * @param tile side of the largest square of latent cells that is a tile; 0 = by its kind
 * @param bytesPerPixel measured memory that the U-Net works in, per pixel of what it sees, without
 *     the weights; 0 = unknown
 * @param rewrite whether the networks may be rewritten to run faster, see docs/models.md
 * @param intensity how intensities map to -1 to 1, in words, or empty
 */
public record ModelCard(
    String name,
    String licence,
    List<String> families,
    List<String> vocabulary,
    String scheduler,
    int steps,
    double guidance,
    String seam,
    String colours,
    String maskedFill,
    int vaeTile,
    int tileAbove,
    int tile,
    int bytesPerPixel,
    boolean rewrite,
    String intensity) {
  /** Side of the largest square of latent cells in one piece, where nothing is said. */
  public static final int VAE_TILE = 96;

  /** A card that says nothing but the name. */
  public static ModelCard named(String name) {
    return new ModelCard(
        name,
        "",
        List.of(),
        List.of(),
        "",
        0,
        Double.NaN,
        "",
        "",
        "zero",
        VAE_TILE,
        0,
        0,
        0,
        true,
        "");
  }
}
