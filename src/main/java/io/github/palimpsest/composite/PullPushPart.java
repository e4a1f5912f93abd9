package io.github.palimpsest.composite;

import java.awt.Rectangle;
import java.util.Arrays;

/**
 * {@link PullPush} in a part of a picture that need not be in memory, with the same bits: of each
 * level of the pyramid, only what the hole in that part asks for is computed. An average that holds
 * a known pixel asks for no coarser one, so a hole is filled from what lies within about twice its
 * size.
 */
public final class PullPushPart {
  /** Pixels that are averaged at once. */
  private static final long MOST = 1 << 20;

  /** The whole picture. */
  public interface Picture {
    /** Values of a rectangle within the picture [r.height · r.width]; a new array. */
    float[] values(Rectangle r);

    /** 0 = known, of the same; not to be changed. */
    float[] hole(Rectangle r);
  }

  /** Values of a rectangle of a level, and how much of each is known, 0 or 1. */
  private record Part(Rectangle r, double[] v, double[] w) {
    Part(Rectangle r) {
      this(r, new double[r.width * r.height], new double[r.width * r.height]);
    }

    /** The smallest rectangle with all that is not known; empty if all is. */
    Rectangle unknown() {
      Rectangle box = new Rectangle(0, 0, -1, -1);
      for (int i = 0; i < w.length; i++) {
        if (w[i] == 0) {
          box.add(new Rectangle(r.x + i % r.width, r.y + i / r.width, 1, 1));
        }
      }
      return box.width < 0 ? new Rectangle() : box;
    }
  }

  private final Picture picture;
  private final int width;
  private final int height;

  private PullPushPart(Picture picture, int width, int height) {
    this.picture = picture;
    this.width = width;
    this.height = height;
  }

  /**
   * Fills the hole of a part.
   *
   * @param values of the part [height · width]
   * @param hole 0 = known, of the part; what else the picture's hole has there is not filled
   * @param part where it lies in the picture
   * @param width of the picture
   * @param height of the picture
   * @return a new array: known values unchanged, the hole as {@link PullPush#fill} of the whole
   *     picture fills it
   */
  public static float[] fill(
      Picture picture, float[] values, float[] hole, Rectangle part, int width, int height) {
    float[] out = values.clone();
    Rectangle box = bounds(hole, part);
    if (box.isEmpty()) {
      return out;
    }
    Rectangle near = new Rectangle(box);
    near.grow(PullPush.SWEEPS, PullPush.SWEEPS);
    near = near.intersection(new Rectangle(width, height));
    double[] filled = new PullPushPart(picture, width, height).filled(0, near);
    float[] holes = picture.hole(near);
    PullPush.relax(filled, holes, near.width, near.height);
    for (int y = box.y; y < box.y + box.height; y++) {
      for (int x = box.x; x < box.x + box.width; x++) {
        int i = (y - part.y) * part.width + x - part.x;
        if (hole[i] != 0) {
          out[i] = (float) filled[(y - near.y) * near.width + x - near.x];
        }
      }
    }
    return out;
  }

  private static Rectangle bounds(float[] hole, Rectangle part) {
    Rectangle box = new Rectangle(0, 0, -1, -1);
    for (int i = 0; i < hole.length; i++) {
      if (hole[i] != 0) {
        box.add(new Rectangle(part.x + i % part.width, part.y + i / part.width, 1, 1));
      }
    }
    return box.width < 0 ? new Rectangle() : box;
  }

  /** Cells of a side of a level. */
  private static int side(int pixels, int level) {
    int side = pixels;
    for (int k = 0; k < level; k++) {
      side = (side + 1) / 2;
    }
    return side;
  }

  /** The finished values of a rectangle of a level. */
  private double[] filled(int level, Rectangle r) {
    Part part = averages(level, r);
    Rectangle unknown = part.unknown();
    int w = side(width, level + 1);
    int h = side(height, level + 1);
    if (unknown.isEmpty() || side(width, level) == 1 && side(height, level) == 1) {
      return part.v;
    }
    int x0 = (int) PullPush.place(unknown.x, w);
    int x1 = Math.min((int) PullPush.place(unknown.x + unknown.width - 1, w) + 1, w - 1);
    int y0 = (int) PullPush.place(unknown.y, h);
    int y1 = Math.min((int) PullPush.place(unknown.y + unknown.height - 1, h) + 1, h - 1);
    Rectangle parents = new Rectangle(x0, y0, x1 - x0 + 1, y1 - y0 + 1);
    double[] coarse = filled(level + 1, parents);
    double[] out = part.v.clone();
    for (int y = unknown.y; y < unknown.y + unknown.height; y++) {
      for (int x = unknown.x; x < unknown.x + unknown.width; x++) {
        int i = (y - r.y) * r.width + x - r.x;
        if (part.w[i] == 0) {
          out[i] = PullPush.between(coarse, parents, x, y, w, h);
        }
      }
    }
    return out;
  }

  /** The averages of a rectangle of a level, in parts where many pixels lie beneath it. */
  private Part averages(int level, Rectangle r) {
    if (level == 0) {
      return pixels(r);
    }
    Part out = new Part(r);
    if (((long) r.width * r.height << 2 * level) > MOST && r.width * r.height > 1) {
      boolean across = r.width >= r.height;
      int half = (across ? r.width : r.height) / 2;
      Rectangle first =
          across ? new Rectangle(r.x, r.y, half, r.height) : new Rectangle(r.x, r.y, r.width, half);
      Rectangle second =
          across
              ? new Rectangle(r.x + half, r.y, r.width - half, r.height)
              : new Rectangle(r.x, r.y + half, r.width, r.height - half);
      put(averages(level, first), out);
      put(averages(level, second), out);
      return out;
    }
    Rectangle finer = new Rectangle(side(width, level - 1), side(height, level - 1));
    Rectangle beneath =
        new Rectangle(2 * r.x, 2 * r.y, 2 * r.width, 2 * r.height).intersection(finer);
    Part children = averages(level - 1, beneath);
    for (int y = 0; y < beneath.height; y++) {
      for (int x = 0; x < beneath.width; x++) {
        int i = y * beneath.width + x;
        int o = y / 2 * r.width + x / 2;
        out.v[o] += children.w[i] * children.v[i];
        out.w[o] += children.w[i];
      }
    }
    for (int o = 0; o < out.v.length; o++) {
      out.v[o] = out.w[o] > 0 ? out.v[o] / out.w[o] : 0;
      out.w[o] = Math.min(1, out.w[o]);
    }
    return out;
  }

  private static void put(Part part, Part into) {
    for (int y = 0; y < part.r.height; y++) {
      int to = (part.r.y - into.r.y + y) * into.r.width + part.r.x - into.r.x;
      System.arraycopy(part.v, y * part.r.width, into.v, to, part.r.width);
      System.arraycopy(part.w, y * part.r.width, into.w, to, part.r.width);
    }
  }

  private Part pixels(Rectangle r) {
    float[] values = picture.values(r);
    float[] hole = picture.hole(r);
    Part out = new Part(r);
    Arrays.setAll(out.v, i -> hole[i] == 0 ? values[i] : 0);
    Arrays.setAll(out.w, i -> hole[i] == 0 ? 1 : 0);
    return out;
  }
}
