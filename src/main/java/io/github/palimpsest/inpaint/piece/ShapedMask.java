package io.github.palimpsest.inpaint.piece;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.ParamKind;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.roi.EmptyMask;
import io.github.palimpsest.roi.Mask;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * A mask after {@code grow=} and {@code feather=}, read by rectangle: both look only so far, so a
 * rectangle with a margin gives what the whole mask would. Thread-safe.
 */
final class ShapedMask {
  private final PieceMask mask;
  private final String title;
  private final double grow;
  private final double feather;
  private final int margin;
  private final Rectangle canvas;

  /** Null where the mask is read only. */
  private final MarkIndex marks;

  private ShapedMask(PieceMask mask, Request request, String title, boolean indexed) {
    this.mask = mask;
    this.title = title;
    grow = request.number(Param.GROW);
    feather = request.number(Param.FEATHER);
    margin = (int) Math.ceil(Math.abs(grow)) + (feather > 0 ? (int) Math.ceil(feather) + 1 : 0) + 1;
    canvas = new Rectangle(mask.width(), mask.height());
    marks = indexed ? new MarkIndex(near(mask.marked())) : null;
  }

  /** A mask that is searched for what it marks. */
  static ShapedMask searched(PieceMask mask, Request request, String title) {
    return new ShapedMask(mask, request, title, true);
  }

  /** A mask that is read where a plan says that it marks something. */
  static ShapedMask read(PieceMask mask, Request request, String title) {
    return new ShapedMask(mask, request, title, false);
  }

  private List<Rectangle> near(List<Rectangle> marked) {
    List<Rectangle> all = new ArrayList<>();
    int more = (int) Math.ceil(Math.max(0, grow));
    for (Rectangle r : marked) {
      Rectangle near = new Rectangle(r);
      near.grow(more, more);
      near = near.intersection(canvas);
      if (!near.isEmpty()) {
        all.add(near);
      }
    }
    return all;
  }

  /** Rectangles outside of which every weight is 0. */
  List<Rectangle> marked() {
    return marks.all();
  }

  /** Whether a rectangle of the plane may hold a weight above 0. */
  boolean meets(Rectangle r) {
    return marks == null || marks.meets(r);
  }

  /** Weights of a rectangle of the plane [r.height · r.width]; a new array. */
  float[] read(Rectangle r) {
    if (!meets(r)) {
      return new float[r.width * r.height];
    }
    if (grow == 0 && feather <= 0) {
      return mask.read(r);
    }
    Rectangle near = new Rectangle(r);
    near.grow(margin, margin);
    near = near.intersection(canvas);
    return new Mask(canvas.width, canvas.height, near, mask.read(near))
        .grow(grow)
        .feathered(feather)
        .crop(r);
  }

  /**
   * The bounding box of all weights above 0.
   *
   * @throws EmptyMask if there is none
   */
  Rectangle bounds() {
    int left = outermost(r -> r.x, box -> box.x);
    if (left == Integer.MAX_VALUE) {
      if (grow < 0 && !marks.all().isEmpty()) {
        throw EmptyMask.saying(
            "The mask of '%s' must hold a pixel after grow=%s: shrink less.",
            title, ParamKind.plain(grow));
      }
      throw EmptyMask.saying("The mask of '%s' marks no pixel: mark one.", title);
    }
    int top = outermost(r -> r.y, box -> box.y);
    int right = -outermost(r -> -(r.x + r.width), box -> -(box.x + box.width));
    int bottom = -outermost(r -> -(r.y + r.height), box -> -(box.y + box.height));
    return new Rectangle(left, top, right - left, bottom - top);
  }

  /**
   * The least place of a weight above 0 along one direction: rectangles are read from that side on
   * until no other can reach further.
   */
  private int outermost(ToIntFunction<Rectangle> reach, ToIntFunction<Rectangle> place) {
    List<Rectangle> order = new ArrayList<>(marks.all());
    order.sort(Comparator.comparingInt(reach));
    int least = Integer.MAX_VALUE;
    for (Rectangle r : order) {
      if (reach.applyAsInt(r) >= least) {
        break;
      }
      Rectangle box = new Mask(canvas.width, canvas.height, r, checked(r)).bounds();
      if (!box.isEmpty()) {
        least = Math.min(least, place.applyAsInt(box));
      }
    }
    return least;
  }

  private float[] checked(Rectangle r) {
    float[] weights = read(r);
    for (float w : weights) {
      if (!(w >= 0 && w <= 1)) {
        throw BadInput.of("The mask of '%s' holds %s, but weights are 0 to 1.", title, w);
      }
    }
    return weights;
  }
}
