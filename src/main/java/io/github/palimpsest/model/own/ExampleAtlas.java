package io.github.palimpsest.model.own;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.model.ExamplePicture;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * Several pictures in one plane, one under the other, with unknown pixels between them so that no
 * patch reaches from one into the next.
 */
final class ExampleAtlas {
  final int width;
  final int height;
  private final List<ExamplePicture> pictures;
  private final int[] top;

  /**
   * @param unit pixels per cell of the coarsest level: pictures begin at multiples of it
   */
  ExampleAtlas(List<ExamplePicture> pictures, int unit) {
    this.pictures = pictures;
    top = new int[pictures.size()];
    int w = 0;
    int h = 0;
    for (int k = 0; k < top.length; k++) {
      ExamplePicture p = pictures.get(k);
      top[k] = h;
      w = Math.max(w, p.width());
      h += (p.height() + unit - 1) / unit * unit + (k + 1 < top.length ? unit : 0);
    }
    width = w;
    height = top.length == 1 ? pictures.get(0).height() : h;
  }

  /** Those that have maps for the control nets for which the first one has a map. */
  static List<ExamplePicture> like(List<ExamplePicture> pictures, Set<Integer> nets) {
    List<Integer> needed = nets.stream().filter(net -> mapped(pictures.get(0), net)).toList();
    return pictures.stream().filter(p -> needed.stream().allMatch(net -> mapped(p, net))).toList();
  }

  private static boolean mapped(ExamplePicture picture, int net) {
    return picture.maps().size() > net && picture.maps().get(net) != null;
  }

  float[] channel(int c) {
    return laid(k -> pictures.get(k).planes()[c]);
  }

  float[] known() {
    return laid(k -> pictures.get(k).known());
  }

  /** Whether the first picture, the context, has a value at one of its pixels. */
  boolean hasValue(int pixel) {
    for (float[] plane : pictures.get(0).planes()) {
      if (pixel < plane.length && Float.isNaN(plane[pixel])) {
        return false;
      }
    }
    return true;
  }

  /** Whether every picture has a map for a control net. */
  boolean mapped(int net) {
    return pictures.stream().allMatch(p -> mapped(p, net));
  }

  /** A channel of the pictures' own maps for a control net. */
  float[] map(int net, int channel) {
    return laid(
        k -> {
          int n = pictures.get(k).width() * pictures.get(k).height();
          float[] map = pictures.get(k).maps().get(net);
          return Arrays.copyOfRange(map, channel * n, (channel + 1) * n);
        });
  }

  /**
   * Why there is no patch.
   *
   * @param words that were asked for; empty for everything
   * @param side of a patch
   */
  BadInput tooFew(Set<String> words, int side) {
    String names = String.join("', '", words);
    if (words.isEmpty()) {
      return BadInput.of(
          "There are too few known pixels to learn from: a model of this image needs whole squares"
              + " of %d x %d of them; make the mask smaller, choose a larger context=, or another model.",
          side, side);
    }
    for (ExamplePicture picture : pictures) {
      if (!Collections.disjoint(picture.words().keySet(), words)) {
        return BadInput.of(
            "The ROI '%s' is too small: no square of %d x %d known pixels has its centre in it; draw"
                + " it larger, or farther from the mask.",
            names, side, side);
      }
    }
    return BadInput.of(
        "No ROI '%s' with palimpsest.role=example lies on this plane: draw one here, or let it"
            + " belong to no plane, or use bank=stack.",
        names);
  }

  /** 1 where one of the words applies. */
  float[] words(Set<String> words) {
    return laid(
        k -> {
          float[] out = new float[pictures.get(k).known().length];
          pictures
              .get(k)
              .words()
              .forEach(
                  (word, pixels) -> {
                    if (words.contains(word)) {
                      pixels.stream().forEach(i -> out[i] = 1);
                    }
                  });
          return out;
        });
  }

  private float[] laid(java.util.function.IntFunction<float[]> plane) {
    if (top.length == 1) {
      return plane.apply(0);
    }
    float[] out = new float[width * height];
    for (int k = 0; k < top.length; k++) {
      ExamplePicture p = pictures.get(k);
      float[] from = plane.apply(k);
      for (int y = 0; y < p.height(); y++) {
        System.arraycopy(from, y * p.width(), out, (top[k] + y) * width, p.width());
      }
    }
    return out;
  }

  /** The picture that a row belongs to. */
  int picture(int y) {
    int k = top.length - 1;
    while (top[k] > y) {
      k--;
    }
    return k;
  }

  /** Column on the plane of a pixel of the atlas. */
  int sourceX(int pixel) {
    return pictures.get(picture(pixel / width)).x() + pixel % width;
  }

  /** Stack position of the plane of a pixel of the atlas. */
  int sourcePosition(int pixel) {
    return pictures.get(picture(pixel / width)).position();
  }

  /** Row on the plane of a pixel of the atlas. */
  int sourceY(int pixel) {
    int k = picture(pixel / width);
    return pictures.get(k).y() + pixel / width - top[k];
  }
}
