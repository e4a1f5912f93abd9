package io.github.palimpsest.control;

import ij.ImagePlus;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.roi.Crop;
import io.github.palimpsest.roi.Mask;
import java.awt.Rectangle;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The maps of the pictures that a model copies from, beside the map of one {@link ControlInput}:
 * what is copied then has a map like the one asked for. Values are [channels · height · width] of a
 * picture.
 */
public final class ExampleMaps {
  private final MapReader map;
  private final int channels;
  private final ExampleMap example;
  private final Crop crop;
  private final float[][] drawn;
  private final AskedMap asked;

  ExampleMaps(MapReader map, int channels, ExampleMap example, int position, Crop crop) {
    this.map = map;
    this.channels = channels;
    this.example = example;
    this.crop = crop;
    Rectangle canvas = new Rectangle(crop.canvasWidth(), crop.canvasHeight());
    float[][] values = map.read(position, crop.visible());
    asked =
        example == null
            ? AskedMap.of(values, canvas, crop.visible())
            : example.asked(values, canvas, crop.visible());
    drawn = values;
  }

  /** The map that is asked for, as it is to be compared with the others. */
  public float[] asked() {
    return ControlInput.joined(asked.values(), channels, crop::extend);
  }

  /**
   * The map of the context.
   *
   * @param image that is repainted
   * @param positions one-based stack positions of its channels
   * @param hole pixels of the plane that are unknown
   */
  public float[] ofContext(ImagePlus image, List<Integer> positions, Mask hole) {
    float[][] own = own(image, positions, crop.visible(), hole, drawn);
    return ControlInput.joined(own, channels, crop::extend);
  }

  /**
   * The map of another part of the image that is repainted, which may be drawn on as well.
   *
   * @param hidden pixels of the plane that are not copied
   */
  public float[] of(ImagePlus image, List<Integer> positions, Rectangle r, Mask hidden) {
    float[][] own = own(image, positions, r, hidden, here(positions.get(0), r));
    return ControlInput.joined(own, channels, plane -> plane);
  }

  private float[][] own(
      ImagePlus image, List<Integer> positions, Rectangle r, Mask hidden, float[][] here) {
    if (example == null) {
      // nobody knows what the net's maps show but who has drawn them
      return here == null ? new float[1][r.width * r.height] : here;
    }
    return map.ofPicture() && here != null
        ? here
        : example.of(image, positions, r, hidden, here, asked);
  }

  /** Null if the map shows nothing of that plane. */
  private float[][] here(int position, Rectangle r) {
    try {
      return map.read(position, r);
    } catch (BadInput e) {
      return null;
    }
  }

  /** The map of another image, one plane a channel. */
  public float[] of(ImagePlus other, Mask hidden) {
    List<Integer> positions = IntStream.rangeClosed(1, other.getStackSize()).boxed().toList();
    Rectangle all = new Rectangle(other.getWidth(), other.getHeight());
    float[][] own = own(other, positions, all, hidden, null);
    return ControlInput.joined(own, channels, plane -> plane);
  }
}
