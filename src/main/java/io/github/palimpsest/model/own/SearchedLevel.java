package io.github.palimpsest.model.own;

import static io.github.palimpsest.model.graph.GraphBuilder.BOOL;
import static io.github.palimpsest.model.graph.GraphBuilder.INT64;

import io.github.palimpsest.model.graph.GraphBuilder;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;

/**
 * One level in the graph of {@link PatchUnet}: what is asked for there, its cells of the hole, and
 * the pictures that are copied from.
 */
final class SearchedLevel {
  /** Cells that are worked on at a time: bounds the memory. */
  static final int CHUNK = 512;

  private static final float BYTE = 255;
  private static final float SHORT = 65535;

  /**
   * What is asked for.
   *
   * @param picture noisy in the hole [1, channels, h, w]
   * @param hole share of each cell that is to be filled [1, 1, h, w]
   * @param residual of control nets [1, 2 kinds, h, w], or null
   * @param precision how much each cell counts [1, 1, h, w]
   * @param maps for each kind whether a map is asked for
   * @param wanted weight of each word [words], or null
   * @param alike whether each plane that was read looks as the picture does [planes]
   */
  record Asked(
      String picture,
      String hole,
      String residual,
      String precision,
      String[] maps,
      String wanted,
      String alike) {}

  final KeptLevel kept;
  final PatchShape shape;
  final int channels;

  /** Channels of the pictures [channels, N]. */
  final String values;

  /** Their maps [N] by kind. */
  final String[] maps;

  /** Whether a patch may be copied [N]. */
  final String allowed;

  /** The positions of those [n]. */
  final String places;

  /** Whether each map is asked for. */
  final String[] asked;

  /** What is asked for with a border of a patch's reach, flat: [channels or 1, cells]. */
  final String picture;

  final String precision;
  final String residual;

  /** Columns of that. */
  final String stride;

  /** Rows and columns of the cells of the hole [M], and of all [1]. */
  final String rows;

  final String columns;
  final String height;
  final String width;

  private final Asked now;
  private final String cells;

  SearchedLevel(Ops o, KeptPictures pictures, int level, PatchShape shape, Asked now) {
    this.now = now;
    this.shape = shape;
    kept = pictures.levels().get(level);
    channels = pictures.channels();
    asked = now.maps;
    values = values(o);
    maps = new String[pictures.kinds().size()];
    for (int k = 0; k < maps.length; k++) {
      maps[k] = map(o, kept.values()[channels + k]);
    }
    allowed = allowed(o);
    places = o.squeeze(o.g().node("NonZero", allowed), 0);
    picture = flat(o, padded(o, now.picture));
    String inside = padded(o, now.precision);
    precision = flat(o, inside);
    residual = now.residual == null ? null : flat(o, padded(o, now.residual));
    stride = o.slice(o.g().node("Shape", inside), 3, 4, 0);
    String size = o.g().node("Shape", now.hole);
    height = o.slice(size, 2, 3, 0);
    width = o.slice(size, 3, 4, 0);
    cells = o.g().node("NonZero", o.squeeze(now.hole, 0, 1));
    rows = o.squeeze(o.slice(cells, 0, 1, 0), 0);
    columns = o.squeeze(o.slice(cells, 1, 2, 0), 0);
  }

  /** Stored in 16 bits between the least and the largest value. */
  private String values(Ops o) {
    float least = Float.MAX_VALUE;
    float most = -Float.MAX_VALUE;
    for (int c = 0; c < channels; c++) {
      for (float v : kept.values()[c]) {
        least = Math.min(least, v);
        most = Math.max(most, v);
      }
    }
    float unit = Math.max(most - least, 1e-6f) / SHORT;
    int n = kept.cells();
    short[] stored = new short[channels * n];
    for (int c = 0; c < channels; c++) {
      for (int i = 0; i < n; i++) {
        stored[c * n + i] = (short) Math.round((kept.values()[c][i] - least) / unit);
      }
    }
    String whole = o.floatOf(o.g().shorts(stored, channels, n));
    return o.add(o.mul(whole, o.floats(unit)), o.floats(least));
  }

  private static String map(Ops o, float[] map) {
    byte[] stored = new byte[map.length];
    for (int i = 0; i < map.length; i++) {
      stored[i] = (byte) Math.round(Math.max(0, Math.min(1, map[i])) * BYTE);
    }
    return o.div(o.floatOf(o.g().bytes(stored, map.length)), o.floats(BYTE));
  }

  /** Centres under a wanted word; without any, those of planes that look as the picture. */
  private String allowed(Ops o) {
    int n = kept.cells();
    String centres = o.truthOf(o.g().bytes(kept.centres(), n));
    String rows = o.gather(now.alike, o.g().longs(kept.planes()), 0);
    String alike = o.reshape(o.and(o.unsqueeze(rows, 1), wide(o)), -1);
    if (now.wanted == null) {
      return o.and(centres, alike);
    }
    int words = kept.words().length;
    byte[] all = new byte[words * n];
    for (int w = 0; w < words; w++) {
      System.arraycopy(kept.words()[w], 0, all, w * n, n);
    }
    String members = o.floatOf(o.g().bytes(all, words, n));
    String under = o.g().node("Greater", o.g().node("MatMul", now.wanted, members), o.floats(0));
    String any = o.truthOf(o.max(o.wholeOf(o.and(under, centres)), 0));
    String others = o.and(alike, o.g().node("Not", any));
    return o.and(centres, o.g().node("Or", under, others));
  }

  /** True for every column. */
  private String wide(Ops o) {
    byte[] ones = new byte[kept.width()];
    Arrays.fill(ones, (byte) 1);
    return o.truthOf(o.g().bytes(ones, 1, ones.length));
  }

  private String padded(Ops o, String value) {
    int r = shape.radius;
    return o.g().node("Pad", value, o.g().longs(0, 0, r, r, 0, 0, r, r));
  }

  private static String flat(Ops o, String value) {
    return o.reshape(o.squeeze(value, 0), 0, -1);
  }

  /** Where the cells around some cells lie in {@link #picture} [n, patch]. */
  String around(Ops o, String row, String column) {
    long[] down = new long[shape.cells()];
    long[] right = new long[down.length];
    for (int j = 0; j < down.length; j++) {
      down[j] = shape.radius + shape.dy[j];
      right[j] = shape.radius + shape.dx[j];
    }
    String y = o.add(o.unsqueeze(row, 1), o.g().longs(down));
    String x = o.add(o.unsqueeze(column, 1), o.g().longs(right));
    return o.add(o.mul(y, stride), x);
  }

  /** The window over a patch [patch]. */
  String window(Ops o) {
    return o.g().tensor(shape.weights, shape.cells());
  }

  /** Offsets of the cells of a patch in the pictures, by orientation [8, patch]. */
  String offsets(Ops o) {
    int[][] all = shape.offsets(kept.width());
    long[] flat = new long[all.length * shape.cells()];
    for (int i = 0; i < flat.length; i++) {
      flat[i] = all[i / shape.cells()][i % shape.cells()];
    }
    return o.g().tensor(flat, all.length, shape.cells());
  }

  /**
   * Works on all cells of the hole, some at a time.
   *
   * @param work makes of rows and columns [CHUNK] what is wanted [CHUNK, size]
   * @return that of all cells [M, size]
   */
  String each(Ops o, int type, long size, BiFunction<Ops, List<String>, String> work) {
    String count = o.g().node("Shape", rows);
    String chunk = o.g().longs(CHUNK);
    String full = o.div(o.add(count, o.g().longs(CHUNK - 1)), chunk);
    String chunks = o.g().node("Max", full, o.g().longs(1));
    // the last chunk is filled up with the cell in the corner
    String left = o.sub(o.mul(chunks, chunk), count);
    String pads = o.concat(0, o.g().longs(0), left);
    String allRows = o.g().node("Pad", rows, pads);
    String allColumns = o.g().node("Pad", columns, pads);
    Ops body = new Ops(o.g().subgraph());
    String step = body.g().argument(INT64);
    body.g().result(body.g().argument(BOOL), BOOL);
    String from = body.mul(body.unsqueeze(step, 0), body.g().longs(CHUNK));
    String to = body.add(from, body.g().longs(CHUNK));
    String row = body.g().node("Slice", allRows, from, to);
    String column = body.g().node("Slice", allColumns, from, to);
    body.g().result(work.apply(body, List.of(row, column)), type, CHUNK, size);
    String parts =
        o.g().node("Loop", List.of(o.squeeze(chunks, 0), ""), GraphBuilder.graph("body", body.g()));
    return o.g().node("Slice", o.reshape(parts, -1, size), o.g().longs(0), count);
  }

  /** The picture with means [M, channels] in its hole [1, channels, h, w]. */
  String filled(Ops o, String means) {
    String last = o.transpose(o.squeeze(now.picture, 0), 1, 2, 0);
    String all = o.g().node("ScatterND", last, o.transpose(cells, 1, 0), means);
    return o.unsqueeze(o.transpose(all, 2, 0, 1), 0);
  }

  /** The number of each cell within the hole, -1 elsewhere and around [(h + 2) (w + 2)]. */
  String numbers(Ops o) {
    String none = o.wholeOf(o.sub(o.squeeze(now.hole, 0, 1), o.squeeze(now.hole, 0, 1)));
    none = o.sub(none, o.whole(1));
    String count = o.squeeze(o.g().node("Shape", rows), 0);
    String numbers = o.g().node("Range", o.whole(0), count, o.whole(1));
    String grid = o.g().node("ScatterND", none, o.transpose(cells, 1, 0), numbers);
    grid = o.g().node("Pad", grid, o.g().longs(1, 1, 1, 1), o.whole(-1));
    return o.reshape(grid, -1);
  }
}
