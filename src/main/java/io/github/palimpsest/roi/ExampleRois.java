package io.github.palimpsest.roi;

import ij.ImagePlus;
import ij.gui.Roi;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The ROIs by which a user shows a model of the image what to copy: those of the overlay and the
 * ROI Manager with role {@code example}. The words of such a ROI are its name and the name of its
 * group; commas separate several. A name that the ROI Manager gave itself, such as 0012-0345, is no
 * word.
 */
public final class ExampleRois {
  private static final Pattern AUTOMATIC = Pattern.compile("\\d+(-\\d+)+");

  private ExampleRois() {}

  /** The words of an image, on whatever plane, each once, as first written. */
  public static List<String> words(ImagePlus imp) {
    Map<String, String> words = new java.util.LinkedHashMap<>();
    for (Roi roi : Rois.withRole(imp, Role.EXAMPLE)) {
      words(roi).forEach(word -> words.putIfAbsent(key(word), word));
    }
    return List.copyOf(words.values());
  }

  /** A word as it is compared: without regard to case. */
  public static String key(String word) {
    return word.strip().toLowerCase(Locale.ROOT);
  }

  /** The words of a ROI, as written. */
  public static Set<String> words(Roi roi) {
    Set<String> words = new LinkedHashSet<>();
    String name = roi.getName() == null ? "" : roi.getName().strip();
    String group = roi.getGroup() > 0 ? Roi.getGroupName(roi.getGroup()) : null;
    for (String text : new String[] {AUTOMATIC.matcher(name).matches() ? "" : name, group}) {
      for (String word : text == null ? new String[0] : text.split(",")) {
        if (!word.isBlank()) {
          words.add(word.strip());
        }
      }
    }
    return words;
  }

  /**
   * The examples of some planes.
   *
   * @param positions one-based stack positions
   */
  public static List<Roi> on(ImagePlus imp, List<Integer> positions) {
    return Rois.withRole(imp, Role.EXAMPLE).stream()
        .filter(roi -> positions.stream().anyMatch(p -> Rois.isOn(roi, imp, p)))
        .toList();
  }

  /** The stack positions that some example belongs to, though not to all, ascending. */
  public static List<Integer> bound(ImagePlus imp) {
    List<Roi> rois = new ArrayList<>(Rois.withRole(imp, Role.EXAMPLE));
    rois.removeIf(roi -> roi.getPosition() == 0 && !roi.hasHyperStackPosition());
    TreeSet<Integer> positions = new TreeSet<>();
    for (int p = 1; p <= imp.getStackSize() && !rois.isEmpty(); p++) {
      int position = p;
      if (rois.stream().anyMatch(roi -> Rois.isOn(roi, imp, position))) {
        positions.add(p);
      }
    }
    return List.copyOf(positions);
  }

  /**
   * Where words apply.
   *
   * @param rois examples
   * @param part of the canvas
   * @param position one-based stack position
   * @return for each word that applies in the part its pixels there, row by row
   */
  public static Map<String, BitSet> pixels(
      ImagePlus imp, List<Roi> rois, Rectangle part, int position) {
    Map<String, BitSet> all = new TreeMap<>();
    for (Roi roi : rois) {
      BitSet pixels = pixels(imp, roi, part, position);
      for (String word : pixels.isEmpty() ? Set.<String>of() : words(roi)) {
        all.computeIfAbsent(key(word), w -> new BitSet()).or(pixels);
      }
    }
    return all;
  }

  /** The pixels of a ROI in a part of the canvas, row by row; memory follows the part. */
  public static BitSet pixels(ImagePlus imp, Roi roi, Rectangle part, int position) {
    Rectangle inside = part.intersection(new Rectangle(imp.getWidth(), imp.getHeight()));
    float[] weights =
        RoiRaster.within(inside, roi, imp.getWidth(), imp.getHeight(), position).crop(part);
    BitSet bits = new BitSet();
    for (int i = 0; i < weights.length; i++) {
      bits.set(i, weights[i] > 0);
    }
    return bits;
  }
}
