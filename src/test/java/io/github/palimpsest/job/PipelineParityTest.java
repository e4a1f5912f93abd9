package io.github.palimpsest.job;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
        ? new Context(WIDTH, HEIGHT, planes(inputs.array("image")), mask, true)
        : Context.empty(WIDTH, HEIGHT, 3, controls(name));
  }

  /** The euler case was made with trailing timesteps, unlike the folder. */
  private static Path folder(String name, Path temporary) throws IOException {
    String folder = name.startsWith("sdxl") ? "sdxl" : "sd";
    folder += name.contains("inpaint") ? "-inpaint" : "";
    if (!name.equals("sd_euler")) {
      return TinyModels.folder(folder);
    }
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
        "sd_inpaint",
        "sd_inpaint_strength",
        "sdxl_text",
        "sdxl_negative",
        "sdxl_inpaint"
      })
  void followsThePipeline(String name, @TempDir Path temporary) throws IOException {
    Golden golden = Golden.load(name);
    var meta = golden.meta();
    Request request =
        Request.of(
            "model",
            folder(name, temporary).toString(),
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
    try (Setup setup = Setup.open(request, Monitor.SILENT);
        Painting painting = new Painting(setup, context(name), request.seed(), List.of())) {
      List<float[][]> latents = new ArrayList<>();
      while (painting.advance()) {
        latents.add(painting.latents(painting.step()));
      }
      double steps = golden.error("latents", joined(latents));
      double image = golden.error("result", joined(List.<float[][]>of(painting.result())));
      assertTrue(steps <= LATENTS, name + " latents differ by " + steps);
      assertTrue(image <= DECODED, name + " image differs by " + image);
    }
  }
}
