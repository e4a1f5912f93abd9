package io.github.palimpsest.inpaint.sampler;

import io.github.palimpsest.check.BadInput;
import java.util.Arrays;

/**
 * Maps the channels of an image to those of a model and back (contract, exact reading 5).
 *
 * <p>Grey is repeated to the model's channels and read back as their mean; several channels go to
 * as many of the model, one to one; a one-channel model runs once per channel with shared noise, or
 * once along each of the axes of their colours.
 *
 * @param imageChannels 1, or 3 for RGB, or as many as are filled together
 * @param modelChannels channels of the model's image side
 * @param axes along which a one-channel model runs, or null for the channels themselves
 */
public record ChannelMapping(int imageChannels, int modelChannels, ColourAxes axes) {
  public ChannelMapping {
    if (imageChannels > 1 && modelChannels != 1 && modelChannels != imageChannels) {
      throw BadInput.of(
          "This model works on %d channels, which the %d of the image cannot fill: choose another"
              + " model, or convert the image to grey first.",
          modelChannels, imageChannels);
    }
  }

  /** The mapping of a run; three channels that go together are the colours of a picture. */
  static ChannelMapping of(ResolvedRequest resolved, ModelInput input) {
    int image = input.planes().length;
    int model = resolved.model().imageChannels();
    boolean together = input.source() && image == 3 && model == 1 && resolved.together();
    if (input.around() != null) {
      return new ChannelMapping(image, model, input.around().axes());
    }
    return new ChannelMapping(
        image, model, together ? ColourAxes.of(input.planes(), input.mask()) : null);
  }

  /** How often the model runs for one image. */
  public int count() {
    return modelChannels == 1 ? imageChannels : 1;
  }

  /**
   * The model's input of one pass.
   *
   * @param planes image planes [imageChannels][n] in −1…1
   * @return [modelChannels · n], not to be changed: may be one of the planes itself
   */
  float[] toModel(int pass, float[][] planes) {
    if (axes != null) {
      return axes.toModel(pass, planes);
    }
    if (modelChannels == 1) {
      return planes[pass];
    }
    int n = planes[0].length;
    float[] out = new float[modelChannels * n];
    for (int c = 0; c < modelChannels; c++) {
      float[] from = planes[imageChannels == 1 ? 0 : imageChannels == modelChannels ? c : pass];
      System.arraycopy(from, 0, out, c * n, n);
    }
    return out;
  }

  /** The same as a function of planes. */
  PartOfCrop.Pass pass(int pass) {
    return planes -> toModel(pass, planes);
  }

  /**
   * Puts the model's image of one pass into image planes.
   *
   * @param image [modelChannels · n]; becomes one of the planes where that is the same
   * @param planes [imageChannels]; the first pass sets them, the others add to them
   */
  void fromModel(int pass, float[] image, float[][] planes) {
    if (axes == null && modelChannels == 1) {
      planes[pass] = image;
      return;
    }
    int n = image.length / modelChannels;
    if (pass == 0) {
      Arrays.setAll(planes, c -> new float[n]);
    }
    if (axes != null) {
      axes.addTo(planes, pass, image);
      return;
    }
    if (imageChannels > 1) {
      for (int c = 0; c < modelChannels; c++) {
        System.arraycopy(image, c * n, planes[modelChannels == 1 ? pass : c], 0, n);
      }
      return;
    }
    for (int i = 0; i < n; i++) {
      float sum = 0;
      for (int c = 0; c < modelChannels; c++) {
        sum += image[c * n + i];
      }
      planes[0][i] = sum / modelChannels;
    }
  }
}
