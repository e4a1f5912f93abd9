package io.github.palimpsest.image;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import io.github.palimpsest.check.BadInput;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Finds planes of an image: those that the keys {@code channels}, {@code slices}, {@code frames}
 * name, the current one, and those of a mask or map that go with a plane.
 */
public final class PlanePositions {
  private PlanePositions() {}

  /**
   * The planes named by three range texts: empty = the current one, {@code all}, or a list such as
   * {@code 1-3,5} or {@code 2-} (to the last). An RGB image has one channel here.
   *
   * @return planes in stack order, at least one
   * @throws BadInput naming the key, its value and what the image has
   */
  public static List<PlanePosition> of(
      ImagePlus imp, String channels, String slices, String frames) {
    PlanePosition now = current(imp);
    List<PlanePosition> planes = new ArrayList<>();
    var cs = range("channels", channels, now.c(), imp.getNChannels(), imp);
    var zs = range("slices", slices, now.z(), imp.getNSlices(), imp);
    var ts = range("frames", frames, now.t(), imp.getNFrames(), imp);
    for (int t : ts) {
      for (int z : zs) {
        for (int c : cs) {
          planes.add(new PlanePosition(imp.getStackIndex(c, z, t), c, z, t));
        }
      }
    }
    return planes;
  }

  /** The plane shown now. */
  public static PlanePosition current(ImagePlus imp) {
    int position = imp.getStackSize() == 1 ? 1 : imp.getCurrentSlice();
    // from the stack position: getChannel() etc. lag behind setSlice() on hyperstacks
    int[] p = imp.convertIndexToPosition(position);
    return new PlanePosition(position, p[0], p[1], p[2]);
  }

  /** Whether all channels of an image, of which it has several, are seen as one picture now. */
  public static boolean channelsSeenTogether(ImagePlus imp) {
    if (!(imp instanceof CompositeImage composite) || composite.getMode() != IJ.COMPOSITE) {
      return false;
    }
    boolean[] active = composite.getActiveChannels();
    int channels = imp.getNChannels();
    return channels > 1 && IntStream.range(0, channels).allMatch(c -> active[c]);
  }

  /**
   * The plane of a companion, such as a mask, that goes with a plane of an image: the only one, the
   * same of as many, or that of its slice or frame.
   *
   * @param key what the companion is, for the refusal
   * @param position one-based stack position in {@code imp}
   * @return one-based stack position in {@code companion}
   * @throws BadInput if the companion has another number of planes
   */
  public static int matching(String key, ImagePlus companion, ImagePlus imp, int position) {
    int planes = companion.getStackSize();
    if (planes == 1) {
      return 1;
    }
    if (planes == imp.getStackSize()) {
      return position;
    }
    int[] p = imp.convertIndexToPosition(position);
    if (planes == imp.getNSlices()) {
      return p[1];
    }
    if (planes == imp.getNFrames()) {
      return p[2];
    }
    if (planes == imp.getNSlices() * imp.getNFrames()) {
      return (p[2] - 1) * imp.getNSlices() + p[1];
    }
    throw BadInput.of(
        "%s ('%s', %d planes) must have one plane or as many as '%s' (%d).",
        key, companion.getTitle(), planes, imp.getTitle(), imp.getStackSize());
  }

  private static Iterable<Integer> range(
      String key, String text, int current, int size, ImagePlus imp) {
    String words = text == null ? "" : text.trim();
    TreeSet<Integer> chosen = new TreeSet<>();
    if (words.isEmpty()) {
      chosen.add(current);
      return chosen;
    }
    String list = words.equalsIgnoreCase("all") ? "1-" : words;
    for (String part : list.split(",", -1)) {
      String[] ends = part.trim().split("-", 2);
      int first = number(key, words, ends[0]);
      int last = first;
      if (ends.length == 2) {
        last = ends[1].isBlank() ? size : number(key, words, ends[1]);
      }
      if (first < 1 || last > size || first > last) {
        throw BadInput.of(
            "%s (%s) must lie between 1 and %d: '%s' has %d channel(s), %d slice(s), %d frame(s).",
            key,
            words,
            size,
            imp.getTitle(),
            imp.getNChannels(),
            imp.getNSlices(),
            imp.getNFrames());
      }
      for (int i = first; i <= last; i++) {
        chosen.add(i);
      }
    }
    return chosen;
  }

  private static int number(String key, String words, String digits) {
    try {
      return Integer.parseInt(digits.trim());
    } catch (NumberFormatException e) {
      throw new BadInput(
          key + " (" + words + ") must be numbers and ranges such as 1-3,5 or 2- or all.", e);
    }
  }
}
