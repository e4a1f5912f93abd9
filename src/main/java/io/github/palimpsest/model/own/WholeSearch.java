package io.github.palimpsest.model.own;

import static io.github.palimpsest.model.graph.GraphBuilder.FLOAT;
import static io.github.palimpsest.model.graph.GraphBuilder.INT64;

import java.util.List;

/**
 * The search through all patches of the coarsest level, in the graph of {@link PatchUnet}. The
 * logarithm of a patch's weight is sum(a z P) - 1/2 sum(a P^2), z the patch around a cell, a the
 * window over its variance: two matrix products.
 */
final class WholeSearch {
  private static final float NEVER = -1e30f;

  private final SearchedLevel level;
  private final PatchSettings settings;
  private final int count;
  private final String entries;
  private final String patches;
  private final String halfSquares;
  private final String excluded;
  private final String at;
  private final String centres;

  /** Puts the patches into a graph; searches may follow in its subgraphs. */
  WholeSearch(Ops o, SearchedLevel level, PatchSettings settings) {
    this.level = level;
    this.settings = settings;
    long[] whole = level.kept.whole();
    count = whole.length;
    entries = o.g().longs(whole);
    String turn = o.mod(entries, o.whole(8));
    String place = o.div(entries, o.whole(8));
    at = o.add(o.transpose(o.gather(level.offsets(o), turn, 0), 1, 0), place);
    String own = o.gather(level.values, at, 1);
    patches = o.reshape(own, (long) level.channels * level.shape.cells(), count);
    halfSquares = o.mul(o.sum(o.mul(own, own), 0), o.floats(-0.5));
    centres = o.transpose(o.gather(level.values, place, 1), 1, 0);
    String allowed = o.gather(level.allowed, place, 0);
    excluded = o.where(allowed, o.floats(0), o.floats(NEVER));
  }

  /** The best patches of every cell [M, many], the best first. */
  String best(Ops o, int many) {
    return level.each(
        o,
        INT64,
        many,
        (body, cell) -> {
          List<String> best = body.largest(scores(body, cell), atMost(many));
          String real = body.g().node("Greater", best.get(0), body.floats(NEVER / 2));
          return body.where(real, body.gather(entries, best.get(1), 0), body.whole(-1));
        });
  }

  /** As many as there are. */
  private long atMost(int wanted) {
    return Math.min(wanted, count);
  }

  /** The estimates of every cell [M, channels]. */
  String means(Ops o) {
    return level.each(
        o,
        FLOAT,
        level.channels,
        (body, cell) -> {
          String weights = body.softmax(scores(body, cell));
          return body.g().node("MatMul", weights, centres);
        });
  }

  private String scores(Ops body, List<String> cell) {
    String around = level.around(body, cell.get(0), cell.get(1));
    String a =
        body.mul(body.squeeze(body.gather(level.precision, around, 1), 0), level.window(body));
    String z = body.mul(body.gather(level.picture, around, 1), a);
    String rows = body.reshape(body.transpose(z, 1, 0, 2), 0, -1);
    String scores =
        body.add(
            body.add(
                body.g().node("MatMul", rows, patches), body.g().node("MatMul", a, halfSquares)),
            excluded);
    for (int k = 0; k < level.maps.length; k++) {
      scores = controlled(body, k, around, scores);
    }
    return scores;
  }

  /** Adds how well the maps of patches fit the map asked for, if there is one. */
  private String controlled(Ops body, int kind, String around, String scores) {
    float scale = (float) (1 / (settings.mapSpread() * settings.mapSpread()));
    return body.choose(
        level.asked[kind],
        yes -> {
          String own =
              yes.gather(yes.slice(level.residual, 2L * kind, 2L * kind + 2, 0), around, 1);
          String both = yes.mul(own, yes.mul(level.window(yes), yes.floats(scale)));
          String map = yes.squeeze(yes.slice(both, 0, 1, 0), 0);
          String weight = yes.squeeze(yes.slice(both, 1, 2, 0), 0);
          String maps = yes.gather(level.maps[kind], at, 0);
          String squares = yes.mul(yes.mul(maps, maps), yes.floats(-0.5));
          String sum =
              yes.add(yes.g().node("MatMul", map, maps), yes.g().node("MatMul", weight, squares));
          yes.g().result(yes.add(scores, sum), FLOAT, SearchedLevel.CHUNK, count);
        },
        no -> no.g().result(scores, FLOAT, SearchedLevel.CHUNK, count));
  }
}
