package io.github.palimpsest.job;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.github.palimpsest.model.Golden;
import io.github.palimpsest.model.TinyModels;
import io.github.palimpsest.request.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole runs against diffusers' own pipelines on tiny random models: latents and decoded image. */
class PipelineParityTest {
  private static final double LATENTS = 1e-4;
  private static final double DECODED = 1e-3;
  private static final double HALF = 6e-2;
  private static final int WIDTH = 64;
  private static final int HEIGHT = 48;

  private static float[][] planes(float[] image) {
    int n = WIDTH * HEIGHT;
    float[][] planes = new float[3][];
    for (int c = 0; c < 3; c++) {
      planes[c] = Arrays.copyOfRange(image, c * n, (c + 1) * n);
    }
    return planes;
  }

  private static float[] joined(List<float[][]> parts) {
    int size = parts.stream().mapToInt(p -> p.length * p[0].length).sum();
    float[] all = new float[size];
    int at = 0;
    for (float[][] part : parts) {
      for (float[] plane : part) {
        System.arraycopy(plane, 0, all, at, plane.length);
        at += plane.length;
      }
    }
    return all;
  }

  private static List<ContextControl> controls(String name) {
    float[] edges = Golden.load("inputs").array("control");
    float[] other = edges.clone();
    for (int i = 0; i < other.length; i++) {
      other[i] = 1 - other[i];
    }
    return switch (name) {
      case "sd_control_blend", "sd_guess", "sd_guess_alone" ->
          List.of(new ContextControl(0, 0.8, 0, 1, edges));
      case "sd_guess_two" ->
          List.of(
              new ContextControl(0, 0.8, 0, 0.7, edges), new ContextControl(1, 0.5, 0.3, 1, other));
      case "sd_control" -> List.of(new ContextControl(0, 0.8, 0, 0.7, edges));
      case "sd_control_two" ->
          List.of(new ContextControl(0, 0.8, 0, 1, edges), new ContextControl(1, 0.5, 0, 1, other));
      default -> List.of();
    };
  }

  private static Context context(String name) {
    Golden inputs = Golden.load("inputs");
    float[] mask = inputs.array("mask");
    if (name.contains("img2img")) {
      Arrays.fill(mask, 1);
    }
    boolean source = name.contains("inpaint") || name.contains("blend") || name.contains("img2img");
    return source
        ? new Context(
            WIDTH,
            HEIGHT,
            planes(inputs.array("image")),
            mask,
            mask,
            List.of(),
            controls(name),
            true)
        : Context.empty(WIDTH, HEIGHT, 3, controls(name));
  }

  private static Path folder(String name, Path temporary) throws IOException {
    String family = name.substring(0, name.indexOf('_') < 0 ? name.length() : name.indexOf('_'));
    if (family.equals("sd2")) {
      // only what is different was kept
      TinyModels.unzip("sd", temporary);
      Files.delete(temporary.resolve("unet/model.onnx"));
      Files.delete(temporary.resolve("unet/config.json"));
      Files.delete(temporary.resolve("scheduler/scheduler_config.json"));
      for (String net : List.of("controlnet_edges", "controlnet_segmentation")) {
        Files.delete(temporary.resolve(net + "/model.onnx"));
        Files.delete(temporary.resolve(net + "/config.json"));
        Files.delete(temporary.resolve(net));
      }
      return TinyModels.unzip("sd2", temporary);
    }
    String folder = family + (name.contains("inpaint") ? "-inpaint" : "");
    if (!name.equals("sd_euler") && !name.startsWith("sd_turbo")) {
      return TinyModels.folder(folder);
    }
    // these were made with trailing timesteps, unlike the folder
    Path own = TinyModels.unzip(folder, temporary);
    Path config = own.resolve("scheduler/scheduler_config.json");
    String text = Files.readString(config);
    String other = text.replace("\"leading\"", "\"trailing\"");
    assertNotEquals(text, other);
    Files.writeString(config, other);
    return own;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sd_text",
        "sd_euler",
        "sd_img2img",
        "sd_blend",
        "sd_blend_strength",
        "sd_control",
        "sd_control_two",
        "sd_control_blend",
        "sd_guess",
        "sd_guess_alone",
        "sd_guess_two",
        "sd_turbo",
        "sd_turbo_img2img",
        "sd2_text",
        "sd2_blend_strength",
        "lcm",
        "lcm_img2img",
        "lcm_blend",
        "sd_inpaint",
        "sd_inpaint_strength",
        "sdxl_text",
        "sdxl_negative",
        "sdxl_inpaint"
      })
  void followsThePipeline(String name, @TempDir Path temporary) throws IOException {
    follows(name, folder(name, temporary), LATENTS, DECODED);
  }

  /** The same weights in half precision, in external files, with an int32 timestep. */
  @ParameterizedTest
  @ValueSource(strings = {"sd_text", "sd_blend", "sd_img2img"})
  void halfPrecisionFollowsToo(String name) {
    follows(name, TinyModels.folder("sd-fp16"), HALF, HALF);
  }

  private static void follows(String name, Path folder, double latentLimit, double imageLimit) {
    Golden golden = Golden.load(name);
    Request request = request(golden.meta(), folder).with("guess", name.contains("guess"));
    try (Setup setup = Setup.open(request, Monitor.SILENT);
        Painting painting = new Painting(setup, context(name), request.seed(), List.of())) {
      List<float[][]> latents = new ArrayList<>();
      while (painting.advance()) {
        latents.add(painting.latents(painting.step()));
      }
      double steps = golden.error("latents", joined(latents));
      double image = golden.error("result", joined(List.<float[][]>of(painting.result())));
      assertTrue(steps <= latentLimit, name + " latents differ by " + steps);
      assertTrue(image <= imageLimit, name + " image differs by " + image);
    }
  }

  private static Request request(JsonObject meta, Path folder) {
    return Request.of(
        "model",
        folder.toString(),
        "prompt",
        meta.get("prompt").getAsString(),
        "negative",
        meta.has("negative_prompt") ? meta.get("negative_prompt").getAsString() : "",
        "steps",
        meta.get("steps").getAsInt(),
        "seed",
        meta.get("seed").getAsLong(),
        "guidance",
        meta.get("guidance_scale").getAsDouble(),
        "strength",
        meta.has("strength") ? meta.get("strength").getAsDouble() : 1.0,
        "scheduler",
        meta.get("scheduler").getAsString());
  }
}
