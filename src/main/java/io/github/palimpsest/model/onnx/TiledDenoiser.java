package io.github.palimpsest.model.onnx;

import io.github.palimpsest.check.Cancelled;
import io.github.palimpsest.model.Denoiser;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * A prediction for a plane that is too large for one call: the mean of overlapping tiles, weighted
 * (Bar-Tal et al. 2023, MultiDiffusion, eq. 5). Denoisers of the size of a tile work on one tile
 * after the other. Where few tiles are wanted, each has its own, so that what depends on its mask
 * alone is computed once a run; else one works on all, so that memory does not grow with the plane.
 * Tiles are cut by the size alone; those without a wanted cell are left out.
 *
 * <p>The tile is all that the network is told of the picture, also in SDXL's {@code time_ids}: it
 * then works as on a picture of that size, which it was trained for, and not on one of a size that
 * it has never seen.
 *
 * <p>Keeps mask, masked image and maps as they are given; their owner does not change them.
 */
final class TiledDenoiser implements Denoiser {
  /** Cells of tiles that have denoisers of their own: with the bundled model, 130 MB of tensors. */
  private static final long OWN_CELLS = 4_000_000;

  /** Such tiles at most: a latent model keeps its prompt for each. */
  private static final int OWN_TILES = 16;

  private final Tiling tiling;
  private final TileWeights weights;
  private final Supplier<Denoiser> maker;
  private final int channels;
  private final int scale;
  private final int[] rows;
  private final int[] columns;
  private final boolean[] wanted;

  /** Grows as tiles are computed; guarded by itself, as a stop may come from any thread. */
  private final List<Piece> pieces = new ArrayList<>();

  private final List<Map> maps = new ArrayList<>();
  private final float[] input;
  private final float[] output;
  private float[] mask;
  private float[] masked;
  private final float[] tileMask;
  private final float[] tileMasked;
  private boolean guess;
  private double guidance = 1;
  private LongConsumer done = cells -> {};
  private volatile boolean cancelled;

  /** The map of one control net, its part under a tile, and its weight. */
  private static final class Map {
    float[] values;
    float[] tile;
    double weight;
  }

  /** A denoiser of the size of a tile, and the tile whose mask and maps it holds. */
  private static final class Piece {
    final Denoiser denoiser;
    int masked = -1;
    final List<Integer> mapped = new ArrayList<>();

    Piece(Denoiser denoiser) {
      this.denoiser = denoiser;
    }
  }

  /**
   * @param tiling of the plane that predictions are for, which may be a part of a larger one
   * @param weights of the same
   * @param maker makes denoisers that work on one tile; they are owned by this one
   * @param channels of the latent
   * @param scale pixels per latent cell, in which control maps come
   */
  TiledDenoiser(
      Tiling tiling, TileWeights weights, Supplier<Denoiser> maker, int channels, int scale) {
    this.tiling = tiling;
    this.maker = maker;
    this.channels = channels;
    this.scale = scale;
    this.weights = weights;
    rows = weights.rows();
    columns = weights.columns();
    wanted = new boolean[rows.length * columns.length];
    Arrays.fill(wanted, true);
    input = new float[channels * cells()];
    output = new float[input.length];
    tileMask = new float[cells()];
    tileMasked = new float[input.length];
    piece(0); // refuses a network that cannot work
  }

  /** Cells of a tile. */
  private int cells() {
    return tiling.tileHeight() * tiling.tileWidth();
  }

  /** The piece of this index, which is made if it is the next. */
  private Piece piece(int index) {
    if (index == pieces.size()) {
      Piece piece = new Piece(maker.get());
      piece.denoiser.guess(guess);
      piece.denoiser.guidanceScale(guidance);
      synchronized (pieces) {
        pieces.add(piece);
        if (cancelled) {
          piece.denoiser.cancel();
        }
      }
    }
    return pieces.get(index);
  }

  @Override
  public int channels() {
    return channels;
  }

  @Override
  public int height() {
    return tiling.height();
  }

  @Override
  public int width() {
    return tiling.width();
  }

  @Override
  public boolean[] restrict(float[] cells) {
    boolean[] left = weights.beyond();
    for (int k = 0; k < wanted.length; k++) {
      int i = k / columns.length;
      int j = k % columns.length;
      wanted[k] = weights.counts(i, j, cells);
      if (!wanted[k]) {
        left = left == null ? new boolean[height() * width()] : left;
        weights.mark(i, j, left);
      }
    }
    return left;
  }

  @Override
  public void bindMask(float[] newMask, float[] newMasked) {
    // refuses where there is nothing to bind
    pieces.get(0).denoiser.bindMask(tileMask, tileMasked);
    mask = newMask;
    masked = newMasked;
    pieces.forEach(piece -> piece.masked = -1);
  }

  @Override
  public void bindControl(int net, float[] values) {
    Map map = map(net);
    map.values = values;
    map.tile = new float[values.length / (height() * width()) * cells()];
    pieces.get(0).denoiser.bindControl(net, map.tile); // loads the net
    pieces.forEach(piece -> piece.mapped.clear());
  }

  private Map map(int net) {
    while (maps.size() <= net) {
      maps.add(new Map());
    }
    return maps.get(net);
  }

  @Override
  public void controlWeight(int net, double weight) {
    map(net).weight = weight;
  }

  @Override
  public void guess(boolean on) {
    guess = on;
    pieces.forEach(piece -> piece.denoiser.guess(on));
  }

  @Override
  public void guidanceScale(double scaleOfGuidance) {
    guidance = scaleOfGuidance;
    pieces.forEach(piece -> piece.denoiser.guidanceScale(scaleOfGuidance));
  }

  @Override
  public void onWork(LongConsumer listener) {
    done = listener;
  }

  @Override
  public void predict(float[] x, double timestep, float[] out) {
    Arrays.fill(out, 0);
    int count = 0;
    for (boolean one : wanted) {
      count += one ? 1 : 0;
    }
    boolean own = (long) count * cells() <= OWN_CELLS && count <= OWN_TILES;
    int next = 0;
    for (int k = 0; k < wanted.length; k++) {
      if (cancelled) {
        throw new Cancelled();
      }
      if (wanted[k]) {
        int i = k / columns.length;
        int j = k % columns.length;
        Piece piece = piece(own ? next++ : 0);
        bind(piece, k);
        tiling.cut(x, channels, 1, rows[i], columns[j], input);
        piece.denoiser.predict(input, timestep, output);
        weights.add(i, j, output, channels, out);
        done.accept(cells());
      }
    }
  }

  /** Gives a network what lies under tile k, unless it has that. */
  private void bind(Piece piece, int k) {
    int row = rows[k / columns.length];
    int column = columns[k % columns.length];
    boolean remap = false;
    for (int net = 0; net < maps.size(); net++) {
      if (piece.mapped.size() <= net) {
        piece.mapped.add(-1);
      }
      remap |= maps.get(net).weight != 0 && piece.mapped.get(net) != k;
    }
    // a control net that loads now reads the mask from the buffer, which other tiles have used
    if (mask != null && (piece.masked != k || remap)) {
      tiling.cut(mask, 1, 1, row, column, tileMask);
      tiling.cut(masked, channels, 1, row, column, tileMasked);
      piece.denoiser.bindMask(tileMask, tileMasked);
      piece.masked = k;
    }
    for (int net = 0; net < maps.size(); net++) {
      Map map = maps.get(net);
      if (map.weight != 0 && piece.mapped.get(net) != k) {
        int planes = map.tile.length / (cells() * scale * scale);
        tiling.cut(map.values, planes, scale, row, column, map.tile);
        piece.denoiser.bindControl(net, map.tile);
        piece.mapped.set(net, k);
      }
      if (map.values != null) {
        piece.denoiser.controlWeight(net, map.weight);
      }
    }
  }

  @Override
  public long nativeBytes() {
    return pieces.stream().mapToLong(piece -> piece.denoiser.nativeBytes()).sum();
  }

  @Override
  public void cancel() {
    synchronized (pieces) {
      cancelled = true;
      pieces.forEach(piece -> piece.denoiser.cancel());
    }
  }

  @Override
  public void uncancel() {
    synchronized (pieces) {
      cancelled = false;
      pieces.forEach(piece -> piece.denoiser.uncancel());
    }
  }

  @Override
  public void close() {
    synchronized (pieces) {
      pieces.forEach(piece -> piece.denoiser.close());
    }
  }
}
