package io.github.palimpsest.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.gui.OvalRoi;
import ij.gui.ShapeRoi;
import io.github.palimpsest.inpaint.Outcome;
import io.github.palimpsest.inpaint.Runs;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.model.Models;
import io.github.palimpsest.model.TinyModels;
import io.github.palimpsest.model.onnx.ConvModel;
import io.github.palimpsest.model.onnx.ModelFolder;
import io.github.palimpsest.request.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs and sessions on planes that are cut into tiles, of which some are left out. */
class TiledSessionTest {
  @TempDir static Path temporary;

  /** The bundled model, or a random one, with tiles of 32 cells. */
  private static synchronized String tiled(String model) throws IOException {
    Path folder = temporary.resolve(model);
    if (Files.exists(folder)) {
      return folder.toString();
    }
    String card;
    if (model.equals("micrographs")) {
      Path bundled = ((ModelFolder) Models.find("")).path();
      copy(bundled, folder);
      card = Files.readString(folder.resolve("palimpsest.json"));
      card = card.replaceAll("\"tile(_above)?\": \\d+,", "");
    } else {
      TinyModels.unzip(model, folder);
      card = "{\"name\": \"tiny\"}";
    }
    Files.writeString(
        folder.resolve("palimpsest.json"), card.replaceFirst("\\{", "{\"tile\": 32, "));
    return folder.toString();
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      files.forEach(
          file -> {
            try {
              Files.copy(file, to.resolve(from.relativize(file).toString()));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
  }

  /** Two spots in corners that lie opposite each other. */
  private static ImagePlus spots(String type) {
    ImagePlus image = Pictures.image(type);
    image.setRoi(new ShapeRoi(new OvalRoi(2, 3, 9, 8)).or(new ShapeRoi(new OvalRoi(50, 44, 8, 9))));
    return image;
  }

  private static Request request(String model) throws IOException {
    return Request.of("model", tiled(model), "steps", 4, "seed", 7L, "context", "Whole image");
  }

  @ParameterizedTest
  @CsvSource({
    "micrographs,16-bit,DPM++ 2M",
    "micrographs,RGB,LMS",
    "pixel,8-bit,Heun",
    "pixel,32-bit,DDPM"
  })
  void goingBackAndGoingOnGiveTheSameBits(String model, String type, String scheduler)
      throws IOException {
    ImagePlus image = spots(type);
    Request request =
        request(model).with("scheduler", scheduler).with("stream", true).with("latents", true);
    Outcome plain = Runs.inpaint(image, request, Monitor.SILENT);
    Session session = Session.start(image, request, Monitor.SILENT);
    assertEquals(3, session.step(3));
    session.rewind(1);
    session.step(9);
    Outcome outcome = session.finish();
    Pictures.assertSame(plain.result(), outcome.result(), "session");
    Pictures.assertSame(plain.latents(), outcome.latents(), "latents");
    Pictures.assertSame(plain.steps(), outcome.steps(), "frames");
    outside(image, plain.result());
    ImagePlus stack = plain.latents();
    stack.setPosition(1, stack.getZ(), 3);
    Session resumed = Continuation.of(stack, 1, Integer.MAX_VALUE, Monitor.SILENT);
    Pictures.assertSame(plain.latents(), resumed.finish().latents(), "resumed");
  }

  private static void outside(ImagePlus image, ImagePlus result) {
    int changed = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        boolean same = image.getProcessor().get(x, y) == result.getProcessor().get(x, y);
        assertTrue(same || image.getRoi().contains(x, y), x + ", " + y);
        changed += same ? 0 : 1;
      }
    }
    assertTrue(changed > 50, changed + " pixels changed");
  }

  /**
   * A network that sees two cells far: what is left out, and the cuts, change nothing in a hole.
   */
  @Test
  void aRunInTilesIsTheRunInOnePiece() throws IOException {
    ImagePlus image = spots("32-bit");
    Request request =
        Request.of("steps", 3, "seed", 7L, "context", "Whole image", "method", "Blend");
    Path whole = temporary.resolve("whole");
    Path cut = temporary.resolve("cut");
    ConvModel.write(whole, "\"tile_above\": 1024");
    ConvModel.write(cut, "\"tile\": 24");
    float[] expected = pixels(image, request.with("model", whole.toString()));
    float[] actual = pixels(image, request.with("model", cut.toString()));
    double largest = 0;
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], actual[i], 1e-5 * 4000);
      largest = Math.max(largest, Math.abs(expected[i] - image.getProcessor().getf(i)));
    }
    assertTrue(largest > 40, "the hole changed by " + largest);
  }

  private static float[] pixels(ImagePlus image, Request request) {
    ImagePlus result = Runs.inpaint(image, request, Monitor.SILENT).result();
    return (float[]) result.getProcessor().getPixels();
  }

  /** What was left out is a picture, noised, so that the mask may come there later. */
  @Test
  void theMaskMayMoveToWhatWasLeftOut() throws IOException {
    ImagePlus image = spots("16-bit");
    Request request = request("micrographs").with("steps", 6).with("latents", true);
    Session session = Session.start(image, request, Monitor.SILENT);
    session.step(3);
    ImagePlus latents = session.latentsStack();
    assertNotNull(latents);
    image.setRoi(new OvalRoi(30, 4, 20, 20));
    session.set("mask", "Selection");
    ImagePlus result = session.finish().result();
    outside(image, result);
  }
}
