package io.github.palimpsest.bench;

import io.github.palimpsest.image.Plane;
import io.github.palimpsest.image.Units;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.inpaint.piece.PieceMask;
import io.github.palimpsest.inpaint.piece.PiecePlan;
import io.github.palimpsest.inpaint.piece.PieceRun;
import io.github.palimpsest.inpaint.piece.PieceSource;
import io.github.palimpsest.request.Request;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import net.imglib2.position.FunctionRandomAccessible;
import net.imglib2.type.numeric.integer.UnsignedShortType;
import net.imglib2.util.Intervals;
import net.imglib2.view.Views;

/**
 * Times the plan of a sparse plane larger than memory, and one of its pieces. Its pixels are made
 * when they are read, so reading costs what it costs here and not what a file would.
 */
public final class PiecesBench {
  private PiecesBench() {}

  /**
   * Prints a line a figure.
   *
   * @param args side of the plane in pixels (32768), number of holes (60), range (Auto), scheduler
   */
  public static void main(String[] args) {
    int side = args.length > 0 ? Integer.parseInt(args[0]) : 32_768;
    int holes = args.length > 1 ? Integer.parseInt(args[1]) : 60;
    Request request =
        Request.of(
            "steps",
            2,
            "range",
            args.length > 2 ? args[2] : "Auto",
            "scheduler",
            args.length > 3 ? args[3] : "DPM++ 2M");
    PieceSource source = new PieceSource(plane(side), "sparse", Units.RAW, null);
    PieceMask mask = mask(side, holes);
    long start = System.nanoTime();
    PiecePlan plan = PiecePlan.of(source, mask, request, Monitor.SILENT);
    say(
        "plan of %d x %d pixels, %d holes: %.1f s, %d pieces, %d pixels to repaint",
        side, side, holes, seconds(start), plan.pieces().size(), plan.masked());
    try (PieceRun run = PieceRun.open(request, Monitor.SILENT)) {
      for (int k : new int[] {0, plan.pieces().size() / 2, plan.pieces().size() - 1}) {
        start = System.nanoTime();
        run.run(plan, k, 0, source, mask, Monitor.SILENT);
        say("piece %d, %d tiles, 2 steps: %.1f s", k, plan.pieces().get(k).tiles(), seconds(start));
      }
    }
    Runtime.getRuntime().gc();
    say("heap at most %d MB", Runtime.getRuntime().maxMemory() >> 20);
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private static void say(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }

  private static Plane plane(int side) {
    var pixels =
        new FunctionRandomAccessible<UnsignedShortType>(
            2,
            () ->
                (at, out) -> {
                  int x = at.getIntPosition(0);
                  int y = at.getIntPosition(1);
                  out.set(1000 + (x * 31 + y * 17 & 1023) + (x >> 7 & y >> 6 & 255));
                },
            UnsignedShortType::new);
    return Plane.of(Views.interval(pixels, Intervals.createMinSize(0, 0, side, side)));
  }

  private static PieceMask mask(int side, int holes) {
    Random random = new Random(1);
    List<Rectangle> marked = new ArrayList<>();
    for (int n = 0; n < holes; n++) {
      int w = 8 + random.nextInt(60);
      int h = 8 + random.nextInt(60);
      marked.add(new Rectangle(random.nextInt(side - w), random.nextInt(side - h), w, h));
    }
    return new PieceMask() {
      @Override
      public int width() {
        return side;
      }

      @Override
      public int height() {
        return side;
      }

      @Override
      public float[] read(Rectangle r) {
        float[] weights = new float[r.width * r.height];
        for (Rectangle hole : marked) {
          Rectangle in = hole.intersection(r);
          for (int y = in.y; in.width > 0 && y < in.y + in.height; y++) {
            int from = (y - r.y) * r.width + in.x - r.x;
            Arrays.fill(weights, from, from + in.width, 1);
          }
        }
        return weights;
      }

      @Override
      public List<Rectangle> marked() {
        return marked;
      }
    };
  }
}
