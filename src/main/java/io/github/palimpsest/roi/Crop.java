package io.github.palimpsest.roi;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.image.Planes;
import java.awt.Rectangle;
import net.imglib2.FinalInterval;
import net.imglib2.Interval;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.blocks.PrimitiveBlocks;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;

/**
 * The part of a canvas that the model sees: canvas ⊃ context ⊃ mask. One crop carries the image,
 * the mask and every map, without resampling. Immutable.
 *
 * <p>Both sides of the context are multiples of the model's multiple, and its origin is a multiple
 * too where the canvas allows, so masks aligned to the canvas' cells stay aligned. A context that
 * would leave the canvas is moved inside; one that is larger than the canvas starts at 0 and
 * reaches beyond the right or lower border, where it reads by reflection about the border pixel
 * (reflect-101: … 2 1 | 0 1 2 …).
 *
 * @param canvasWidth width of the image
 * @param canvasHeight height of the image
 * @param context what the model sees, in canvas coordinates
 * @param mask bounding box of the mask, within canvas and context
 */
public record Crop(int canvasWidth, int canvasHeight, Rectangle context, Rectangle mask) {
  /** Copies the rectangles and checks canvas ⊃ mask, context ⊃ mask. */
  public Crop {
    context = new Rectangle(context);
    mask = new Rectangle(mask);
    if (!context.contains(mask) || !new Rectangle(canvasWidth, canvasHeight).contains(mask)) {
      throw new IllegalArgumentException(mask + " must lie within canvas and " + context);
    }
  }

  /**
   * Plans the context of a mask.
   *
   * @param multiple what the model's input sides must be divisible by, 1 or more
   */
  public static Crop plan(
      int canvasWidth, int canvasHeight, Rectangle mask, ContextRule rule, int multiple) {
    return plan(canvasWidth, canvasHeight, mask, rule, InputSize.multiplesOf(multiple));
  }

  /**
   * Plans the context of a mask for a model that may take one size only: then the context has that
   * size, whatever the rule says about padding.
   *
   * @throws io.github.palimpsest.check.BadInput if the mask, or the whole image that the rule asks
   *     for, does not fit into it
   */
  public static Crop plan(
      int canvasWidth, int canvasHeight, Rectangle mask, ContextRule rule, InputSize sides) {
    if (rule.whole()) {
      sides.fit("context=[Whole image]", canvasWidth, canvasHeight);
    }
    sides.fit("The mask", mask.width, mask.height);
    int multiple = sides.multiple();
    if (rule.area() != null) {
      return around(canvasWidth, canvasHeight, mask, rule.area(), sides);
    }
    int padding = rule.padding(mask);
    int least = Math.max(rule.leastSide(), rule.pixels() < 0 ? sides.least() : 0);
    int[] x =
        rule.whole()
            ? side(0, canvasWidth, 0, 1, canvasWidth, multiple, sides.width())
            : side(mask.x, mask.width, padding, least, canvasWidth, multiple, sides.width());
    int[] y =
        rule.whole()
            ? side(0, canvasHeight, 0, 1, canvasHeight, multiple, sides.height())
            : side(mask.y, mask.height, padding, least, canvasHeight, multiple, sides.height());
    return new Crop(canvasWidth, canvasHeight, new Rectangle(x[0], y[0], x[1], y[1]), mask);
  }

  private static Crop around(
      int canvasWidth, int canvasHeight, Rectangle mask, Rectangle area, InputSize sides) {
    if (!area.contains(mask)) {
      throw BadInput.of(
          "The ROIs with palimpsest.role=context (x=%d y=%d, %d x %d) must hold the whole mask (x=%d"
              + " y=%d, %d x %d): make them larger, or take their role away.",
          area.x, area.y, area.width, area.height, mask.x, mask.y, mask.width, mask.height);
    }
    sides.fit("The ROI with palimpsest.role=context", area.width, area.height);
    int multiple = sides.multiple();
    int[] x = side(area.x, area.width, 0, 1, canvasWidth, multiple, sides.width());
    int[] y = side(area.y, area.height, 0, 1, canvasHeight, multiple, sides.height());
    return new Crop(canvasWidth, canvasHeight, new Rectangle(x[0], y[0], x[1], y[1]), mask);
  }

  /** Origin and length of the context along one axis. */
  private static int[] side(
      int at, int length, int padding, int least, int canvas, int multiple, int only) {
    if (only > 0) {
      int start = Math.max(0, Math.min(canvas - only, at - (only - length) / 2));
      int aligned = start / multiple * multiple;
      return new int[] {aligned + only >= at + length ? aligned : start, only};
    }
    long wanted = Math.max(least, length + 2L * padding);
    if (wanted >= canvas) {
      return new int[] {0, up(canvas, multiple)};
    }
    int size = (int) wanted;
    int lo = Math.max(0, Math.min(canvas - size, at - (size - length) / 2));
    int start = lo / multiple * multiple;
    int end = up(lo + size, multiple);
    if (end > canvas) {
      // keep real pixels rather than alignment
      start = Math.max(0, canvas - (end - start));
      end = start + up(canvas - start, multiple);
    }
    return new int[] {start, end - start};
  }

  private static int up(int n, int multiple) {
    return (n + multiple - 1) / multiple * multiple;
  }

  @Override
  public Rectangle context() {
    return new Rectangle(context);
  }

  @Override
  public Rectangle mask() {
    return new Rectangle(mask);
  }

  /** Width of the context, a multiple of the model's. */
  public int width() {
    return context.width;
  }

  /** Height of the context, a multiple of the model's. */
  public int height() {
    return context.height;
  }

  /** The part of the context that lies on the canvas, in canvas coordinates. */
  public Rectangle visible() {
    return context.intersection(new Rectangle(canvasWidth, canvasHeight));
  }

  /**
   * The context of planes of the canvas' size: raw values [channels][height · width], reflected
   * beyond the border. Reads only {@link #visible()}.
   */
  public float[][] extract(Planes planes) {
    if (planes.width() != canvasWidth || planes.height() != canvasHeight) {
      throw new IllegalArgumentException(
          "planes must be " + canvasWidth + " x " + canvasHeight + " as the canvas.");
    }
    float[][] values = planes.read(visible());
    for (int c = 0; c < values.length; c++) {
      values[c] = extended(values[c]);
    }
    return values;
  }

  /**
   * The context of a mask. Reflected like the image: otherwise the mirrored hole would show the
   * model what it is asked to replace.
   */
  public float[] extract(Mask canvasMask) {
    return extended(canvasMask.crop(visible()));
  }

  /** As {@link #extract(Mask)}, to be read only: may be the mask's own array. */
  public float[] weights(Mask canvasMask) {
    return canvasMask.bounds().equals(context) ? canvasMask.sharedWeights() : extract(canvasMask);
  }

  /**
   * The context [height · width] of values given for {@link #visible()}, by reflection; a new
   * array.
   */
  public float[] extend(float[] visibleValues) {
    float[] values = extended(visibleValues);
    return values == visibleValues ? values.clone() : values;
  }

  /** The same; the values themselves where nothing is beyond the border. */
  private float[] extended(float[] visibleValues) {
    Rectangle v = visible();
    if (v.equals(context)) {
      return visibleValues;
    }
    RandomAccessibleInterval<FloatType> part =
        Views.translate(ArrayImgs.floats(visibleValues, v.width, v.height), v.x, v.y);
    if (v.width == 1 || v.height == 1) {
      // a reflection needs two pixels; beside an only one it is met everywhere
      part = Views.interval(Views.extendBorder(part), grown(v));
    }
    float[] out = new float[context.width * context.height];
    PrimitiveBlocks.of(Views.extendMirrorSingle(part), PrimitiveBlocks.OnFallback.ACCEPT)
        .copy(new long[] {context.x, context.y}, out, new int[] {context.width, context.height});
    return out;
  }

  private static Interval grown(Rectangle v) {
    return FinalInterval.createMinSize(v.x, v.y, Math.max(2, v.width), Math.max(2, v.height));
  }

  /** The {@link #visible()} part of values given for the context; a new array. */
  public float[] visible(float[] contextValues) {
    return part(contextValues, visible());
  }

  /**
   * A rectangle within the context of values given for the context; a new array.
   *
   * @param r in canvas coordinates
   */
  public float[] part(float[] contextValues, Rectangle r) {
    return part(contextValues, context, r);
  }

  /**
   * A rectangle within another of values given for that; a new array.
   *
   * @param whole where the values lie
   */
  public static float[] part(float[] values, Rectangle whole, Rectangle r) {
    float[] out = new float[r.width * r.height];
    for (int y = 0; y < r.height; y++) {
      int from = (r.y - whole.y + y) * whole.width + r.x - whole.x;
      System.arraycopy(values, from, out, y * r.width, r.width);
    }
    return out;
  }
}
