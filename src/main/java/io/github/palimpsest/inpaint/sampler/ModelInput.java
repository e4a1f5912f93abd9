package io.github.palimpsest.inpaint.sampler;

import io.github.palimpsest.composite.MaskedImage;
import io.github.palimpsest.control.ControlMaps;
import io.github.palimpsest.control.ControlValues;
import io.github.palimpsest.inpaint.input.Example;
import io.github.palimpsest.inpaint.input.PlaneInput;
import io.github.palimpsest.model.Conditioning;
import io.github.palimpsest.model.Denoiser;
import io.github.palimpsest.model.ExamplePicture;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.roi.PromptRegion;
import io.github.palimpsest.sample.ModelCall;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The part of one plane, or of joined channels, as the model sees it: the crop in model units.
 *
 * @param width columns, a multiple of the model's
 * @param height rows, a multiple of the model's
 * @param planes image planes [imageChannels][height · width] in −1…1, finite; zero when generating
 * @param mask [height · width], 0 known … 1 repaint; all 1 when generating
 * @param strength [height · width], the share of the run in which a pixel is repainted: mask times
 *     the strength of the regions there
 * @param regions parts with prompts of their own, lowest first
 * @param controls control maps
 * @param examples pictures that a model of the user's image may copy from, the context first; empty
 *     for others
 * @param source whether {@code planes} hold a picture; false when generating
 * @param around the crop that this is a part of; null where it is the whole
 *     <p>Nobody changes these arrays, so that they are shared: the mask with the plane's, the
 *     strength with the mask where no region says otherwise.
 */
public record ModelInput(
    int width,
    int height,
    float[][] planes,
    float[] mask,
    float[] strength,
    List<Region> regions,
    List<Control> controls,
    List<ExamplePicture> examples,
    boolean source,
    Surroundings around) {

  /** An input that is the whole of its crop. */
  public ModelInput(
      int width,
      int height,
      float[][] planes,
      float[] mask,
      float[] strength,
      List<Region> regions,
      List<Control> controls,
      List<ExamplePicture> examples,
      boolean source) {
    this(width, height, planes, mask, strength, regions, controls, examples, source, null);
  }

  /**
   * A region with a prompt of its own.
   *
   * @param prompt its conditioning
   * @param negative its own negative conditioning, or null for that of the whole image
   * @param weights share of its prediction in what lies under it [height · width]
   */
  record Region(Conditioning prompt, Conditioning negative, float[] weights) {}

  /**
   * A control map.
   *
   * @param net index of its control net
   * @param weight of its residuals
   * @param start fraction of the run at which it begins
   * @param end fraction of the run at which it ends
   * @param map [channels · height · width]
   */
  record Control(int net, double weight, double start, double end, float[] map) {
    void bind(Denoiser denoiser) {
      if (weight != 0) {
        denoiser.bindControl(net, map);
      }
    }

    void weigh(Denoiser denoiser, ModelCall call) {
      denoiser.controlWeight(net, call.within(start, end) ? weight : 0);
    }
  }

  /** The input that a plane gives under the values of a request. */
  public static ModelInput of(PlaneInput plane, ResolvedRequest resolved) {
    int width = plane.crop().width();
    int height = plane.crop().height();
    float[][] planes =
        plane.blank()
            ? new float[plane.source().length][width * height]
            : plane.ranges().toModel(plane.source());
    float[] mask = plane.weights();
    float[] strength = plane.regions().isEmpty() ? mask : mask.clone();
    List<Region> regions = new ArrayList<>();
    for (PromptRegion region : plane.regions()) {
      float[] w = plane.crop().extract(region.mask());
      for (int i = 0; i < w.length; i++) {
        strength[i] *= 1 - w[i] * (1 - (float) region.strength());
        w[i] *= (float) region.weight();
      }
      if (IntStream.range(0, w.length).anyMatch(i -> w[i] > 0 && mask[i] > 0)) {
        regions.add(
            new Region(
                resolved.encode(region.prompt()), resolved.encodeNegative(region.negative()), w));
      }
    }
    return new ModelInput(
        width,
        height,
        planes,
        mask,
        strength,
        regions,
        controls(plane.controls(), resolved.request()),
        examples(plane),
        !plane.blank());
  }

  /** The same as a part of a larger crop. */
  public ModelInput within(Surroundings crop) {
    return new ModelInput(
        width, height, planes, mask, strength, regions, controls, examples, source, crop);
  }

  private static List<ExamplePicture> examples(PlaneInput plane) {
    List<ExamplePicture> pictures = new ArrayList<>();
    for (int k = 0; k < plane.examples().size(); k++) {
      Example example = plane.examples().get(k);
      pictures.add(example.picture(plane.ranges(), plane.hole(k), maps(plane.controls(), k)));
    }
    return pictures;
  }

  /** The maps of picture k by control net; null for those that no map is asked of. */
  private static List<float[]> maps(List<ControlValues> controls, int k) {
    List<float[]> maps = new ArrayList<>();
    for (ControlValues control : controls) {
      while (maps.size() <= control.net()) {
        maps.add(null);
      }
      if (k < control.examples().size()) {
        maps.set(control.net(), control.examples().get(k));
      }
    }
    return maps;
  }

  private static List<Control> controls(List<ControlValues> maps, Request request) {
    int n = maps.size();
    double[] weights = ControlMaps.numbers(request, Param.CONTROLWEIGHT, n);
    double[] starts = ControlMaps.numbers(request, Param.CONTROLSTART, n);
    double[] ends = ControlMaps.numbers(request, Param.CONTROLEND, n);
    List<Control> controls = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      ControlValues map = maps.get(i);
      controls.add(new Control(map.net(), weights[i], starts[i], ends[i], map.values()));
    }
    return controls;
  }

  /** The same without its picture, of which only the number of channels is left. */
  ModelInput withoutPicture() {
    return new ModelInput(
        width,
        height,
        new float[planes.length][0],
        mask,
        strength,
        regions,
        controls,
        examples,
        source,
        around);
  }

  /**
   * How freely each pixel is painted, as a share of its mask.
   *
   * @param share of the run that is done
   * @return [height · width], 0 … 1, not to be changed: may be the mask
   */
  float[] freedom(double share) {
    if (share == 1 && strength == mask && MaskedImage.binary(mask) == mask) {
      return mask;
    }
    float[] weights = new float[mask.length];
    for (int i = 0; i < weights.length; i++) {
      float m = mask[i];
      weights[i] = m > 0 ? (float) share * strength[i] / m : 0;
    }
    return weights;
  }

  /** Whether some pixel is repainted for part of the run only. */
  boolean soft() {
    for (float m : strength) {
      if (m > 0 && m < 1) {
        return true;
      }
    }
    return false;
  }

  /** Whether some pixel is known. */
  boolean partial() {
    for (float m : mask) {
      if (m < 1) {
        return true;
      }
    }
    return false;
  }
}
