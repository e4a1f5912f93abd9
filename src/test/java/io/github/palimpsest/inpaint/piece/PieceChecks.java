package io.github.palimpsest.inpaint.piece;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.process.ImageProcessor;
import io.github.palimpsest.image.Plane;
import io.github.palimpsest.image.PlaneEdit;
import io.github.palimpsest.inpaint.Outcome;
import io.github.palimpsest.inpaint.Runs;
import io.github.palimpsest.inpaint.monitor.QuietMonitor;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.roi.Mask;
import io.github.palimpsest.roi.MaskReader;
import java.awt.Rectangle;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Compares runs in pieces with those of the single command. */
public final class PieceChecks {
  private PieceChecks() {}

  /** A patterned picture of a type of ImageJ's. */
  public static ImagePlus image(String type, int width, int height, long seed) {
    ImagePlus image =
        IJ.createImage("field", type.equals("RGB") ? "RGB" : type + " black", width, height, 1);
    ImageProcessor ip = image.getProcessor();
    Random random = new Random(seed);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double v = 90 + 60 * Math.sin(x / 7.0) * Math.cos(y / 9.0) + random.nextInt(30);
        switch (type) {
          case "RGB" ->
              ip.set(x, y, (int) v << 16 | (int) (v + 40) << 8 | (int) (v / 2 + random.nextInt(9)));
          case "8-bit" -> ip.set(x, y, (int) v);
          case "16-bit" -> ip.set(x, y, (int) (v * 97));
          default -> ip.setf(x, y, random.nextInt(900) == 0 ? Float.NaN : (float) (v / 77 - 1));
        }
      }
    }
    return image;
  }

  /** Says, like the blocks of a file, which squares hold something. */
  public static PieceMask blocks(Mask mask, int side) {
    List<Rectangle> marked = new ArrayList<>();
    for (int y = 0; y < mask.canvasHeight(); y += side) {
      for (int x = 0; x < mask.canvasWidth(); x += side) {
        Rectangle r =
            new Rectangle(x, y, side, side)
                .intersection(new Rectangle(mask.canvasWidth(), mask.canvasHeight()));
        for (float w : mask.crop(r)) {
          if (w > 0) {
            marked.add(r);
            break;
          }
        }
      }
    }
    PieceMask all = PieceMask.of(mask);
    return new PieceMask() {
      @Override
      public int width() {
        return all.width();
      }

      @Override
      public int height() {
        return all.height();
      }

      @Override
      public float[] read(Rectangle r) {
        return all.read(r);
      }

      @Override
      public List<Rectangle> marked() {
        return marked;
      }
    };
  }

  /** The plan as another computer gets it. */
  private static PiecePlan sent(PiecePlan plan) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(plan);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (PiecePlan) in.readObject();
    }
  }

  /**
   * Paints the overlay's ROIs of an image at once and in pieces.
   *
   * @return the plan of the pieces
   */
  public static PiecePlan same(ImagePlus image, Request values, String message) throws Exception {
    Request request = values.with("mask", "Overlay").with("seed", 41L);
    Outcome outcome = Runs.inpaint(image, request, new QuietMonitor());
    Mask raw = new MaskReader(image, "Overlay", s -> {}).read(1, 0, 0);
    PieceMask mask = blocks(raw, 16);
    PieceSource source = PieceSource.of(image, 1);
    PiecePlan plan = sent(PiecePlan.of(source, mask, request, new QuietMonitor()));
    float[][] painted = source.plane().read();
    float[] times = new float[painted[0].length];
    long masked = 0;
    try (PieceRun run = PieceRun.open(request, new QuietMonitor())) {
      List<Integer> order = new ArrayList<>();
      for (int k = 0; k < plan.pieces().size(); k++) {
        order.add(k);
      }
      Collections.shuffle(order, new Random(1));
      for (int k : order) {
        PlaneEdit edit = run.run(plan, k, 0, source, mask, new QuietMonitor());
        assertEquals(plan.pieces().get(k).mask(), edit.rectangle(), message);
        masked += lay(edit, source.plane(), painted, times);
      }
    }
    for (float t : times) {
      assertTrue(t <= 1, message + ": a pixel of two pieces");
    }
    assertEquals(masked, plan.masked(), message);
    float[][] wanted = Plane.of(outcome.results().get(0), 1).read();
    for (int c = 0; c < wanted.length; c++) {
      assertArrayEquals(wanted[c], painted[c], message + ", channel " + c);
    }
    return plan;
  }

  private static long lay(PlaneEdit edit, Plane plane, float[][] painted, float[] times) {
    Rectangle r = edit.rectangle();
    long masked = 0;
    for (int i = 0; i < edit.mask().length; i++) {
      if (edit.mask()[i] > 0) {
        int to = (r.y + i / r.width) * plane.width() + r.x + i % r.width;
        masked++;
        times[to]++;
        for (int c = 0; c < painted.length; c++) {
          painted[c][to] = plane.type().round(edit.values()[c][i]);
        }
      }
    }
    return masked;
  }
}
