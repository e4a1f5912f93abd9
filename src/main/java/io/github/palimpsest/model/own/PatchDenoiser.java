package io.github.palimpsest.model.own;

import io.github.palimpsest.check.Cancelled;
import io.github.palimpsest.concurrent.SideBySide;
import io.github.palimpsest.model.Denoiser;
import io.github.palimpsest.model.ExamplePicture;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * The optimal denoiser of a picture's own patches, without training: for each pixel of the hole the
 * mean of the centres of all patches, weighted by how well each explains the noisy patch around it
 * (Kamb and Ganguli 2024, An analytic theory of creativity in convolutional diffusion models; Qiu,
 * Kutulakos and Lindell 2026, arXiv 2606.04299). Much noise is taken away at coarse levels, where
 * cells are means of many pixels, and little at fine ones. Known pixels are exact evidence.
 *
 * <p>The estimate is a pure function of the noisy picture, bitwise the same on any number of
 * threads. Returns the clean picture (prediction type {@code sample}).
 */
final class PatchDenoiser implements Denoiser {
  private final int channels;
  private final int height;
  private final int width;
  private final Set<String> words;
  private final NoiseLevels noise;
  private final PatchSettings settings;
  private final PatchShape shape;
  private final SideBySide share;
  private final TreeMap<Integer, float[]> maps = new TreeMap<>();
  private final TreeMap<Integer, Double> weights = new TreeMap<>();

  /** The control net of each plane of a map. */
  private final List<Integer> mapNets = new ArrayList<>();

  private List<ExamplePicture> examples = List.of();
  private float[] mask;
  private float[] masked;
  private ExampleAtlas atlas;
  private List<PatchBank.Level> bank;
  private List<AverageLevel> target;
  private PatchMatches finest;
  private volatile boolean cancelled;

  /**
   * @param words whose examples are copied, in lower case; empty for everything
   * @param share the cores that a search may use
   */
  PatchDenoiser(
      int channels,
      int height,
      int width,
      Set<String> words,
      NoiseLevels noise,
      PatchSettings settings,
      SideBySide share) {
    this.channels = channels;
    this.height = height;
    this.width = width;
    this.words = Set.copyOf(words);
    this.noise = noise;
    this.settings = settings;
    this.share = share;
    shape = new PatchShape(settings.radius(), settings.window());
  }

  @Override
  public int channels() {
    return channels;
  }

  @Override
  public int height() {
    return height;
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public void bindMask(float[] mask, float[] masked) {
    this.mask = mask.clone();
    this.masked = masked.clone();
    bank = null;
  }

  @Override
  public void bindExamples(List<ExamplePicture> pictures) {
    examples = List.copyOf(pictures);
    bank = null;
  }

  @Override
  public void bindControl(int net, float[] map) {
    maps.put(net, map.clone());
    bank = null;
  }

  @Override
  public void controlWeight(int net, double weight) {
    weights.put(net, weight);
  }

  @Override
  public void guess(boolean on) {
    // concerns control nets only
  }

  @Override
  public void guidanceScale(double scale) {
    // the sampler guides
  }

  private void prepare() {
    int unit = 1 << settings.levels() - 1;
    atlas = new ExampleAtlas(ExampleAtlas.like(examples, maps.keySet()), unit);
    List<float[]> planes = new ArrayList<>();
    List<float[]> own = new ArrayList<>();
    int n = height * width;
    for (int c = 0; c < channels; c++) {
      planes.add(atlas.channel(c));
      own.add(Arrays.copyOfRange(masked, c * n, (c + 1) * n));
    }
    mapNets.clear();
    for (int net : maps.keySet()) {
      addMap(net, planes, own);
    }
    bank =
        PatchBank.of(
            atlas.width,
            atlas.height,
            planes.toArray(new float[0][]),
            atlas.known(),
            words.isEmpty() ? null : atlas.words(words),
            shape,
            settings);
    if (bank.get(0).centres.length == 0) {
      throw atlas.tooFew(words, 2 * settings.radius() + 1);
    }
    float[] known = new float[n];
    float[] pixels = new float[n];
    for (int i = 0; i < n; i++) {
      known[i] = mask[i] > 0 ? 0 : 1;
      pixels[i] = mask[i] > 0 || atlas.hasValue(i) ? 1 : 0;
    }
    target = new ArrayList<>();
    target.add(new AverageLevel(width, height, own.toArray(new float[0][]), known, pixels));
    while (target.size() < bank.size()) {
      target.add(target.get(target.size() - 1).above());
    }
  }

  /** Adds the planes of a map, those of a grey one once. */
  private void addMap(int net, List<float[]> planes, List<float[]> own) {
    float[] map = maps.get(net);
    int n = height * width;
    int first = planes.size();
    for (int c = 0; c < map.length / n && atlas.mapped(net); c++) {
      float[] theirs = atlas.map(net, c);
      float[] mine = Arrays.copyOfRange(map, c * n, (c + 1) * n);
      boolean again =
          c > 0 && Arrays.equals(mine, own.get(first)) && Arrays.equals(theirs, planes.get(first));
      if (!again) {
        planes.add(theirs);
        own.add(mine);
        mapNets.add(net);
      }
    }
  }

  @Override
  public void predict(float[] x, double timestep, float[] out) {
    requireNotCancelled();
    if (bank == null) {
      prepare();
    }
    double sigma = noise.sigma(timestep);
    lookAt(x, Math.sqrt(1 + sigma * sigma));
    int level = 0;
    while (level + 1 < bank.size() && sigma / (1 << level) > settings.threshold()) {
      level++;
    }
    double s =
        Math.max(settings.lastSpread(), Math.min(settings.spread(), settings.slope() * sigma));
    float[] precision = new float[mapNets.size()];
    for (int m = 0; m < precision.length; m++) {
      double w = weights.getOrDefault(mapNets.get(m), 0.0) / settings.mapSpread();
      precision[m] = (float) (w * w);
    }
    PatchMatches matches = null;
    for (int l = bank.size() - 1; l >= level; l--) {
      PatchMatches above = matches;
      matches = new PatchMatches(target.get(l), settings.kept());
      boolean coarsest = above == null;
      PatchEvidence evidence =
          new PatchEvidence(
              settings,
              shape,
              bank.get(l),
              target.get(l),
              channels,
              precision,
              sigma,
              s * s,
              !coarsest && settings.rings() > 0,
              matches.cells.length);
      PatchSearch search =
          new PatchSearch(
              settings,
              bank.get(l),
              target.get(l),
              evidence,
              matches,
              settings.inherit() * Math.min(1, sigma / settings.inheritAt()),
              () -> cancelled,
              share);
      if (coarsest) {
        search.searchThrough(channels);
      } else {
        search.search(above, target.get(l + 1).width());
      }
      requireNotCancelled();
    }
    finest = level == 0 ? matches : null;
    System.arraycopy(masked, 0, out, 0, masked.length);
    new PatchEstimate(channels, width, height, mask)
        .write(matches, target.get(level), bank.get(level).cells.values(), level, out);
  }

  private void requireNotCancelled() {
    if (cancelled) {
      throw new Cancelled();
    }
  }

  /** Puts the noisy pixels of the hole into every level. */
  private void lookAt(float[] x, double scale) {
    int n = height * width;
    AverageLevel finestLevel = target.get(0);
    for (int c = 0; c < channels; c++) {
      float[] values = finestLevel.values()[c];
      for (int i = 0; i < n; i++) {
        if (mask[i] > 0) {
          values[i] = (float) (x[c * n + i] * scale);
        }
      }
    }
    for (int l = 1; l < target.size(); l++) {
      AverageLevel level = target.get(l);
      for (int i = 0; i < level.known().length; i++) {
        if (level.known()[i] < 1) {
          for (int c = 0; c < channels; c++) {
            level.average(target.get(l - 1), i, c);
          }
        }
      }
    }
  }

  @Override
  public float[][] sources() {
    if (finest == null) {
      return null;
    }
    float[][] out = new float[4][height * width];
    for (int k = 0; k < finest.cells.length; k++) {
      int from = k * finest.kept;
      double sum = 0;
      for (int j = 0; j < finest.counts[k]; j++) {
        sum += Math.exp((finest.costs[from] - finest.costs[from + j]) / 2);
      }
      int i = finest.cells[k];
      out[0][i] = atlas.sourceX(finest.entries[from] >> 3);
      out[1][i] = atlas.sourceY(finest.entries[from] >> 3);
      out[2][i] = (float) (1 / sum);
      out[3][i] = atlas.sourcePosition(finest.entries[from] >> 3);
    }
    return out;
  }

  @Override
  public void cancel() {
    cancelled = true;
  }

  @Override
  public void uncancel() {
    cancelled = false;
  }

  @Override
  public void close() {
    bank = null;
    target = null;
    finest = null;
  }
}
