package io.github.palimpsest.model.onnx;

import io.github.palimpsest.model.ModelCard;
import io.github.palimpsest.model.TileGrid;

/**
 * Which planes a U-Net works on in one piece, and into which tiles larger ones are cut: by the
 * model and the size alone, never by the memory that happens to be free, so that a request gives
 * the same pixels everywhere.
 */
final class TileSizes {
  /** The size that published latent models of the largest kind are trained for: 1024 pixels. */
  private static final int LATENT = 128;

  /** Side of the largest plane in one piece of a model on pixels, in pixels. */
  private static final int PIXELS = 1024;

  /** Side of a tile where nothing tells the memory that it takes. */
  private static final int UNKNOWN = 512;

  /** Bytes that a tile of a model on pixels may take. */
  private static final double MOST = 1e9;

  /**
   * The same where it attends, if attention held its weights: rewritten, it takes a small part of
   * that. Up to there a picture is what diffusers makes of it, in one piece.
   */
  private static final double MOST_ATTENDING = 9e9;

  private static final int LATENT_OVERLAP = 4;
  private static final int PIXEL_OVERLAP = 5;

  private TileSizes() {}

  /**
   * The tiles of a plane; one where it is worked on in one piece.
   *
   * @param height rows in latent cells, a multiple of the model's
   * @param width columns in latent cells, a multiple of the model's
   */
  static Tiling of(ModelFolder folder, int height, int width) {
    ModelCard card = folder.card();
    int[] kind = byKind(folder);
    int tile = card.tile() > 0 ? card.tile() : kind[1];
    int above = card.tile() > 0 ? tile : kind[0];
    above = card.tileAbove() > 0 ? card.tileAbove() : above;
    tile = card.tile() > 0 ? tile : Math.min(tile, above);
    boolean fixed = folder.fixedHeight() > 0 || folder.fixedWidth() > 0;
    if (fixed || (long) height * width <= (long) above * above) {
      return new Tiling(height, width, height, width, 0);
    }
    int multiple = folder.parts().latentMultiple();
    tile = Math.max(4 * multiple, tile);
    int share = tile / (folder.pixelSpace() ? PIXEL_OVERLAP : LATENT_OVERLAP);
    int overlap = (share + multiple - 1) / multiple * multiple;
    return Tiling.fewest(height, width, tile * tile, overlap, multiple);
  }

  /** See {@link io.github.palimpsest.model.Model#tiles}. */
  static TileGrid grid(ModelFolder folder, int height, int width) {
    Tiling tiling = of(folder, height, width);
    // what an autoencoder makes of a cell depends on cells that no tile of the U-Net shows
    if (tiling.whole() || !folder.pixelSpace()) {
      return null;
    }
    TileWeights weights = new TileWeights(tiling, 1);
    int[][][] extents = weights.extents();
    return new TileGrid(
        tiling.tileHeight(),
        tiling.tileWidth(),
        tiling.rows(),
        tiling.columns(),
        extents[0],
        extents[1]);
  }

  /** See {@link io.github.palimpsest.model.LoadedModel#cells}. */
  static long cells(ModelFolder folder, int height, int width, float[] wanted) {
    Tiling tiling = of(folder, height, width);
    if (tiling.whole()) {
      return (long) height * width;
    }
    TileWeights weights = new TileWeights(tiling, 1);
    return weights.wanted(wanted) * tiling.tileHeight() * tiling.tileWidth();
  }

  /** Sides of the largest plane in one piece and of the largest tile. */
  private static int[] byKind(ModelFolder folder) {
    if (!folder.pixelSpace()) {
      return new int[] {LATENT, LATENT};
    }
    FolderMemory memory = new FolderMemory(folder);
    int multiple = folder.multiple();
    // attention: twice the side takes sixteen times the memory
    boolean square = memory.unet(2 * PIXELS, 2 * PIXELS) > 8 * memory.unet(PIXELS, PIXELS);
    double most = square ? MOST_ATTENDING : MOST;
    int side = multiple;
    while (side < PIXELS && memory.unet(side + multiple, side + multiple) <= most) {
      side += multiple;
    }
    boolean unknown = memory.unet(PIXELS, PIXELS) == 0;
    return new int[] {square ? side : PIXELS, unknown ? UNKNOWN : side};
  }
}
