package io.github.palimpsest.model.own;

import static io.github.palimpsest.model.graph.GraphBuilder.BOOL;
import static io.github.palimpsest.model.graph.GraphBuilder.FLOAT;
import static io.github.palimpsest.model.graph.GraphBuilder.INT64;
import static io.github.palimpsest.model.graph.GraphBuilder.number;
import static io.github.palimpsest.model.graph.GraphBuilder.numbers;
import static io.github.palimpsest.model.graph.GraphBuilder.text;

import io.github.palimpsest.model.graph.GraphBuilder;
import java.util.List;

/**
 * The denoiser of a {@link KeptBank} as an ONNX graph with the inputs and outputs of an inpainting
 * U-Net, for prediction type sample.
 *
 * <p>The noisy picture, with the known pixels in their place, is averaged over cells of 2 by 2
 * until the noise of a cell is at most {@link PatchSettings#COARSER}. The estimate of a cell of the
 * hole is the mean of the middles of all patches P of that level, weighted by how well they explain
 * the patch z around it: logarithms of weights are sum(a z P) - 1/2 sum(a P^2), a the window over
 * the variance of each cell (Kamb and Ganguli 2024, section 3). Cells outside the picture do not
 * count. Estimates of coarser levels are enlarged linearly; known pixels are given back.
 *
 * <p>Control maps are further channels of the patches. What control nets hand on (see {@link
 * ControlGraph}) is map times weight and the weight, so that nothing at all means no map.
 */
final class PatchUnet {
  /** Cells that are compared with all patches at a time: bounds the memory. */
  private static final int CHUNK = 1024;

  private final KeptBank bank;
  private final int channels;
  private final PatchSettings settings = PatchSettings.DEFAULT;
  private final PatchShape shape = new PatchShape(settings.radius(), settings.window());
  private String sigma;
  private String wanted;
  private String[] controlled;

  private PatchUnet(KeptBank bank) {
    this.bank = bank;
    channels = bank.channels();
  }

  /** A level's picture, share of the hole and residuals of control nets, each [1, c, h, w]. */
  private record Level(String picture, String hole, String residual) {}

  /** The bytes of {@code unet/model.onnx}. */
  static byte[] model(KeptBank bank) {
    return new PatchUnet(bank).model();
  }

  private byte[] model() {
    GraphBuilder g = new GraphBuilder();
    String sample = g.input("sample", FLOAT, 1, 2 * channels + 1, "height", "width");
    String timestep = g.input("timestep", FLOAT);
    int words = bank.words().size();
    if (words > 0) {
      String text = g.input("encoder_hidden_states", FLOAT, 1, "tokens", words);
      wanted = g.node("ReduceMax", List.of(text), numbers("axes", 0, 1), number("keepdims", 0));
    }
    String residual = residual(g);
    sigma = sigma(g, timestep);
    String noisy = slice(g, sample, 0, channels, 1);
    String hole = slice(g, sample, channels, channels + 1, 1);
    String masked = slice(g, sample, channels + 1, 2 * channels + 1, 1);
    String one = g.floats(1);
    String known = g.node("Mul", g.node("Sub", one, hole), masked);
    String growth = g.node("Sqrt", g.node("Add", one, g.node("Mul", sigma, sigma)));
    String picture = g.node("Add", g.node("Mul", g.node("Mul", noisy, growth), hole), known);
    String estimate = estimate(g, 0, new Level(picture, hole, residual));
    g.output(
        "out_sample",
        g.node("Add", g.node("Mul", estimate, hole), known),
        FLOAT,
        1,
        channels,
        "height",
        "width");
    return g.model();
  }

  /** Both residuals are the same picture; a control net fills the first. */
  private String residual(GraphBuilder g) {
    int kinds = bank.kinds().size();
    controlled = new String[kinds];
    if (kinds == 0) {
      return null;
    }
    String first =
        g.input("down_block_additional_residual_0", FLOAT, 1, 2 * kinds, "height", "width");
    g.input("mid_block_additional_residual", FLOAT, 1, 2 * kinds, "height", "width");
    String most =
        g.node(
            "ReduceMax",
            List.of(g.node("Abs", first)),
            numbers("axes", 0, 2, 3),
            number("keepdims", 0));
    for (int k = 0; k < kinds; k++) {
      String weight = g.node("Squeeze", slice(g, most, 2 * k + 1, 2 * k + 2, 0));
      controlled[k] = g.node("Greater", weight, g.floats(0));
    }
    return first;
  }

  /** Interpolates the logarithm between whole timesteps. */
  private static String sigma(GraphBuilder g, String timestep) {
    float[] logs = new float[KeptFolder.TIMESTEPS];
    NoiseLevels noise = new NoiseLevels(KeptFolder.scheduler());
    for (int t = 0; t < logs.length; t++) {
      logs[t] = (float) Math.log(noise.sigma(t));
    }
    String table = g.tensor(logs, logs.length);
    String last = g.floats(logs.length - 1);
    String t = g.node("Max", g.node("Min", timestep, last), g.floats(0));
    String low = g.node("Floor", t);
    String high = g.node("Min", g.node("Add", low, g.floats(1)), last);
    String share = g.node("Sub", t, low);
    String a = g.node("Gather", table, g.node("Cast", List.of(low), number("to", INT64)));
    String b = g.node("Gather", table, g.node("Cast", List.of(high), number("to", INT64)));
    return g.node("Exp", g.node("Add", a, g.node("Mul", g.node("Sub", b, a), share)));
  }

  /** The estimate of a level or, where the noise is too strong for it, of a coarser one. */
  private String estimate(GraphBuilder g, int level, Level in) {
    if (level == bank.levels().size() - 1) {
      return patches(g, level, in);
    }
    GraphBuilder coarser = g.subgraph();
    Level half =
        new Level(
            halved(coarser, in.picture),
            halved(coarser, in.hole),
            in.residual == null ? null : halved(coarser, in.residual));
    coarser.result(estimate(coarser, level + 1, half), FLOAT, 1, channels, "height", "width");
    GraphBuilder here = g.subgraph();
    here.result(patches(here, level, in), FLOAT, 1, channels, "height", "width");
    String limit = g.floats((float) (settings.threshold() * (1 << level)));
    return g.node(
        "If",
        List.of(g.node("Greater", sigma, limit)),
        GraphBuilder.graph("then_branch", coarser),
        GraphBuilder.graph("else_branch", here));
  }

  private static String halved(GraphBuilder g, String picture) {
    return g.node(
        "AveragePool", List.of(picture), numbers("kernel_shape", 2, 2), numbers("strides", 2, 2));
  }

  /** Puts the weighted means of patches into the hole of a level. */
  private String patches(GraphBuilder g, int level, Level in) {
    PatchScores scores = new PatchScores(g, bank, level, shape, wanted, controlled);
    String var = variance(g, level, in.hole);
    String precision = padded(g, g.node("Div", g.floats(1), var));
    String picture = padded(g, in.picture);
    String residual = in.residual == null ? null : padded(g, in.residual);
    String width = slice(g, g.node("Shape", precision), 3, 4, 0);

    String cells = g.node("NonZero", g.node("Squeeze", in.hole, g.longs(0, 1)));
    String rows = slice(g, cells, 0, 1, 0);
    String columns = slice(g, cells, 1, 2, 0);
    String corner =
        g.node("Reshape", g.node("Add", g.node("Mul", rows, width), columns), g.longs(-1));
    String count = g.node("Shape", corner);
    String chunk = g.longs(CHUNK);
    // as many chunks as hold all cells, at least one; what is left over looks at the first cell
    String full = g.node("Div", g.node("Add", count, g.longs(CHUNK - 1)), chunk);
    String chunks = g.node("Max", full, g.longs(1));
    String left = g.node("Sub", g.node("Mul", chunks, chunk), count);
    String all =
        g.node("Pad", corner, g.node("Concat", List.of(g.longs(0), left), number("axis", 0)));

    GraphBuilder body = g.subgraph();
    String step = body.argument(INT64);
    String on = body.argument(BOOL);
    body.result(on, BOOL);
    String from = body.node("Mul", body.node("Unsqueeze", step, body.longs(0)), body.longs(CHUNK));
    String to = body.node("Add", from, body.longs(CHUNK));
    String some = body.node("Slice", all, from, to);
    String at = body.node("Add", body.node("Unsqueeze", some, body.longs(1)), offsets(body, width));
    body.result(
        scores.means(
            body,
            at,
            flat(g, picture),
            flat(g, precision),
            residual == null ? null : flat(g, residual)),
        FLOAT,
        CHUNK,
        channels);
    String means =
        g.node("Loop", List.of(g.node("Squeeze", chunks), ""), GraphBuilder.graph("body", body));
    means = g.node("Slice", g.node("Reshape", means, g.longs(-1, channels)), g.longs(0), count);

    String last = transposed(g, g.node("Squeeze", in.picture, g.longs(0)), 1, 2, 0);
    String filled = g.node("ScatterND", last, transposed(g, cells, 1, 0), means);
    return enlarged(g, g.node("Unsqueeze", transposed(g, filled, 2, 0, 1), g.longs(0)), level);
  }

  private static String enlarged(GraphBuilder g, String cells, int level) {
    if (level == 0) {
      return cells;
    }
    float factor = 1 << level;
    return g.node(
        "Resize",
        List.of(cells, "", g.tensor(new float[] {1, 1, factor, factor}, 4)),
        text("mode", "linear"),
        text("coordinate_transformation_mode", "half_pixel"));
  }

  /** Of a cell's mean: spread^2 + sigma^2 / 4^level * max(trust^2, share of the hole). */
  private String variance(GraphBuilder g, int level, String hole) {
    String noise =
        g.node("Mul", g.node("Mul", sigma, sigma), g.floats((float) Math.pow(4, -level)));
    String share = g.node("Max", hole, g.floats((float) square(settings.trust())));
    String follows = g.node("Mul", sigma, g.floats((float) settings.slope()));
    String spread =
        g.node(
            "Clip",
            follows,
            g.floats((float) settings.lastSpread()),
            g.floats((float) settings.spread()));
    return g.node("Add", g.node("Mul", share, noise), g.node("Mul", spread, spread));
  }

  private static double square(double value) {
    return value * value;
  }

  /** Where the cells of a patch lie after its corner, [cells]. */
  private String offsets(GraphBuilder g, String width) {
    long[] rows = new long[shape.cells()];
    long[] columns = new long[shape.cells()];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = shape.radius + shape.dy[i];
      columns[i] = shape.radius + shape.dx[i];
    }
    return g.node("Add", g.node("Mul", g.longs(rows), width), g.longs(columns));
  }

  private String padded(GraphBuilder g, String picture) {
    int r = shape.radius;
    return g.node("Pad", picture, g.longs(0, 0, r, r, 0, 0, r, r));
  }

  /** [1, c, h, w] as [c, h w]. */
  private static String flat(GraphBuilder g, String picture) {
    return g.node("Reshape", g.node("Squeeze", picture, g.longs(0)), g.longs(0, -1));
  }

  static String slice(GraphBuilder g, String value, long from, long to, long axis) {
    return g.node("Slice", value, g.longs(from), g.longs(to), g.longs(axis));
  }

  static String transposed(GraphBuilder g, String value, long... axes) {
    return g.node("Transpose", List.of(value), numbers("perm", axes));
  }
}
