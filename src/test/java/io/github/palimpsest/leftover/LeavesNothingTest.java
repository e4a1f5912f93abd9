package io.github.palimpsest.leftover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.Prefs;
import ij.WindowManager;
import ij.macro.Interpreter;
import io.github.palimpsest.check.Scarce;
import io.github.palimpsest.concurrent.Threads;
import io.github.palimpsest.model.LoadedModel;
import io.github.palimpsest.model.Models;
import io.github.palimpsest.model.onnx.Natives;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is left behind is seen and named, and what has ended is not. */
class LeavesNothingTest {
  private VirtualMachine before;

  @BeforeEach
  void look() {
    before = VirtualMachine.now();
  }

  private void named(String part) {
    List<String> left = VirtualMachine.now().since(before);
    assertEquals(1, left.size(), left.toString());
    assertTrue(left.get(0).contains(part), left.get(0));
  }

  private void nothing() {
    assertEquals(List.of(), LeavesNothing.settled(before));
  }

  @Test
  void everyClassIsLookedAfter() {
    assertEquals(getClass(), LeavesNothing.looksAfter());
  }

  @Test
  void aModelIsNamedWithWhoTookIt() {
    LoadedModel model = Models.find(Models.DEFAULT).load("CPU", warning -> {});
    named("LeavesNothingTest.aModelIsNamedWithWhoTookIt");
    model.close();
    nothing();
  }

  @Test
  void threadsAreNamedUntilTheyEnd() {
    for (boolean ours : new boolean[] {false, true}) {
      CountDownLatch end = new CountDownLatch(1);
      Thread thread = new Thread(() -> await(end), ours ? "Palimpsest-test" : "a test's");
      thread.setDaemon(ours);
      thread.start();
      named(thread.getName());
      end.countDown();
      nothing();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void imagesAreNamedUntilTheyClose() {
    ImagePlus image = IJ.createImage("cells", "8-bit black", 8, 8, 1);
    WindowManager.setTempCurrentImage(image);
    named("cells");
    WindowManager.setTempCurrentImage(null);
    nothing();
    Interpreter.batchMode = true;
    named("batch mode = true");
    before = VirtualMachine.now();
    Interpreter.addBatchModeImage(image);
    Interpreter.batchMode = false;
    assertTrue(VirtualMachine.now().since(before).toString().contains("cells"));
    Interpreter.batchMode = true;
    Interpreter.removeBatchModeImage(image);
    nothing();
    Interpreter.batchMode = false;
  }

  @Test
  void settingsAreNamedUntilTheyAreBack() throws Exception {
    System.setProperty("palimpsest.test", "left");
    named("palimpsest.test = left, which was null");
    System.clearProperty("palimpsest.test");
    Prefs.set("palimpsest.test", "left");
    named("palimpsest.test = left");
    Prefs.set("palimpsest.test", null);
    Prefs.intelByteOrder = !Prefs.intelByteOrder;
    named("intelByteOrder");
    Prefs.intelByteOrder = !Prefs.intelByteOrder;
    try (Scarce heap = Scarce.heap(1)) {
      named("free heap");
    }
    try (Threads.Undo helpers = Threads.helping(5)) {
      named("the threads that help");
    }
    try (Natives.Undo loader = Natives.failing("unet")) {
      named("how networks load");
    }
    try (Natives.Undo memory = Natives.exhaustedAfter(0)) {
      named("the source of native memory");
    }
    Locale locale = Locale.getDefault(Locale.Category.FORMAT);
    Locale.setDefault(Locale.Category.FORMAT, Locale.forLanguageTag("ar-EG"));
    named("the locale of numbers = ar_EG");
    Locale.setDefault(Locale.Category.FORMAT, locale);
    Thread.currentThread().interrupt();
    named("an interrupt");
    assertTrue(Thread.interrupted());
    Path file = Files.createTempFile("left", null);
    named(file.getFileName().toString());
    Files.delete(file);
    nothing();
  }
}
