package io.github.palimpsest.model.own;

import static io.github.palimpsest.model.graph.GraphBuilder.FLOAT;
import static io.github.palimpsest.model.graph.GraphBuilder.number;
import static io.github.palimpsest.model.graph.GraphBuilder.numbers;

import io.github.palimpsest.model.graph.GraphBuilder;
import java.util.List;

/** The patches of one level in a graph, and how cells of a picture are compared with them. */
final class PatchScores {
  private static final float EXCLUDED = -1e4f;
  private static final float BYTE = 255;

  private final int channels;
  private final int count;
  private final String patches;
  private final String squares;
  private final String centres;
  private final String prior;
  private final String window;
  private final String[] maps;
  private final String[] mapSquares;
  private final String[] controlled;

  /**
   * Puts the patches into a graph.
   *
   * @param wanted weights of the words [words], or null without words
   * @param controlled for each kind of control whether there is such a map
   */
  PatchScores(
      GraphBuilder g,
      KeptBank bank,
      int level,
      PatchShape shape,
      String wanted,
      String[] controlled) {
    this.controlled = controlled;
    KeptLevel from = bank.levels().get(level);
    channels = bank.channels();
    count = from.count();
    patches = g.tensor(from.patches(), (long) channels * shape.cells(), count);
    String cells = g.node("Reshape", patches, g.longs(channels, shape.cells(), count));
    squares = halfSquares(g, cells, 0);
    String middle = g.node("Gather", List.of(cells, g.longs(0)), number("axis", 1));
    centres = PatchUnet.transposed(g, g.node("Squeeze", middle, g.longs(1)), 1, 0);
    String base = g.tensor(from.prior(), count);
    prior = wanted == null ? base : g.node("Add", base, excluded(g, from, wanted));
    window = g.tensor(shape.weights, shape.cells());
    maps = new String[bank.kinds().size()];
    mapSquares = new String[maps.length];
    for (int k = 0; k < maps.length; k++) {
      String bytes = g.bytes(from.maps()[k], shape.cells(), count);
      String values = g.node("Cast", List.of(bytes), number("to", FLOAT));
      maps[k] = g.node("Div", values, g.floats(BYTE));
      mapSquares[k] = g.node("Mul", g.node("Mul", maps[k], maps[k]), g.floats(-0.5f));
    }
  }

  /** -1/2 sum of squares over an axis. */
  private static String halfSquares(GraphBuilder g, String values, long axis) {
    String sum =
        g.node(
            "ReduceSum",
            List.of(g.node("Mul", values, values), g.longs(axis)),
            number("keepdims", 0));
    return g.node("Mul", sum, g.floats(-0.5f));
  }

  /** 0 for patches under a wanted word, or for all if no word is wanted; else very low. */
  private String excluded(GraphBuilder g, KeptLevel from, String wanted) {
    int words = from.members().length;
    byte[] all = new byte[words * count];
    for (int w = 0; w < words; w++) {
      System.arraycopy(from.members()[w], 0, all, w * count, count);
    }
    String members = g.node("Cast", List.of(g.bytes(all, words, count)), number("to", FLOAT));
    String weights = g.node("Clip", wanted, g.floats(0), g.floats(1));
    String any = g.node("ReduceMax", List.of(weights), number("keepdims", 0));
    String has =
        g.node(
            "ReduceMax",
            List.of(g.node("Mul", g.node("Unsqueeze", weights, g.longs(1)), members)),
            numbers("axes", 0),
            number("keepdims", 0));
    return g.node("Mul", g.node("Sub", any, has), g.floats(EXCLUDED));
  }

  /**
   * The estimates of some cells [n, channels].
   *
   * @param at where the cells of their patches lie [n, cells]
   * @param picture padded [channels, cells]
   * @param precision one over the variance, 0 outside the picture [1, cells]
   * @param residual of control nets [2 kinds, cells], or null
   */
  String means(GraphBuilder g, String at, String picture, String precision, String residual) {
    String a = g.node("Mul", g.node("Squeeze", around(g, precision, at), g.longs(0)), window);
    String z = g.node("Mul", around(g, picture, at), a);
    String rows = g.node("Reshape", PatchUnet.transposed(g, z, 1, 0, 2), g.longs(0, -1));
    String scores =
        g.node(
            "Add",
            g.node("Add", g.node("MatMul", rows, patches), g.node("MatMul", a, squares)),
            prior);
    for (int k = 0; k < maps.length; k++) {
      scores = controlled(g, k, at, residual, scores);
    }
    String weights = g.node("Softmax", List.of(scores), number("axis", 1));
    return g.node("MatMul", weights, centres);
  }

  /** Adds how well the maps of patches fit the map asked for, if there is one. */
  private String controlled(GraphBuilder g, int kind, String at, String residual, String scores) {
    GraphBuilder yes = g.subgraph();
    String own = PatchUnet.slice(yes, residual, 2L * kind, 2L * kind + 2, 0);
    double spread = PatchSettings.DEFAULT.mapSpread();
    float scale = (float) (1 / (spread * spread));
    String both = yes.node("Mul", around(yes, own, at), yes.node("Mul", window, yes.floats(scale)));
    String map = yes.node("Squeeze", PatchUnet.slice(yes, both, 0, 1, 0), yes.longs(0));
    String weight = yes.node("Squeeze", PatchUnet.slice(yes, both, 1, 2, 0), yes.longs(0));
    String sum =
        yes.node(
            "Add",
            yes.node("MatMul", map, maps[kind]),
            yes.node("MatMul", weight, mapSquares[kind]));
    yes.result(yes.node("Add", scores, sum), FLOAT, "cells", count);
    GraphBuilder no = g.subgraph();
    no.result(scores, FLOAT, "cells", count);
    return g.node(
        "If",
        List.of(controlled[kind]),
        GraphBuilder.graph("then_branch", yes),
        GraphBuilder.graph("else_branch", no));
  }

  /** Values at places, [rows, n, cells]. */
  private static String around(GraphBuilder g, String values, String at) {
    return g.node("Gather", List.of(values, at), number("axis", 1));
  }
}
