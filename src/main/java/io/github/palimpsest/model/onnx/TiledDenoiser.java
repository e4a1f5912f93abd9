package io.github.palimpsest.model.onnx;

import io.github.palimpsest.check.Cancelled;
import io.github.palimpsest.model.Denoiser;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * A prediction for a plane that is too large for one call: the mean of overlapping tiles, weighted
 * (Bar-Tal et al. 2023, MultiDiffusion, eq. 5). One denoiser of the size of a tile works on one
 * tile after the other, so memory does not grow with the plane. Tiles are cut by the size alone;
 * those without a wanted cell are left out.
 *
 * <p>The tile is all that the network is told of the picture, also in SDXL's {@code time_ids}: it
 * then works as on a picture of that size, which it was trained for, and not on one of a size that
 * it has never seen.
 *
 * <p>Keeps mask, masked image and maps as they are given; their owner does not change them.
 */
final class TiledDenoiser implements Denoiser {
  private final Tiling tiling;
  private final TileWeights weights;
  private final Denoiser tile;
  private final int scale;
  private final int[] rows;
  private final int[] columns;
  private final boolean[] wanted;
  private final List<Map> maps = new ArrayList<>();
  private final float[] input;
  private final float[] output;
  private float[] mask;
  private float[] masked;
  private float[] tileMask;
  private float[] tileMasked;
  private int maskedTile = -1;
  private LongConsumer done = cells -> {};
  private volatile boolean cancelled;

  /** The map of one control net. */
  private static final class Map {
    float[] values;
    float[] tile;
    int boundTile = -1;
    double weight;
  }

  /**
   * @param tile works on one tile; owned by this denoiser from now on
   * @param scale pixels per latent cell, in which control maps come
   */
  TiledDenoiser(Tiling tiling, Denoiser tile, int scale) {
    this.tiling = tiling;
    this.tile = tile;
    this.scale = scale;
    weights = new TileWeights(tiling, 1);
    rows = tiling.rows();
    columns = tiling.columns();
    wanted = new boolean[rows.length * columns.length];
    Arrays.fill(wanted, true);
    input = new float[tile.channels() * tile.height() * tile.width()];
    output = new float[input.length];
  }

  @Override
  public int channels() {
    return tile.channels();
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
    boolean[] left = new boolean[tiling.height() * tiling.width()];
    boolean any = false;
    for (int k = 0; k < wanted.length; k++) {
      int i = k / columns.length;
      int j = k % columns.length;
      wanted[k] = weights.counts(i, j, cells);
      if (!wanted[k]) {
        weights.mark(i, j, left);
        any = true;
      }
    }
    return any ? left : null;
  }

  @Override
  public void bindMask(float[] newMask, float[] newMasked) {
    if (tileMask == null) {
      tileMask = new float[tile.height() * tile.width()];
      tileMasked = new float[input.length];
      tile.bindMask(tileMask, tileMasked); // refuses where there is nothing to bind
    }
    mask = newMask;
    masked = newMasked;
    maskedTile = -1;
  }

  @Override
  public void bindControl(int net, float[] values) {
    Map map = map(net);
    map.values = values;
    map.tile = new float[values.length / (height() * width()) * tile.height() * tile.width()];
    map.boundTile = -1;
    tile.bindControl(net, map.tile);
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
    tile.controlWeight(net, weight);
  }

  @Override
  public void guess(boolean on) {
    tile.guess(on);
  }

  @Override
  public void guidanceScale(double guidance) {
    tile.guidanceScale(guidance);
  }

  @Override
  public void onWork(LongConsumer listener) {
    done = listener;
  }

  @Override
  public void predict(float[] x, double timestep, float[] out) {
    Arrays.fill(out, 0);
    for (int k = 0; k < wanted.length; k++) {
      if (cancelled) {
        throw new Cancelled();
      }
      if (wanted[k]) {
        int i = k / columns.length;
        int j = k % columns.length;
        bind(k);
        tiling.cut(x, channels(), 1, rows[i], columns[j], input);
        tile.predict(input, timestep, output);
        weights.add(i, j, output, channels(), out);
        done.accept((long) tile.height() * tile.width());
      }
    }
  }

  /** Gives the network what lies under tile k, unless it has that. */
  private void bind(int k) {
    int row = rows[k / columns.length];
    int column = columns[k % columns.length];
    if (mask != null && maskedTile != k) {
      tiling.cut(mask, 1, 1, row, column, tileMask);
      tiling.cut(masked, channels(), 1, row, column, tileMasked);
      tile.bindMask(tileMask, tileMasked);
      maskedTile = k;
    }
    for (int net = 0; net < maps.size(); net++) {
      Map map = maps.get(net);
      if (map.weight != 0 && map.boundTile != k) {
        int planes = map.tile.length / (tile.height() * tile.width() * scale * scale);
        tiling.cut(map.values, planes, scale, row, column, map.tile);
        tile.bindControl(net, map.tile);
        map.boundTile = k;
      }
    }
  }

  @Override
  public void cancel() {
    cancelled = true;
    tile.cancel();
  }

  @Override
  public void uncancel() {
    cancelled = false;
    tile.uncancel();
  }

  @Override
  public void close() {
    tile.close();
  }
}
