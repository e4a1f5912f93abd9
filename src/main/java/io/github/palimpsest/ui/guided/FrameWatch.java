package io.github.palimpsest.ui.guided;

import ij.ImagePlus;
import ij.ImageStack;
import io.github.palimpsest.stack.FrameChecksum;
import io.github.palimpsest.stack.StepLabel;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * The frames of a branch in small: a picture of each, and how much the estimate has changed. Looks
 * at the pixels of a frame once after it was written, which its label tells by the checksum, and
 * again while its user paints on it. Pictures are kept of {@value #MOST} frames, whatever the
 * number of steps. For the presenter's thread.
 */
final class FrameWatch {
  /** Pictures that are kept of a run. */
  static final int MOST = 240;

  /** Of the size of the mask, that is shown around it. */
  private static final double MARGIN = 0.15;

  private final List<Seen> seen = new ArrayList<>();
  private List<StepFrame> frames = List.of();
  private Rectangle crop;
  private Object look;
  private int shown = -1;
  private long updates = -1;

  /** A frame as it was written. */
  private static final class Seen {
    private final String checksum;
    private String label;
    private String words;
    private double change = Double.NaN;
    private boolean painted;
    private BufferedImage picture;

    private Seen(String label, String checksum) {
      this.checksum = checksum;
      label(label);
    }

    private void label(String now) {
      label = now;
      words = StepLabel.parse(now).map(StepLabel::words).orElse("");
    }
  }

  /** Another of a branch whose first frames are the same. */
  FrameWatch copy() {
    FrameWatch copy = new FrameWatch();
    for (Seen s : seen) {
      Seen twin = new Seen(s.label, s.checksum);
      twin.change = s.change;
      twin.picture = s.picture;
      copy.seen.add(twin);
    }
    copy.crop = crop;
    copy.look = look;
    return copy;
  }

  /** What was seen last. */
  List<StepFrame> frames() {
    return frames;
  }

  /** The picture of the newest frame, or null before the first look. */
  BufferedImage newest() {
    return seen.isEmpty() ? null : seen.get(seen.size() - 1).picture;
  }

  /**
   * Looks at the frames written since.
   *
   * @param step steps done
   * @param steps steps of the whole run
   * @param mask weights over the frame, 0 keep … 1 repaint; asked for where a frame is new
   * @return of the states up to {@code step}; the same object while nothing changes
   * @throws io.github.palimpsest.check.BadInput if the stack no longer holds the states
   */
  List<StepFrame> look(ImagePlus stack, int step, int steps, Supplier<float[]> mask) {
    // refuses a stack that does not hold all of them
    FrameChecksum.pixels(stack, 0, step);
    while (seen.size() > step + 1) {
      seen.remove(seen.size() - 1);
    }
    List<Integer> fresh = read(stack, step);
    if (!fresh.isEmpty()) {
      float[] weights = mask.get();
      Rectangle around = around(weights, stack.getWidth(), stack.getHeight());
      if (!around.equals(crop)) {
        crop = around;
        seen.forEach(s -> s.picture = null);
      }
      fresh.stream()
          .filter(k -> k > 1)
          .forEach(k -> seen.get(k).change = change(stack, k, weights));
    }
    picture(stack, (steps + MOST) / MOST);
    return told();
  }

  /**
   * Takes in what the user does to the frame shown, after {@link #look}.
   *
   * @param k the state shown
   * @param painted whether it is painted on
   * @param times how often the stack was updated
   */
  List<StepFrame> shown(ImagePlus stack, int k, boolean painted, long times) {
    if (k < 0 || k >= seen.size()) {
      return frames;
    }
    Seen s = seen.get(k);
    if (k != shown || times != updates || s.painted != painted) {
      shown = k;
      updates = times;
      s.painted = painted;
      BufferedImage now = FrameThumbnail.of(stack, k, crop);
      s.picture = s.picture != null && same(s.picture, now) ? s.picture : now;
    }
    return told();
  }

  private List<StepFrame> told() {
    List<StepFrame> now = new ArrayList<>(seen.size());
    for (Seen s : seen) {
      now.add(new StepFrame(s.words, s.change, s.painted, s.picture));
    }
    if (!now.equals(frames)) {
      frames = List.copyOf(now);
    }
    return frames;
  }

  /** Reads labels; returns the states whose frames were written since. */
  private List<Integer> read(ImagePlus stack, int step) {
    List<Integer> fresh = new ArrayList<>();
    ImageStack planes = stack.getStack();
    for (int k = 0; k <= step; k++) {
      String label = planes.getSliceLabel(stack.getStackIndex(1, 1, k + 1));
      Seen before = k < seen.size() ? seen.get(k) : null;
      if (before != null && (label == before.label || before.label.equals(label))) {
        continue;
      }
      String checksum = checksum(stack, planes, k);
      if (before != null && checksum.equals(before.checksum)) {
        before.label(label);
        continue;
      }
      Seen now = new Seen(label == null ? "" : label, checksum);
      if (before == null) {
        seen.add(now);
      } else {
        seen.set(k, now);
      }
      fresh.add(k);
    }
    return fresh;
  }

  /** The checksums in the labels of all channels. */
  private static String checksum(ImagePlus stack, ImageStack planes, int k) {
    StringBuilder all = new StringBuilder();
    for (int c = 1; c <= stack.getNChannels(); c++) {
      String label = planes.getSliceLabel(stack.getStackIndex(c, 1, k + 1));
      all.append(label == null ? "" : label.substring(label.lastIndexOf('#') + 1)).append(' ');
    }
    return all.toString();
  }

  /** Renders the pictures that are missing of every {@code stride}-th frame and the newest. */
  private void picture(ImagePlus stack, int stride) {
    Object now = FrameThumbnail.look(stack);
    boolean anew = !now.equals(look);
    look = now;
    for (int k = 0; k < seen.size(); k++) {
      Seen s = seen.get(k);
      boolean kept = k % stride == 0 || k == seen.size() - 1 || k == shown || s.painted;
      if (!kept) {
        s.picture = null;
      } else if (s.picture == null || anew) {
        s.picture = FrameThumbnail.of(stack, k, crop);
      }
    }
  }

  /**
   * Mean distance of two estimates in the mask. A frame shows an estimate as much as the mask lets
   * it through, so its change is divided by the weights.
   */
  private static double change(ImagePlus stack, int k, float[] weights) {
    float[][] before = FrameChecksum.pixels(stack, 0, k - 1);
    float[][] after = FrameChecksum.pixels(stack, 0, k);
    double sum = 0;
    double all = 0;
    for (int c = 0; c < after.length; c++) {
      for (int i = 0; i < weights.length; i++) {
        double distance = weights[i] > 0 ? Math.abs((double) after[c][i] - before[c][i]) : 0;
        if (weights[i] > 0 && Double.isFinite(distance)) {
          sum += distance;
          all += weights[i];
        }
      }
    }
    return all == 0 ? Double.NaN : sum / all;
  }

  /** The mask with a margin, within the frame; all of it without a mask. */
  private static Rectangle around(float[] weights, int width, int height) {
    Rectangle frame = new Rectangle(width, height);
    int left = width;
    int right = -1;
    int top = height;
    int bottom = -1;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        if (weights[y * width + x] > 0) {
          left = Math.min(left, x);
          right = Math.max(right, x);
          top = Math.min(top, y);
          bottom = y;
        }
      }
    }
    if (right < left) {
      return frame;
    }
    Rectangle box = new Rectangle(left, top, right - left + 1, bottom - top + 1);
    int margin = (int) Math.ceil(MARGIN * Math.max(box.width, box.height));
    box.grow(margin, margin);
    return box.intersection(frame);
  }

  private static boolean same(BufferedImage a, BufferedImage b) {
    return a.getWidth() == b.getWidth()
        && a.getHeight() == b.getHeight()
        && Arrays.equals(
            a.getRGB(0, 0, a.getWidth(), a.getHeight(), null, 0, a.getWidth()),
            b.getRGB(0, 0, b.getWidth(), b.getHeight(), null, 0, b.getWidth()));
  }
}
