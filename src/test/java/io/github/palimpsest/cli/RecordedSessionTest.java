package io.github.palimpsest.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.PolygonRoi;
import ij.gui.Roi;
import io.github.palimpsest.inpaint.Outcome;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.ui.guided.GuidedHost;
import io.github.palimpsest.ui.guided.GuidedPresenter;
import io.github.palimpsest.ui.guided.Snapshot.Action;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a guide records replays in another JVM without the user's paint, selection and ROIs. */
class RecordedSessionTest {
  @TempDir Path temp;

  @Test
  void movedMasksRegionsAndBackAndForthReplay() throws Exception {
    Path field = Micrographs.write(temp, "field.tif", 96, 80);
    ImagePlus image = Micrographs.open(field);
    float[] xs = {30, 60, 52, 34};
    float[] ys = {24, 28, 50, 44};
    image.setRoi(new PolygonRoi(xs, ys, Roi.POLYGON));
    Recorded host = new Recorded();
    Request request =
        Request.of("steps", 6, "guidance", 2, "prompt", "say \"cells\" [a b]", "context", 12);
    try (GuidedPresenter guide = new GuidedPresenter(image, request, host, Runnable::run)) {
      guide.act(Action.RUN);
      await(guide);
      guide.act(Action.BACK);
      guide.act(Action.BACK);
      await(guide);
      image.setRoi(new PolygonRoi(new float[] {32, 56, 50}, new float[] {26, 30, 46}, Roi.POLYGON));
      Roi region = new Roi(34, 28, 10, 10);
      region.setProperty("palimpsest.role", "region");
      region.setProperty("palimpsest.strength", "0.5");
      image.setOverlay(new Overlay(region));
      guide.set(Param.NEGATIVE, "dirt");
      guide.act(Action.STEP);
      await(guide);
      guide.set(Param.STRENGTH, 0.5);
      guide.act(Action.FINISH);
      await(guide);
      assertEquals(
          "Accepted: field-result. Its stack field-steps stays, to continue or close.",
          guide.snapshot().message());
    }
    assertEquals(1, host.outcomes.size());
    var run =
        Macros.run(
            "open(\"%s\");\n%s\nsaveAs(\"Tiff\", \"%s\");\n"
                .formatted(field, String.join("\n", host.lines), temp.resolve("replayed.tif")));
    assertEquals(0, run.status());
    List<String> warnings = run.err().lines().toList();
    assertEquals(2, warnings.size(), run.err());
    assertTrue(
        warnings.get(0).startsWith("The model does not know \"say\", \"a\", \"b\" and"), run.err());
    assertTrue(warnings.get(1).startsWith("The model does not know \"dirt\" and"), run.err());
    assertArrayEquals(
        (short[]) host.outcomes.get(0).result().getProcessor().getPixels(),
        (short[]) Micrographs.open(temp.resolve("replayed.tif")).getProcessor().getPixels());
    assertTrue(host.lines.stream().anyMatch(l -> l.startsWith("Ext.set(\"mask\", \"{")));
  }

  private static void await(GuidedPresenter guide) throws InterruptedException {
    assertTrue(guide.await(30, TimeUnit.SECONDS));
  }

  private static final class Recorded implements GuidedHost {
    final List<Outcome> outcomes = new ArrayList<>();
    final List<String> lines = new ArrayList<>();

    @Override
    public void opened(ImagePlus stack) {}

    @Override
    public void finished(Outcome outcome) {
      outcomes.add(outcome);
    }

    @Override
    public void warn(String sentence) {}

    @Override
    public void record(List<String> recorded) {
      lines.addAll(recorded);
    }
  }
}
