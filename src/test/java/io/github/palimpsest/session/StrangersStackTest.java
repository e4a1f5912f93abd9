package io.github.palimpsest.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import ij.ImagePlus;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.check.Cancelled;
import io.github.palimpsest.inpaint.Runs;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.model.ModelChoice;
import io.github.palimpsest.model.Models;
import io.github.palimpsest.model.TinyModels;
import io.github.palimpsest.record.Provenance;
import io.github.palimpsest.record.ResumableStack;
import io.github.palimpsest.request.Request;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of strangers: what they name is not opened unasked; what is not theirs is not written. */
class StrangersStackTest {
  private static final Request QUICK = Request.of("steps", 2, "seed", 7L, "stream", true);

  @TempDir Path folder;

  private static ImagePlus steps(Request request) {
    ImagePlus stack = Runs.inpaint(Pictures.image("8-bit"), request, Monitor.SILENT).steps();
    stack.setPosition(1, 1, 2);
    return stack;
  }

  private static void name(ImagePlus stack, String model) {
    JsonObject record =
        JsonParser.parseString(stack.getProp(ResumableStack.PROPERTY)).getAsJsonObject();
    record.getAsJsonObject("request").addProperty("model", model);
    stack.setProp(ResumableStack.PROPERTY, record.toString());
  }

  private static Session open(ImagePlus stack, ModelChoice choice, Monitor monitor) {
    return Continuation.of(stack, 1, Integer.MAX_VALUE, choice, monitor);
  }

  private static Monitor telling(List<String> said) {
    return (Monitor)
        Proxy.newProxyInstance(
            Monitor.class.getClassLoader(),
            new Class<?>[] {Monitor.class},
            (proxy, method, args) -> {
              if (method.getName().equals("warn")) {
                said.add((String) args[0]);
                return null;
              }
              return method.invoke(Monitor.SILENT, args);
            });
  }

  /** A model folder of its own, which no other test has opened. */
  private Path ownModel(String name) throws IOException {
    Path own = folder.resolve(name);
    Path from = TinyModels.folder("pixel");
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path to = own.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(to);
        } else {
          Files.copy(file, to);
        }
      }
    }
    return own;
  }

  @Test
  void aModelThatARecordNamesIsOpenedOnlyIfItIsKnown() throws IOException {
    ImagePlus stack = steps(QUICK);
    List<String> strangers =
        List.of(
            ownModel("model").toString(),
            "\\\\host\\share\\model",
            "//host/share/model",
            "C:model",
            "../model",
            "model\u0000",
            "nowhere");
    for (String stranger : strangers) {
      name(stack, stranger);
      BadInput e =
          assertThrows(
              BadInput.class, () -> open(stack, ModelChoice.KNOWN, Monitor.SILENT), stranger);
      assertTrue(e.getMessage().contains("install it, or name it yourself with model="), stranger);
      assertEquals(1, e.getMessage().lines().count());
      assertThrows(
          Cancelled.class,
          () ->
              open(
                  stack,
                  ModelChoice.asking(
                      name -> {
                        throw new Cancelled();
                      }),
                  Monitor.SILENT));
    }
    String own = strangers.get(0);
    name(stack, own);
    assertFalse(Models.isTrusted(own));
    List<String> asked = new ArrayList<>();
    open(stack, ModelChoice.asking(asked::add), Monitor.SILENT).cancel();
    assertEquals(List.of(own), asked);
    // opened by agreement, it is known in this process
    open(stack, ModelChoice.KNOWN, Monitor.SILENT).cancel();
    name(stack, "//host/share/model");
    Session session = open(stack, ModelChoice.of(own), Monitor.SILENT);
    assertEquals(own, session.request().text(io.github.palimpsest.request.Param.MODEL));
    session.cancel();
  }

  @Test
  void otherWeightsUnderTheSameNameAreSaid() throws IOException {
    Path own = ownModel("mine");
    ImagePlus stack = steps(QUICK.with("model", own.toString()));
    List<String> said = new ArrayList<>();
    Monitor monitor = telling(said);
    open(stack, ModelChoice.KNOWN, monitor).cancel();
    assertEquals(List.of(), said);
    JsonObject record =
        JsonParser.parseString(stack.getProp(ResumableStack.PROPERTY)).getAsJsonObject();
    record.getAsJsonObject("model").getAsJsonObject("sha256").addProperty("unet/model.onnx", "00");
    stack.setProp(ResumableStack.PROPERTY, record.toString());
    open(stack, ModelChoice.KNOWN, monitor).cancel();
    assertEquals(1, said.size(), said.toString());
    assertTrue(said.get(0).contains("(unet/model.onnx)"), said.get(0));
    record.remove("model");
    stack.setProp(ResumableStack.PROPERTY, record.toString());
    open(stack, ModelChoice.KNOWN, monitor).cancel();
    assertEquals(1, said.size(), "stacks of before have no hashes");
  }

  @Test
  void aSourceThatWasChangedAroundTheMaskIsSaid() {
    ImagePlus image = Pictures.image("8-bit");
    ImagePlus stack = Runs.inpaint(image, QUICK, Monitor.SILENT).steps();
    stack.setPosition(1, 1, 2);
    List<String> said = new ArrayList<>();
    Monitor monitor = telling(said);
    ij.macro.Interpreter.batchMode = true;
    try {
      image.show();
      open(stack, ModelChoice.KNOWN, monitor).cancel();
      image.getProcessor().set(30, 26, 1);
      open(stack, ModelChoice.KNOWN, monitor).cancel();
      assertEquals(List.of(), said, "inside the mask the run has its own beginning");
      image.getProcessor().flipHorizontal();
      open(stack, ModelChoice.KNOWN, monitor).cancel();
      assertEquals(1, said.size(), said.toString());
      assertTrue(said.get(0).contains("has been changed around the mask"), said.get(0));
    } finally {
      image.close();
      ij.macro.Interpreter.batchMode = false;
    }
  }

  @Test
  void aDamagedRecordOrALockIsRefusedBeforeAnythingIsWritten() throws Exception {
    Request replace =
        QUICK.without(io.github.palimpsest.request.Param.STREAM).with("output", "Replace");
    for (String record :
        List.of("{]", "[]", "{\"runs\":7}", "{\"runs\":[{\"pixels\":[{\"bounds\":[0,0,9]}]}]}")) {
      for (String output : List.of("Replace", "New")) {
        ImagePlus image = Pictures.image("8-bit");
        byte[] before = ((byte[]) image.getProcessor().getPixels()).clone();
        image.setProp(Provenance.PROPERTY, record);
        Request request = replace.with("output", output);
        assertThrows(BadInput.class, () -> Runs.inpaint(image, request, Monitor.SILENT));
        assertThrows(BadInput.class, () -> Session.start(image, request, Monitor.SILENT));
        assertTrue(Arrays.equals(before, (byte[]) image.getProcessor().getPixels()), record);
        assertEquals(record, image.getProp(Provenance.PROPERTY));
        assertFalse(image.isLocked());
      }
    }
    ImagePlus image = Pictures.image("8-bit");
    byte[] before = ((byte[]) image.getProcessor().getPixels()).clone();
    Session session = Session.start(image, replace, Monitor.SILENT);
    ExecutorService other = Executors.newSingleThreadExecutor();
    other.submit(image::lockSilently).get();
    try {
      for (Runnable writer :
          List.<Runnable>of(() -> Runs.inpaint(image, replace, Monitor.SILENT), session::finish)) {
        BadInput e = assertThrows(BadInput.class, writer::run);
        assertTrue(e.getMessage().contains("must not be in use by another command"));
      }
      assertTrue(Arrays.equals(before, (byte[]) image.getProcessor().getPixels()));
    } finally {
      other.submit(image::unlock).get();
      other.shutdown();
    }
    assertEquals(0, session.step(), "refused before the steps that remain");
    image.getProcessor().flipVertical();
    BadInput moved = assertThrows(BadInput.class, session::finish);
    assertTrue(moved.getMessage().contains("has been moved, converted or filtered"));
    image.getProcessor().flipVertical();
    image.lockSilently();
    session.finish();
    assertTrue(image.isLocked(), "the caller's own lock stays");
    image.unlock();
    assertEquals(1, Provenance.runs(image).size());
  }
}
