package io.github.palimpsest.model.own;

import static io.github.palimpsest.model.graph.GraphBuilder.FLOAT;
import static io.github.palimpsest.model.graph.GraphBuilder.INT64;

import java.util.Arrays;
import java.util.List;

/**
 * The search of a level among what lies under the best patches of the level above, in the graph of
 * {@link PatchUnet}: those of a cell's parent and of the three other cells that are nearest, and
 * some patches drawn by the cell's number. A patch is an entry, position · 8 + orientation, as in
 * {@link PatchBank}; -1 is none. Each counts once.
 */
final class ChildSearch {
  private static final float NEVER = -1e30f;
  private static final int PARENTS = 4;
  private static final int TURNS = 8;

  private final SearchedLevel level;
  private final SearchedLevel above;
  private final PatchSettings settings;
  private final int many;

  ChildSearch(SearchedLevel level, SearchedLevel above, PatchSettings settings) {
    this.level = level;
    this.above = above;
    this.settings = settings;
    many = PARENTS * settings.handed() + settings.random();
  }

  /** Candidates of some cells, and how well they fit; each [n, many]. */
  private record Candidates(String entries, String scores) {}

  /**
   * The best patches of every cell [M, handed].
   *
   * @param best those of the level above
   */
  String best(Ops o, String best) {
    String grid = above.numbers(o);
    String table = table(o, best);
    return level.each(
        o,
        INT64,
        settings.handed(),
        (body, cell) -> {
          Candidates all = candidates(body, cell, grid, table);
          String which = body.largest(all.scores, settings.handed()).get(1);
          return body.pick(all.entries, which);
        });
  }

  /** The estimates of every cell [M, channels]. */
  String means(Ops o, String best) {
    String grid = above.numbers(o);
    String table = table(o, best);
    return level.each(
        o,
        FLOAT,
        level.channels,
        (body, cell) -> {
          Candidates all = candidates(body, cell, grid, table);
          String some = body.g().node("Max", all.entries, body.whole(0));
          String at = body.div(some, body.whole(TURNS));
          String values = body.gather(level.values, at, 1);
          String sum = body.sum(body.mul(values, body.softmax(all.scores)), 2);
          return body.transpose(sum, 1, 0);
        });
  }

  /** With a last row of none, which the number -1 finds. */
  private String table(Ops o, String best) {
    long[] none = new long[settings.handed()];
    Arrays.fill(none, -1);
    return o.concat(0, best, o.g().tensor(none, 1, none.length));
  }

  private Candidates candidates(Ops o, List<String> cell, String grid, String table) {
    String y = o.unsqueeze(cell.get(0), 1);
    String x = o.unsqueeze(cell.get(1), 1);
    String two = o.whole(2);
    String py = parent(o, y, o.g().longs(0, 0, 1, 1));
    String px = parent(o, x, o.g().longs(0, 1, 0, 1));
    String row = o.add(py, o.whole(1));
    String number =
        o.gather(grid, o.add(o.mul(row, o.add(above.width, two)), o.add(px, o.whole(1))), 0);
    String given = o.gather(table, number, 0);
    // doubled offset of the cell from the centre of its parent [n, 4, 1]
    String dy = o.unsqueeze(offset(o, y, py), 2);
    String dx = o.unsqueeze(offset(o, x, px), 2);
    String turn = o.mod(given, o.whole(TURNS));
    String parent = o.div(o.sub(given, turn), o.whole(TURNS));
    String stride = o.whole(above.kept.width());
    String left = o.mod(parent, stride);
    String up = o.div(o.sub(parent, left), stride);
    String cx =
        child(
            o,
            left,
            o.add(o.mul(turned(o, turn, true, true), dx), o.mul(turned(o, turn, true, false), dy)));
    String cy =
        child(
            o,
            up,
            o.add(
                o.mul(turned(o, turn, false, true), dx), o.mul(turned(o, turn, false, false), dy)));
    String inside = within(o, cx, level.kept.width());
    inside = o.and(inside, within(o, cy, level.kept.height()));
    inside = o.and(inside, o.g().node("Greater", given, o.whole(-1)));
    String at = o.add(o.mul(cy, o.whole(level.kept.width())), cx);
    at = o.where(inside, at, o.whole(0));
    inside = o.and(inside, o.gather(level.allowed, at, 0));
    String entries = o.add(o.mul(at, o.whole(TURNS)), turn);
    entries = o.reshape(o.where(inside, entries, o.whole(-1)), 0, -1);
    if (settings.random() > 0) {
      entries = o.concat(1, entries, random(o, y, x));
    }
    return scored(o, cell, entries);
  }

  /** The cell above or, for 1, its neighbour on this cell's side. */
  private static String parent(Ops o, String at, String other) {
    String two = o.whole(2);
    String side = o.sub(o.mul(o.mod(at, two), two), o.whole(1));
    return o.add(o.div(at, two), o.mul(other, side));
  }

  private static String offset(Ops o, String at, String parent) {
    return o.sub(o.sub(o.mul(at, o.whole(2)), o.mul(parent, o.whole(4))), o.whole(1));
  }

  /** A coordinate of the patch under one, from the doubled offset, which makes the sum even. */
  private static String child(Ops o, String parent, String offset) {
    String four = o.add(o.mul(parent, o.whole(4)), o.whole(1));
    return o.div(o.add(four, offset), o.whole(2));
  }

  /** What an orientation makes of the x or y of an offset: a share of x and one of y. */
  private static String turned(Ops o, String turn, boolean toX, boolean ofX) {
    long[] shares = new long[TURNS];
    for (int t = 0; t < TURNS; t++) {
      int ex = ofX ? 1 : 0;
      int ey = ofX ? 0 : 1;
      shares[t] = toX ? PatchShape.turnedX(t, ex, ey) : PatchShape.turnedY(t, ex, ey);
    }
    return o.gather(o.g().longs(shares), turn, 0);
  }

  private static String within(Ops o, String at, int size) {
    return o.and(o.g().node("Greater", at, o.whole(-1)), o.g().node("Less", at, o.whole(size)));
  }

  /** Patches drawn by the number of the cell [n, random]. */
  private String random(Ops o, String y, String x) {
    long[] salts = new long[settings.random()];
    for (int k = 0; k < salts.length; k++) {
      salts[k] = (PatchSearch.mix(k + 1) >>> 34) | 1;
    }
    String cell = o.add(o.mul(y, level.width), o.add(x, o.whole(1)));
    String mixed = o.mod(o.mul(cell, o.g().longs(salts)), o.whole(2147483647));
    String count = o.g().node("Shape", level.places);
    String at = o.gather(level.places, o.mod(mixed, count), 0);
    String turn = o.mod(o.div(mixed, o.whole(1024)), o.whole(settings.orientations()));
    return o.add(o.mul(at, o.whole(TURNS)), turn);
  }

  /** -1/2 sum(a (z - P)^2), very low for none and for what stands before in the list. */
  private Candidates scored(Ops o, List<String> cell, String entries) {
    String around = level.around(o, cell.get(0), cell.get(1));
    String window = level.window(o);
    String a = o.mul(o.squeeze(o.gather(level.precision, around, 1), 0), window);
    String z = o.gather(level.picture, around, 1);
    String real = o.g().node("Greater", entries, o.whole(-1));
    String all = o.where(real, entries, o.whole(0));
    String turn = o.mod(all, o.whole(TURNS));
    String at = o.div(all, o.whole(TURNS));
    String places = o.add(o.unsqueeze(at, 2), o.gather(level.offsets(o), turn, 0));
    String d = o.sub(o.gather(level.values, places, 1), o.unsqueeze(z, 2));
    String cost = o.sum(o.mul(o.mul(d, d), o.unsqueeze(a, 1)), 0, 3);
    String scores = o.mul(cost, o.floats(-0.5));
    for (int k = 0; k < level.maps.length; k++) {
      scores = controlled(o, k, around, places, scores);
    }
    String counts = o.and(real, o.g().node("Not", repeated(o, entries)));
    return new Candidates(
        o.where(counts, entries, o.whole(-1)), o.where(counts, scores, o.floats(NEVER)));
  }

  private String repeated(Ops o, String entries) {
    String same = o.g().node("Equal", o.unsqueeze(entries, 2), o.unsqueeze(entries, 1));
    byte[] before = new byte[many * many];
    for (int i = 0; i < before.length; i++) {
      before[i] = (byte) (i % many < i / many ? 1 : 0);
    }
    String earlier = o.and(same, o.truthOf(o.g().bytes(before, many, many)));
    return o.truthOf(o.max(o.floatOf(earlier), 2));
  }

  /** Adds how well the maps of patches fit the map asked for, if there is one. */
  private String controlled(Ops o, int kind, String around, String places, String scores) {
    float scale = (float) (1 / (settings.mapSpread() * settings.mapSpread()));
    return o.choose(
        level.asked[kind],
        yes -> {
          String own =
              yes.gather(yes.slice(level.residual, 2L * kind, 2L * kind + 2, 0), around, 1);
          String both = yes.mul(own, yes.mul(level.window(yes), yes.floats(scale)));
          String map = yes.unsqueeze(yes.squeeze(yes.slice(both, 0, 1, 0), 0), 1);
          String weight = yes.unsqueeze(yes.squeeze(yes.slice(both, 1, 2, 0), 0), 1);
          String m = yes.gather(level.maps[kind], places, 0);
          String half = yes.mul(yes.mul(m, m), yes.floats(0.5));
          String fit = yes.sum(yes.sub(yes.mul(map, m), yes.mul(weight, half)), 2);
          yes.g().result(yes.add(scores, fit), FLOAT, SearchedLevel.CHUNK, many);
        },
        no -> no.g().result(scores, FLOAT, SearchedLevel.CHUNK, many));
  }
}
