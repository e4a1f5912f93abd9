package io.github.palimpsest.inpaint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import io.github.palimpsest.inpaint.monitor.QuietMonitor;
import io.github.palimpsest.inpaint.monitor.RunProgress;
import io.github.palimpsest.inpaint.monitor.TimeLeft;
import io.github.palimpsest.model.TinyModels;
import io.github.palimpsest.request.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TimeLeftTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void theFirstStepWarmsUpAndPausesDoNotCount() {
    AtomicLong now = new AtomicLong();
    TimeLeft left = new TimeLeft(now::get);
    assertTrue(Double.isNaN(left.seconds(20)));
    now.addAndGet(10 * SECOND);
    left.step();
    assertEquals(" · about 3 min left", left.words(19));
    now.addAndGet(2 * SECOND);
    left.step();
    assertEquals(" · 36 s left", left.words(18));
    now.addAndGet(1000 * SECOND);
    left.begin();
    now.addAndGet(4 * SECOND);
    left.step();
    assertEquals(" · 51 s left", left.words(17));
    assertEquals("", left.words(0));
  }

  @Test
  void aShortFirstStepTellsNothing() {
    AtomicLong now = new AtomicLong();
    TimeLeft left = new TimeLeft(now::get);
    assertEquals("", left.words(20));
    now.addAndGet(2 * SECOND);
    left.step();
    assertEquals("", left.words(19));
  }

  @Test
  void aRunIsAnnounced() {
    Words words = new Words();
    RunProgress progress = new RunProgress(words, 1, 20);
    progress.starting(20, Double.NaN);
    progress.starting(20, 840);
    assertEquals(
        List.of("Diffusion: step 1/20 begins", "Diffusion: step 1/20 begins, about T in all"),
        words.said);
  }

  @Test
  void timesAreSaidAsAUserSaysThem() {
    assertEquals("1 s", TimeLeft.say(0.01));
    assertEquals("89 s", TimeLeft.say(89));
    assertEquals("2 min", TimeLeft.say(100));
    assertEquals("60 min", TimeLeft.say(3600));
    assertEquals("2 h", TimeLeft.say(7000));
  }

  private static final class Words extends QuietMonitor {
    final List<String> said = new ArrayList<>();

    @Override
    public void status(String words) {
      // a busy computer may take long for a first step
      said.add(
          words
              .replaceAll("about \\d.*B$", "about M")
              .replaceAll("\\d+ (s|min|h)\\b", "T")
              .replace(" · about T left", ""));
    }
  }

  private static ImagePlus image() {
    ImagePlus image = InpaintRunTest.image("8-bit", 32, 32, 1);
    image.setRoi(10, 10, 9, 9);
    return image;
  }

  private static Request request() {
    return Request.of("model", TinyModels.folder("sd").toString(), "steps", 3, "guidance", 1);
  }

  @Test
  void aRunSaysHowLongItTakesFromTheSecondStepOn() {
    Words words = new Words();
    Runs.inpaint(image(), request(), words);
    assertEquals(
        List.of("Loading the model", "Loading the model, this run takes about M"),
        words.said.subList(0, 2));
    assertTrue(words.said.get(2).startsWith("Diffusion: step 1/3 begins"), words.said.toString());
    assertEquals(
        List.of("Diffusion: step 1/3", "Diffusion: step 2/3 · T left", "Diffusion: step 3/3"),
        words.said.subList(3, 6));
    Words again = new Words();
    Runs.inpaint(image(), request().with("samples", 2), again);
    assertEquals(
        List.of(
            "Loading the model",
            "Loading the model, this run takes about M",
            "Diffusion: step 1/6 of 2 runs begins, about T in all",
            "Diffusion: step 1/6 of 2 runs",
            "Diffusion: step 2/6 of 2 runs · T left",
            "Diffusion: step 3/6 of 2 runs · T left",
            "Diffusion: step 4/6 of 2 runs · T left",
            "Diffusion: step 5/6 of 2 runs · T left",
            "Diffusion: step 6/6 of 2 runs"),
        again.said);
  }
}
