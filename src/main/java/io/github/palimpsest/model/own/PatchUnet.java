package io.github.palimpsest.model.own;

import static io.github.palimpsest.model.graph.GraphBuilder.FLOAT;
import static io.github.palimpsest.model.graph.GraphBuilder.number;
import static io.github.palimpsest.model.graph.GraphBuilder.numbers;
import static io.github.palimpsest.model.graph.GraphBuilder.text;

import io.github.palimpsest.model.graph.GraphBuilder;
import java.util.ArrayList;
import java.util.List;

/**
 * The denoiser of {@link KeptPictures} as an ONNX graph with the inputs and outputs of an
 * inpainting U-Net, for prediction type sample. It computes what {@link PatchDenoiser} does, except
 * that neighbours exchange no candidates.
 *
 * <p>The noisy picture, with the known pixels in their place, is averaged over cells of 2 by 2 as
 * often as there are levels. The level is the finest whose cells have no more noise than the
 * threshold. The coarsest level is searched through, see {@link WholeSearch}; each finer one, down
 * to that level, looks at what lies under the best patches of the one above, see {@link
 * ChildSearch}. The estimate of a cell of the hole is the mean of the middles of its candidates,
 * weighted by how well they explain the patch around it. Coarse estimates are enlarged linearly;
 * known pixels are given back.
 *
 * <p>Control maps are further channels of the patches. What control nets hand on (see {@link
 * ControlGraph}) is map times weight and the weight, so that nothing at all means no map.
 */
final class PatchUnet {
  /** Squared differences of means and deviations that do not count ... */
  static final double ALIKE = 0.04;

  /** ... beyond so many times the least. */
  static final double FACTOR = 2;

  private final KeptPictures pictures;
  private final PatchSettings settings = PatchSettings.DEFAULT;
  private final PatchShape shape = new PatchShape(settings.radius(), settings.window());
  private final int channels;
  private final Ops o = new Ops(new GraphBuilder());
  private final List<SearchedLevel> levels = new ArrayList<>();
  private String sigma;
  private WholeSearch search;

  private PatchUnet(KeptPictures pictures) {
    this.pictures = pictures;
    channels = pictures.channels();
  }

  /** The bytes of {@code unet/model.onnx}. */
  static byte[] model(KeptPictures pictures) {
    return new PatchUnet(pictures).model();
  }

  private byte[] model() {
    GraphBuilder g = o.g();
    String sample = g.input("sample", FLOAT, 1, 2 * channels + 1, "height", "width");
    String timestep = g.input("timestep", FLOAT);
    String wanted = wanted();
    String residual = residual();
    sigma = sigma(timestep);
    String noisy = o.slice(sample, 0, channels, 1);
    String hole = o.slice(sample, channels, channels + 1, 1);
    String masked = o.slice(sample, channels + 1, 2 * channels + 1, 1);
    String one = o.floats(1);
    String known = o.mul(o.sub(one, hole), masked);
    String growth = g.node("Sqrt", o.add(one, o.mul(sigma, sigma)));
    String picture = o.add(o.mul(o.mul(noisy, growth), hole), known);
    String[] asked = asked(residual);
    String alike = alike(known, o.sub(one, hole));
    for (int l = 0; l < pictures.levels().size(); l++) {
      SearchedLevel.Asked now =
          new SearchedLevel.Asked(
              picture, hole, residual, precision(l, hole), asked, wanted, alike);
      levels.add(new SearchedLevel(o, pictures, l, shape, now));
      picture = halved(picture);
      hole = halved(hole);
      residual = residual == null ? null : halved(residual);
    }
    search = new WholeSearch(o, levels.get(levels.size() - 1), settings);
    String whole = o.slice(sample, channels, channels + 1, 1);
    String estimate = estimate(o, 0);
    g.output(
        "out_sample", o.add(o.mul(estimate, whole), known), FLOAT, 1, channels, "height", "width");
    return g.model();
  }

  /** How much each word is wanted [words], or null without words. */
  private String wanted() {
    int words = pictures.words().size();
    if (words == 0) {
      return null;
    }
    String text = o.g().input("encoder_hidden_states", FLOAT, 1, "tokens", words);
    return o.max(text, 0, 1);
  }

  /** Both residuals are the same picture; a control net fills the first. */
  private String residual() {
    int kinds = pictures.kinds().size();
    if (kinds == 0) {
      return null;
    }
    Object[] sizes = {1, 2 * kinds, "height", "width"};
    o.g().input("mid_block_additional_residual", FLOAT, sizes);
    return o.g().input("down_block_additional_residual_0", FLOAT, sizes);
  }

  /** For each kind whether there is such a map. */
  private String[] asked(String residual) {
    String[] asked = new String[pictures.kinds().size()];
    String most = residual == null ? null : o.max(o.g().node("Abs", residual), 0, 2, 3);
    for (int k = 0; k < asked.length; k++) {
      String weight = o.squeeze(o.slice(most, 2L * k + 1, 2L * k + 2, 0), 0);
      asked[k] = o.g().node("Greater", weight, o.floats(0));
    }
    return asked;
  }

  /** Interpolates the logarithm between whole timesteps. */
  private String sigma(String timestep) {
    float[] logs = new float[KeptFolder.TIMESTEPS];
    NoiseLevels noise = new NoiseLevels(KeptFolder.scheduler());
    for (int t = 0; t < logs.length; t++) {
      logs[t] = (float) Math.log(noise.sigma(t));
    }
    GraphBuilder g = o.g();
    String table = g.tensor(logs, logs.length);
    String last = o.floats(logs.length - 1);
    String t = g.node("Max", g.node("Min", timestep, last), o.floats(0));
    String low = g.node("Floor", t);
    String high = g.node("Min", o.add(low, o.floats(1)), last);
    String a = o.gather(table, o.wholeOf(low), 0);
    String b = o.gather(table, o.wholeOf(high), 0);
    return g.node("Exp", o.add(a, o.mul(o.sub(b, a), o.sub(t, low))));
  }

  /**
   * Whether each plane that was read looks as the known pixels do: its means and deviations differ
   * little from theirs, or not much more than those of the plane that looks most like them.
   *
   * @param known the picture, 0 in the hole
   * @param share 1 where it is known, else 0
   */
  private String alike(String known, String share) {
    float[][] looks = pictures.looks();
    float[] all = new float[looks.length * 2 * channels];
    for (int i = 0; i < all.length; i++) {
      all[i] = looks[i / (2 * channels)][i % (2 * channels)];
    }
    GraphBuilder g = o.g();
    String pixels = o.sum(share, 0, 1, 2, 3);
    String count = g.node("Max", pixels, o.floats(1));
    String mean = o.div(o.sum(known, 2, 3), count);
    String square = o.div(o.sum(o.mul(known, known), 2, 3), count);
    String variance = g.node("Max", o.sub(square, o.mul(mean, mean)), o.floats(0));
    String look = o.concat(1, mean, g.node("Sqrt", variance));
    String d = o.sub(g.tensor(all, looks.length, 2L * channels), look);
    String difference = o.mul(o.sum(o.mul(d, d), 1), g.node("Min", pixels, o.floats(1)));
    String least = g.node("ReduceMin", List.of(difference), number("keepdims", 0));
    String most = o.add(o.mul(least, o.floats(FACTOR)), o.floats(ALIKE));
    return g.node("Not", g.node("Greater", difference, most));
  }

  private String halved(String picture) {
    return o.g()
        .node(
            "AveragePool",
            List.of(picture),
            numbers("kernel_shape", 2, 2),
            numbers("strides", 2, 2));
  }

  /**
   * How much a cell counts: its weight over spread^2 + sigma^2 / 4^level * max(trust^2, share of
   * the hole).
   */
  private String precision(int level, String hole) {
    GraphBuilder g = o.g();
    String noise = o.mul(o.mul(sigma, sigma), o.floats(Math.pow(4, -level)));
    String share = g.node("Max", hole, o.floats(settings.trust() * settings.trust()));
    String spread =
        g.node(
            "Clip",
            o.mul(sigma, o.floats(settings.slope())),
            o.floats(settings.lastSpread()),
            o.floats(settings.spread()));
    String open = g.node("Greater", hole, o.floats(0));
    String doubt = o.floats(settings.doubt() * settings.doubt());
    String assumed = o.mul(o.mul(share, noise), o.where(open, doubt, o.floats(1)));
    // of a known cell the weight of the rim, of one of the hole 1
    String weight = o.add(o.mul(hole, o.floats(1 - settings.rim())), o.floats(settings.rim()));
    return o.div(weight, o.add(assumed, o.mul(spread, spread)));
  }

  /** The estimate by a level or, where the noise is too strong for it, by a coarser one. */
  private String estimate(Ops at, int level) {
    if (level == levels.size() - 1) {
      return byLevel(at, level);
    }
    String limit = at.floats(settings.threshold() * (1 << level));
    return at.choose(
        at.g().node("Greater", sigma, limit),
        coarser ->
            coarser.g().result(estimate(coarser, level + 1), FLOAT, 1, channels, "height", "width"),
        here -> here.g().result(byLevel(here, level), FLOAT, 1, channels, "height", "width"));
  }

  private String byLevel(Ops at, int level) {
    int top = levels.size() - 1;
    String means;
    if (level == top) {
      means = search.means(at);
    } else {
      String best = search.best(at, settings.handed());
      for (int l = top - 1; l > level; l--) {
        best = new ChildSearch(levels.get(l), levels.get(l + 1), settings).best(at, best);
      }
      means = new ChildSearch(levels.get(level), levels.get(level + 1), settings).means(at, best);
    }
    return enlarged(at, levels.get(level).filled(at, means), level);
  }

  private static String enlarged(Ops at, String cells, int level) {
    if (level == 0) {
      return cells;
    }
    float factor = 1 << level;
    return at.g()
        .node(
            "Resize",
            List.of(cells, "", at.g().tensor(new float[] {1, 1, factor, factor}, 4)),
            text("mode", "linear"),
            text("coordinate_transformation_mode", "half_pixel"));
  }
}
