package io.github.palimpsest.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.gui.OvalRoi;
import ij.gui.Roi;
import ij.gui.ShapeRoi;
import io.github.palimpsest.inpaint.Outcome;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.ui.guided.GuidedHost;
import io.github.palimpsest.ui.repaint.Repaint;
import io.github.palimpsest.ui.repaint.RepaintView.State;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is accepted replays in another JVM, whatever was selected. */
class RecordedRepaintTest {
  @TempDir Path temp;

  private static final class Recorded implements GuidedHost {
    final List<String> lines = new ArrayList<>();

    @Override
    public void opened(ImagePlus stack) {
      throw new IllegalStateException("no stacks here");
    }

    @Override
    public void finished(Outcome outcome) {
      // the image itself
    }

    @Override
    public void warn(String sentence) {
      throw new IllegalStateException(sentence);
    }

    @Override
    public void record(List<String> recorded) {
      lines.addAll(recorded);
    }
  }

  /** Two parts, of which one has a hole with an island in it, and a bite at the corner. */
  private static Roi parts() {
    ShapeRoi roi = new ShapeRoi(new OvalRoi(16, 14, 40, 36));
    roi = roi.not(new ShapeRoi(new OvalRoi(24, 22, 20, 18)));
    roi = roi.or(new ShapeRoi(new Roi(31, 28, 6, 5)));
    roi = roi.or(new ShapeRoi(new OvalRoi(64, 50, 20, 15)));
    return roi.not(new ShapeRoi(new Roi(10, 10, 12, 12)));
  }

  @Test
  void acceptedLinesAndTheCommandWriteTheSamePixels() throws Exception {
    Path field = Micrographs.write(temp, "field.tif", 96, 80);
    ImagePlus image = Micrographs.open(field);
    short[] before = pixels(image);
    image.setRoi(parts());
    Recorded host = new Recorded();
    CountDownLatch ended = new CountDownLatch(1);
    Repaint repaint =
        new Repaint(
            image,
            Request.of("steps", 3, "prompt", "nuclei", "context", 12),
            host,
            view -> {
              if (view.state() == State.ENDED) {
                ended.countDown();
              }
            },
            Runnable::run);
    repaint.start();
    repaint.another(1);
    repaint.accept();
    assertTrue(ended.await(60, TimeUnit.SECONDS));
    assertFalse(Arrays.equals(before, pixels(image)));

    String lines = String.join("\n", host.lines);
    String last = host.lines.get(host.lines.size() - 1);
    assertTrue(last.startsWith("run(\"Diffusion Inpaint...\", \""), last);
    String command =
        lines
            .replace("\"Diffusion Inpaint...\"", "\"Repaint Selection\"")
            .replace("output=Replace", "");
    var run =
        Macros.run(
            "open(\"%1$s\");\n%2$s\nsaveAs(\"Tiff\", \"%3$s\");\nclose();\nopen(\"%1$s\");\n%4$s\nsaveAs(\"Tiff\", \"%5$s\");\n"
                .formatted(
                    field,
                    lines,
                    temp.resolve("replayed.tif"),
                    command,
                    temp.resolve("again.tif")));
    assertEquals(0, run.status(), run.err());
    assertArrayEquals(pixels(image), pixels(Micrographs.open(temp.resolve("replayed.tif"))));
    assertArrayEquals(pixels(image), pixels(Micrographs.open(temp.resolve("again.tif"))));
  }

  private static short[] pixels(ImagePlus image) {
    return ((short[]) image.getProcessor().getPixels()).clone();
  }
}
