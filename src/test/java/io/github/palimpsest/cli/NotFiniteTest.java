package io.github.palimpsest.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Roi;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.inpaint.PreviewRunner;
import io.github.palimpsest.inpaint.PreviewRunner.Preview;
import io.github.palimpsest.inpaint.Runs;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.model.TinyModels;
import io.github.palimpsest.model.folder.Damage;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.sample.StepHook;
import io.github.palimpsest.sample.StepView;
import io.github.palimpsest.session.Session;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values that are no numbers, from any network: refused by name, and nothing is written. */
class NotFiniteTest {
  @TempDir Path temp;

  private final ImagePlus image = image();
  private final byte[] before = ((byte[]) image.getProcessor().getPixels()).clone();

  private static ImagePlus image() {
    ImagePlus image = IJ.createImage("picture", "8-bit ramp", 64, 64, 1);
    image.setRoi(new Roi(16, 16, 24, 24));
    return image;
  }

  private static Request request(Path model) {
    return Request.of("model", model.toString(), "steps", 3, "seed", 1L, "guidance", 3);
  }

  /** One damaged number a network, and what is said of it. */
  @ParameterizedTest
  @CsvSource({
    "text_encoder,encoder.encoder.layers.0.layer_norm1.weight,NaN,''",
    "unet,unet.conv_out.bias,Infinity,at step 1",
    "vae_encoder,vae.quant_conv.bias,NaN,before the first step",
    "vae_decoder,vae.decoder.conv_out.bias,-Infinity,after step 3",
    "controlnet_edges,net.controlnet_mid_block.bias,NaN,at step 1"
  })
  void everyNetworkIsNamed(String part, String weights, float value, String when) throws Exception {
    Path model = TinyModels.unzip("sd", temp.resolve("spoilt"));
    Damage.numbers(model.resolve(part + "/model.onnx"), weights, value);
    Request request = request(model);
    if (part.startsWith("control")) {
      request = request.with("control", "edges:edges");
    }
    for (String output : List.of("New", "Replace")) {
      Request written = request.with("output", output);
      said(part, when, assertThrows(BadInput.class, () -> Runs.inpaint(image, written, quiet())));
    }
    if (!part.startsWith("control") && !part.equals("vae_encoder")) {
      Request made = request.with("width", 32).with("height", 32);
      said(part, when, assertThrows(BadInput.class, () -> Runs.generate(made, quiet())));
    }
    Request drafted = request;
    try (PreviewRunner drafts = new PreviewRunner(quiet())) {
      BadInput e =
          assertThrows(
              BadInput.class,
              () -> drafts.paint(drafts.read(image, drafted, work -> {}), following(false)));
      said(part, when, e);
    }
  }

  private static Monitor quiet() {
    return Monitor.SILENT;
  }

  private static PreviewRunner.Follower following(boolean shown) {
    return new PreviewRunner.Follower() {
      @Override
      public boolean stepped(int step, int steps, double seconds) {
        return shown;
      }

      @Override
      public void shown(Preview sketch) {
        throw new AssertionError("a picture of no numbers was shown");
      }
    };
  }

  private void said(String part, String when, BadInput e) {
    String start =
        "The "
            + part
            + " of the model spoilt gave values that are not finite (NaN or infinity)"
            + (when.isEmpty() ? "" : " " + when)
            + ":";
    assertTrue(e.getMessage().startsWith(start), e.getMessage());
    assertFalse(e.getMessage().contains("\n"));
    assertArrayEquals(before, (byte[]) image.getProcessor().getPixels());
    assertNull(image.getProp("palimpsest"));
  }

  /** With a step stack the first picture is decoded after the first step. */
  @Test
  void aSessionStandsWhereItStoodAndEndsWell() throws Exception {
    Path model = TinyModels.unzip("sd", temp.resolve("spoilt"));
    Damage.numbers(model.resolve("vae_decoder/model.onnx"), "vae.decoder.conv_out.bias", 0f / 0);
    try (Session session = Session.start(image, request(model), quiet())) {
      BadInput e = assertThrows(BadInput.class, () -> session.step(1));
      said("vae_decoder", "after step 1", e);
      assertEquals(0, session.step());
      assertThrows(BadInput.class, session::finish);
      assertEquals(0, session.step());
    }
  }

  /** Three runs side by side, of which the second fails, stand at one step afterwards. */
  @Test
  void channelsDoNotDriftApart() {
    ImagePlus rgb = IJ.createImage("rgb", "RGB ramp", 48, 48, 1);
    rgb.setRoi(new Roi(8, 8, 24, 24));
    int[] calls = {0};
    StepHook spoiler =
        new StepHook() {
          @Override
          public void beforeModel(StepView view) {
            if (++calls[0] == 5) {
              view.x()[0] = Float.NaN;
            }
          }
        };
    Request request = request(TinyModels.folder("pixel")).with("guidance", 1);
    Session session = Session.start(rgb, request, quiet(), spoiler);
    session.step(1);
    BadInput e = assertThrows(BadInput.class, () -> session.step(1));
    assertTrue(e.getMessage().contains("at step 2"), e.getMessage());
    assertEquals(1, session.step());
    ImagePlus resumed = session.finish().result();
    ImagePlus plain = Runs.inpaint(rgb, request, quiet()).result();
    assertArrayEquals(
        (int[]) plain.getProcessor().getPixels(), (int[]) resumed.getProcessor().getPixels());
  }

  /** The oldest complaint of all: half precision that overflows. */
  @Test
  void halfPrecisionThatOverflowsIsToldAsSuch() throws Exception {
    Path model = TinyModels.unzip("sd-fp16", temp.resolve("spoilt"));
    scaling(model, "1e-9");
    BadInput e =
        assertThrows(
            BadInput.class,
            () -> Runs.generate(request(model).with("width", 32).with("height", 32), quiet()));
    said("vae_decoder", "after step 3", e);
    assertTrue(e.getMessage().contains("export it again in 32-bit"), e.getMessage());
  }

  @ParameterizedTest
  @CsvSource({"0", "1e-50", "1e60", "-0.0"})
  void aScalingFactorThatLosesEverythingIsRefusedBeforeAnyRun(String factor) throws Exception {
    Path model = TinyModels.unzip("sd", temp.resolve("spoilt"));
    scaling(model, factor);
    BadInput e = assertThrows(BadInput.class, () -> Runs.inpaint(image, request(model), quiet()));
    assertTrue(e.getMessage().contains("scaling_factor"), e.getMessage());
  }

  private static void scaling(Path model, String factor) throws Exception {
    for (String part : List.of("vae_encoder", "vae_decoder")) {
      Path config = model.resolve(part + "/config.json");
      String text = Files.readString(config);
      String other =
          text.replaceFirst("\"scaling_factor\": [^,\n]+", "\"scaling_factor\": " + factor);
      assertFalse(other.equals(text), text);
      Files.writeString(config, other);
    }
  }

  /** The model's values are fine, but not in the image's units. */
  @Test
  void aRangeBeyondWhatPixelsHoldIsRefused() {
    ImagePlus floats = IJ.createImage("floats", "32-bit ramp", 48, 48, 1);
    floats.setRoi(new Roi(8, 8, 24, 24));
    Request request =
        request(TinyModels.folder("pixel"))
            .with("guidance", 1)
            .with("scheduler", "Euler")
            .with("range", "0,1");
    ImagePlus fine = Runs.inpaint(floats, request, quiet()).result();
    assertTrue(Float.isFinite(fine.getProcessor().getf(10, 10)));
    Request wide = request.with("range", "-3.4e38,3.4e38");
    assertThrows(BadInput.class, () -> Runs.inpaint(floats, wide, quiet()));
  }
}
