package io.github.palimpsest.control;

import io.github.palimpsest.roi.Crop;
import java.util.function.UnaryOperator;

/**
 * One control net's map in a run. The map is read anew at every call, so an edit of its image or
 * ROIs acts from then on.
 */
public final class ControlInput {
  private final int net;
  private final int channels;
  private final String written;
  private final MapReader map;

  /** Null where the net is for no kind that is known. */
  private final ExampleMap example;

  ControlInput(int net, int channels, String written, MapReader map, ExampleMap example) {
    this.net = net;
    this.channels = channels;
    this.written = written;
    this.map = map;
    this.example = example;
  }

  /** Index of the control net among those of the model. */
  public int net() {
    return net;
  }

  /**
   * The map of what the model sees of one plane, cropped and reflected as the picture is.
   *
   * @param position one-based stack position in the image that is repainted; 1 when generating
   * @param crop of the image's size
   * @return a new array [channels · crop.height · crop.width], usually 0…1
   * @throws io.github.palimpsest.check.BadInput if the image or its ROIs have nothing to show
   */
  public float[] map(int position, Crop crop) {
    return joined(map.read(position, crop.visible()), channels, crop::extend);
  }

  /**
   * The maps of the pictures that a model may copy from.
   *
   * @param position as of {@link #map}
   * @param crop as of {@link #map}
   */
  public ExampleMaps examples(int position, Crop crop) {
    return new ExampleMaps(map, channels, example, position, crop);
  }

  /** Planes as the channels of a net: those of one colour are repeated. */
  static float[] joined(float[][] planes, int channels, UnaryOperator<float[]> extend) {
    float[] out = null;
    for (int c = 0; c < channels; c++) {
      float[] plane = extend.apply(planes[planes.length == channels ? c : 0]);
      out = out == null ? new float[channels * plane.length] : out;
      System.arraycopy(plane, 0, out, c * plane.length, plane.length);
    }
    return out;
  }

  /**
   * One sentence if the map is probably not what the user means, such as labels where shares of
   * white are read; else null.
   *
   * @param position as of {@link #map}
   */
  public String doubt(int position) {
    return map.doubt(position);
  }

  /** As the user wrote it. */
  @Override
  public String toString() {
    return written;
  }
}
