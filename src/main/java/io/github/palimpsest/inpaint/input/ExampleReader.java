package io.github.palimpsest.inpaint.input;

import ij.ImagePlus;
import ij.gui.Roi;
import io.github.palimpsest.image.Planes;
import io.github.palimpsest.record.GeneratedPixels;
import io.github.palimpsest.roi.Crop;
import io.github.palimpsest.roi.ExampleRois;
import io.github.palimpsest.roi.Mask;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Reads what a model of an image may copy from: the context, what lies under example ROIs outside
 * it, and with {@code bank=stack} the same of other planes. Not copied are pixels that are not
 * finite, those that other planes of the run repaint, and those that the record of the image calls
 * generated, unless nothing else is left. One run, one thread.
 */
final class ExampleReader {
  /** Pixels of all examples together, beside the context. */
  private static final long MOST_PIXELS = 1 << 20;

  /** Planes of a virtual stack are loaded one by one. */
  private static final int MOST_PLANES = 16;

  /** Pixels a side of which some square must be known. */
  private static final int LEAST_SIDE = 7;

  /** An example before it is decided whether generated pixels are copied. */
  private record Draft(Example example, BitSet generated, float[] hole) {
    boolean suffices(boolean all) {
      BitSet closed = (BitSet) example.excluded().clone();
      if (!all) {
        closed.or(generated);
      }
      return hasSquare(closed, hole, example.area());
    }

    Example finished(boolean all) {
      return all || generated.isEmpty() ? example : example.without(generated);
    }
  }

  private record Place(List<Integer> positions, Rectangle area) {}

  private final ImagePlus image;
  private final String title;
  private final boolean stack;
  private final List<MaskedPlane> aims;
  private final Consumer<String> said;
  private final GeneratedPixels generated;
  private final Map<Place, Draft> others = new HashMap<>();

  /**
   * A reader for one run.
   *
   * @param title of the image, null if that is repainted
   * @param stack whether other planes are read too
   * @param aims all that the run repaints of the image
   * @param said told what the user should know
   */
  ExampleReader(
      ImagePlus image, String title, boolean stack, List<MaskedPlane> aims, Consumer<String> said) {
    this.image = image;
    this.title = title;
    this.stack = stack;
    this.aims = aims;
    this.said = said;
    generated = new GeneratedPixels(image);
  }

  /**
   * The examples for planes that are repainted.
   *
   * @param source raw values of the context
   * @return the context first
   */
  List<Example> around(Planes planes, Crop crop, Mask mask, float[][] source) {
    Rectangle seen = crop.visible();
    List<Draft> drafts = new ArrayList<>();
    drafts.add(context(planes, crop, mask, source));
    long left = MOST_PIXELS;
    for (Rectangle tile : tiles(planes, List.of(), seen, stack ? left / 2 : left)) {
      drafts.add(draft(planes, tile, planes.read(tile), List.of(), mask.crop(tile)));
      left -= ExampleWindows.area(tile);
    }
    addOthers(planes, seen, left, drafts);
    return finished(drafts);
  }

  /** The examples for a picture made from nothing: a plane, or parts of it where it is large. */
  List<Example> of(Planes planes) {
    Rectangle canvas = new Rectangle(planes.width(), planes.height());
    List<Draft> drafts = new ArrayList<>();
    long left = MOST_PIXELS;
    boolean whole = ExampleWindows.area(canvas) <= left;
    List<Rectangle> tiles =
        whole ? List.of(canvas) : tiles(planes, List.of(canvas), new Rectangle(), left);
    for (Rectangle tile : tiles) {
      drafts.add(draft(planes, tile, planes.read(tile), List.of(), null));
      left -= ExampleWindows.area(tile);
    }
    addOthers(planes, tiles.get(0), left, drafts);
    return finished(drafts);
  }

  private void addOthers(Planes planes, Rectangle same, long pixels, List<Draft> drafts) {
    List<Planes> chosen = stack ? besides(planes, pixels / ExampleWindows.area(same)) : List.of();
    long left = pixels;
    for (int k = 0; k < chosen.size(); k++) {
      Planes other = chosen.get(k);
      for (Rectangle tile : tiles(other, List.of(same), same, left / (chosen.size() - k))) {
        drafts.add(
            others.computeIfAbsent(
                new Place(other.positions(), tile),
                place -> draft(other, tile, other.read(tile), holes(other), null)));
        left -= ExampleWindows.area(tile);
      }
    }
  }

  /** Other slices and frames: those that examples belong to, then any, evenly. */
  private List<Planes> besides(Planes planes, long count) {
    List<Integer> channels = planes.positions().stream().map(p -> place(p)[0]).toList();
    List<List<Integer>> all = new ArrayList<>();
    List<List<Integer>> bound = new ArrayList<>();
    Set<Integer> examples = new LinkedHashSet<>(ExampleRois.bound(image));
    for (int t = 1; t <= image.getNFrames(); t++) {
      for (int z = 1; z <= image.getNSlices(); z++) {
        int slice = z;
        int frame = t;
        List<Integer> positions =
            channels.stream().map(c -> image.getStackIndex(c, slice, frame)).toList();
        (positions.stream().anyMatch(examples::contains) ? bound : all).add(positions);
      }
    }
    bound.remove(planes.positions());
    List<List<Integer>> chosen = new ArrayList<>(ExampleWindows.evenly(bound, MOST_PLANES));
    int more = (int) Math.max(1, Math.min(MOST_PLANES, count)) - chosen.size();
    chosen.addAll(ExampleWindows.evenly(all, Math.max(0, more)));
    chosen.remove(planes.positions());
    return chosen.stream().map(positions -> Planes.of(image, positions)).toList();
  }

  private int[] place(int position) {
    return image.convertIndexToPosition(position);
  }

  /** At most so many pixels of planes themselves are read beside what is seen. */
  static long pixels(ImagePlus image, Planes planes, Rectangle seen) {
    Rectangle canvas = new Rectangle(planes.width(), planes.height());
    List<Rectangle> rois =
        ExampleRois.on(image, planes.positions()).stream().map(Roi::getBounds).toList();
    long sum = 0;
    for (Rectangle window : ExampleWindows.around(rois, canvas, seen)) {
      sum += ExampleWindows.area(window);
    }
    return Math.min(MOST_PIXELS, sum);
  }

  private List<Rectangle> tiles(Planes planes, List<Rectangle> more, Rectangle seen, long pixels) {
    List<Roi> rois = ExampleRois.on(image, planes.positions());
    Rectangle canvas = new Rectangle(planes.width(), planes.height());
    List<Rectangle> windows = new ArrayList<>(more);
    windows.addAll(ExampleWindows.around(rois.stream().map(Roi::getBounds).toList(), canvas, seen));
    int position = planes.first().position();
    return ExampleWindows.fitting(
        windows,
        pixels,
        tile ->
            more.stream().anyMatch(r -> r.intersects(tile))
                || rois.stream()
                    .anyMatch(roi -> !ExampleRois.pixels(image, roi, tile, position).isEmpty()));
  }

  private Draft context(Planes planes, Crop crop, Mask mask, float[][] source) {
    Rectangle seen = crop.visible();
    float[][] visible = new float[source.length][];
    for (int c = 0; c < visible.length; c++) {
      visible[c] = crop.visible(source[c]);
    }
    Draft draft = draft(planes, seen, visible, List.of(), null);
    Example example = draft.example;
    Map<String, BitSet> words = new TreeMap<>();
    example.words().forEach((word, pixels) -> words.put(word, extended(pixels, crop)));
    BitSet excluded = extended(example.excluded(), crop);
    Rectangle all = crop.context();
    for (int i = 0; i < all.width * all.height; i++) {
      if (!seen.contains(all.x + i % all.width, all.y + i / all.width)) {
        excluded.set(i);
      }
    }
    return new Draft(
        new Example(null, example.position(), all, source, excluded, words),
        extended(draft.generated, crop),
        crop.extract(mask));
  }

  private static BitSet extended(BitSet visible, Crop crop) {
    Rectangle seen = crop.visible();
    if (seen.equals(crop.context())) {
      return visible;
    }
    float[] values = new float[seen.width * seen.height];
    visible.stream().forEach(i -> values[i] = 1);
    float[] extended = crop.extend(values);
    BitSet bits = new BitSet();
    for (int i = 0; i < extended.length; i++) {
      bits.set(i, extended[i] > 0);
    }
    return bits;
  }

  /** What the run repaints of planes. */
  private List<Mask> holes(Planes planes) {
    return aims.stream()
        .filter(aim -> aim.planes().positions().stream().anyMatch(planes.positions()::contains))
        .map(MaskedPlane::mask)
        .toList();
  }

  /**
   * @param holes what is never copied
   * @param hole what is not, as long as the mask stays
   */
  private Draft draft(
      Planes planes, Rectangle area, float[][] values, List<Mask> holes, float[] hole) {
    List<Integer> positions = planes.positions();
    BitSet excluded = new BitSet();
    for (float[] channel : values) {
      for (int i = 0; i < channel.length; i++) {
        if (!Float.isFinite(channel[i])) {
          excluded.set(i);
        }
      }
    }
    holes.forEach(mask -> exclude(mask.crop(area), excluded));
    BitSet made = new BitSet();
    positions.forEach(p -> made.or(generated.within(p, area)));
    List<Roi> rois = ExampleRois.on(image, positions);
    Map<String, BitSet> words = ExampleRois.pixels(image, rois, area, positions.get(0));
    Example example = new Example(title, positions.get(0), area, values, excluded, words);
    return new Draft(example, made, hole);
  }

  private static void exclude(float[] mask, BitSet excluded) {
    for (int i = 0; i < mask.length; i++) {
      if (mask[i] > 0) {
        excluded.set(i);
      }
    }
  }

  private List<Example> finished(List<Draft> drafts) {
    boolean data = drafts.stream().anyMatch(draft -> draft.suffices(false));
    boolean all = !data && drafts.stream().anyMatch(draft -> draft.suffices(true));
    if (all) {
      said.accept(
          "All that is known of '"
              + image.getTitle()
              + "' was itself generated, so the model of this image copies that.");
    }
    return drafts.stream().map(draft -> draft.finished(all)).toList();
  }

  private static boolean hasSquare(BitSet closed, float[] hole, Rectangle area) {
    int[] above = new int[area.width];
    for (int y = 0, i = 0; y < area.height; y++) {
      int corner = 0;
      int left = 0;
      for (int x = 0; x < area.width; x++, i++) {
        boolean open = !closed.get(i) && (hole == null || hole[i] == 0);
        int side = open ? 1 + Math.min(Math.min(above[x], left), corner) : 0;
        corner = above[x];
        above[x] = side;
        left = side;
        if (side == LEAST_SIDE) {
          return true;
        }
      }
    }
    return false;
  }
}
