package io.github.palimpsest.session;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Roi;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import io.github.palimpsest.inpaint.Outcome;
import io.github.palimpsest.inpaint.Runs;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.inpaint.monitor.QuietMonitor;
import io.github.palimpsest.model.TinyModels;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import java.awt.Rectangle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code sources} shows of runs of a model of the image itself. */
class SourcesTest {
  private static final Request OWN =
      Request.of("model", "This image", "steps", 8, "seed", 3L, "sources", true, "seam", "Off");
  private static final Rectangle HOLE = new Rectangle(36, 30, 20, 24);

  /** Discs of several brightnesses, blurred, with little noise. */
  private static ImagePlus discs() {
    Random random = new Random(5);
    FloatProcessor ip = new FloatProcessor(96, 96);
    for (int k = 0; k < 40; k++) {
      ip.setValue(40 + random.nextInt(160));
      int d = 6 + random.nextInt(10);
      ip.fillOval(random.nextInt(96) - 4, random.nextInt(96) - 4, d, d);
    }
    ip.blurGaussian(1);
    for (int i = 0; i < ip.getPixelCount(); i++) {
      ip.setf(i, ip.getf(i) + 2 * (float) random.nextGaussian());
    }
    ImagePlus image = new ImagePlus("discs.tif", ip);
    image.setRoi(new Roi(HOLE));
    return image;
  }

  private static float[] channel(ImagePlus sources, int c, int frame) {
    return (float[]) sources.getStack().getPixels(sources.getStackIndex(c, 1, frame));
  }

  @Test
  void pointAtKnownPixelsThatHaveTheValueOfTheFill() {
    ImagePlus image = discs();
    Outcome outcome = Runs.inpaint(image, OWN, Monitor.SILENT);
    ImagePlus sources = outcome.sources();
    assertEquals("discs-sources", sources.getTitle());
    assertEquals(3, sources.getNChannels());
    float[] x = channel(sources, 1, 1);
    float[] y = channel(sources, 2, 1);
    float[] weight = channel(sources, 3, 1);
    ImageProcessor made = outcome.result().getProcessor();
    double all = 0;
    double near = 0;
    double sure = 0;
    double sureNear = 0;
    for (int i = 0; i < x.length; i++) {
      if (!HOLE.contains(i % 96, i / 96)) {
        assertTrue(Float.isNaN(x[i]) && Float.isNaN(y[i]) && weight[i] == 0, "outside " + i);
        continue;
      }
      assertTrue(x[i] >= 0 && x[i] < 96 && y[i] >= 0 && y[i] < 96, x[i] + " " + y[i]);
      assertTrue(!HOLE.contains(x[i], y[i]), "in the hole: " + x[i] + " " + y[i]);
      assertTrue(weight[i] > 0 && weight[i] <= 1, "weight " + weight[i]);
      boolean close =
          Math.abs(made.getf(i) - image.getProcessor().getf((int) x[i], (int) y[i])) < 0.05 * 200;
      all++;
      near += close ? 1 : 0;
      sure += weight[i] > 0.9 ? 1 : 0;
      sureNear += weight[i] > 0.9 && close ? 1 : 0;
    }
    assertEquals(HOLE.width * HOLE.height, all);
    assertTrue(near >= 0.8 * all, near + " of " + all + " have a source of about their value");
    assertTrue(sureNear >= 0.98 * sure, sureNear + " of " + sure + " with a weight near 1");
  }

  @Test
  void haveThePhaseOfAPeriodicPicture() {
    Random random = new Random(2);
    int period = 12;
    int[] blocks = random.ints(9, 0, 256).toArray();
    FloatProcessor ip = new FloatProcessor(96, 96);
    for (int i = 0; i < ip.getPixelCount(); i++) {
      ip.setf(i, blocks[i / 96 % period / 4 * 3 + i % 96 % period / 4]);
    }
    ImagePlus image = new ImagePlus("grid", ip);
    image.setRoi(new Roi(40, 40, 14, 14));
    ImagePlus sources = Runs.inpaint(image, OWN.with("steps", 12), Monitor.SILENT).sources();
    float[] x = channel(sources, 1, 1);
    float[] y = channel(sources, 2, 1);
    int same = 0;
    for (int i = 0; i < x.length; i++) {
      boolean inPhase =
          !Float.isNaN(x[i])
              && ((int) x[i] - i % 96) % period == 0
              && ((int) y[i] - i / 96) % period == 0;
      same += inPhase ? 1 : 0;
    }
    assertTrue(same >= 0.95 * 14 * 14, same + " of 196 in phase");
  }

  @Test
  void comeFromSessionsAndFilesAlike(@TempDir Path folder) {
    ImagePlus sources = Runs.inpaint(discs(), OWN.with("samples", 2), Monitor.SILENT).sources();
    assertEquals(2, sources.getNFrames());
    assertEquals("x plane=1 seed=4", sources.getStack().getSliceLabel(4));
    String file = folder.resolve("sources.tif").toString();
    IJ.saveAsTiff(sources, file);
    ImagePlus reopened = IJ.openImage(file);
    assertEquals(2, reopened.getNFrames());
    ImagePlus ofSession;
    try (Session session = Session.start(discs(), OWN, Monitor.SILENT)) {
      ofSession = session.finish().sources();
    }
    ImagePlus atTheEnd;
    try (Session session = Session.start(discs(), OWN.without(Param.SOURCES), Monitor.SILENT)) {
      session.step(100);
      // new networks, which have not been called
      session.set("sources", true);
      atTheEnd = session.finish().sources();
    }
    for (int c = 1; c <= 3; c++) {
      assertArrayEquals(channel(sources, c, 1), channel(reopened, c, 1));
      assertArrayEquals(channel(sources, c, 1), channel(ofSession, c, 1));
      assertArrayEquals(channel(sources, c, 1), channel(atTheEnd, c, 1));
    }
  }

  @Test
  void areNotShownOfAModelThatCopiesNothing() {
    List<String> warnings = new ArrayList<>();
    Monitor monitor =
        new QuietMonitor() {
          @Override
          public void warn(String sentence) {
            warnings.add(sentence);
          }
        };
    Request request = OWN.with("model", TinyModels.folder("pixel").toString()).with("steps", 2);
    Outcome outcome = Runs.inpaint(discs(), request, monitor);
    assertNull(outcome.sources());
    assertEquals(
        1, warnings.stream().filter(w -> w.startsWith("sources (true) has no effect")).count());
  }
}
