package io.github.palimpsest.control;

import ij.ImagePlus;
import io.github.palimpsest.roi.Crop;
import io.github.palimpsest.roi.Mask;
import java.awt.Rectangle;

/**
 * One control net's map in a run. The map is read anew at every call, so an edit of its image or
 * ROIs acts from then on.
 */
public final class ControlInput {
  private final int net;
  private final int channels;
  private final String written;
  private final MapReader map;
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
    return extended(map.read(position, crop.visible()), crop);
  }

  /**
   * The map of the picture itself, for a model that copies from it what has a map like the one that
   * is asked for; see {@link ControlKind#example}.
   *
   * @param image that is repainted
   * @param position as of {@link #map}
   * @param crop as of {@link #map}
   * @param hole pixels of the plane that are unknown
   * @return as of {@link #map}; null if nothing tells how the picture's map would be
   */
  public float[] example(ImagePlus image, int position, Crop crop, Mask hole) {
    Rectangle r = crop.visible();
    float[][] asked = map.read(position, r);
    float[][] own = map.ofPicture() ? asked : example.of(image, position, r, hole, asked);
    return own == null ? null : extended(own, crop);
  }

  private float[] extended(float[][] planes, Crop crop) {
    int n = crop.width() * crop.height();
    float[] out = new float[channels * n];
    for (int c = 0; c < channels; c++) {
      float[] plane = planes[planes.length == channels ? c : 0];
      System.arraycopy(crop.extend(plane), 0, out, c * n, n);
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
