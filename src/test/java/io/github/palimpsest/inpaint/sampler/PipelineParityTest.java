package io.github.palimpsest.inpaint.sampler;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.model.Golden;
import io.github.palimpsest.model.Models;
import io.github.palimpsest.model.TinyModels;
import io.github.palimpsest.request.Param;
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

  private static List<ModelInput.Control> controls(String name) {
    float[] edges = Golden.load("inputs").array("control");
    float[] other = edges.clone();
    for (int i = 0; i < other.length; i++) {
      other[i] = 1 - other[i];
    }
    return switch (name) {
      case "sd_control_blend", "sd_guess", "sd_guess_alone" ->
          List.of(new ModelInput.Control(0, 0.8, 0, 1, edges));
      case "sd_guess_two", "sd_control_two_blend", "sd_control_two_img2img", "sdxl_control_two" ->
          List.of(
              new ModelInput.Control(0, 0.8, 0, 0.7, edges),
              new ModelInput.Control(1, 0.5, 0.3, 1, other));
      case "sd_control_inpaint",
          "sdxl_control_inpaint",
          "sdxl_control_guess",
          "sdxl_control_blend",
          "sdxl_control_img2img" ->
          List.of(new ModelInput.Control(0, 0.8, 0, 1, edges));
      // nets by name: edges, seeing, segmentation
      case "sd_control_nine_inpaint" -> List.of(new ModelInput.Control(1, 0.8, 0, 1, edges));
      // nets by name: edges, pooled, segmentation
      case "sd_pooled", "sd_pooled_alone" -> List.of(new ModelInput.Control(1, 0.8, 0, 1, edges));
      case "sd_pooled_second", "sd_pooled_guess" ->
          List.of(
              new ModelInput.Control(0, 0.8, 0, 1, edges),
              new ModelInput.Control(1, 0.5, 0, 1, other));
      case "sd_control", "sdxl_control" -> List.of(new ModelInput.Control(0, 0.8, 0, 0.7, edges));
      case "sd_control_two" ->
          List.of(
              new ModelInput.Control(0, 0.8, 0, 1, edges),
              new ModelInput.Control(1, 0.5, 0, 1, other));
      default -> List.of();
    };
  }

  private static ModelInput context(String name) {
    Golden inputs = Golden.load("inputs");
    float[] mask = inputs.array("mask");
    if (name.contains("img2img")) {
      Arrays.fill(mask, 1);
    }
    boolean source = name.contains("inpaint") || name.contains("blend") || name.contains("img2img");
    if (!source) {
      Arrays.fill(mask, 1);
    }
    float[][] image = source ? planes(inputs.array("image")) : new float[3][WIDTH * HEIGHT];
    return new ModelInput(
        WIDTH, HEIGHT, image, mask, mask, List.of(), controls(name), List.of(), source);
  }

  /** The model of a case: what was packed of its family, with what this case has of its own. */
  private static Path folder(String name, Path temporary) throws IOException {
    String family = name.substring(0, name.indexOf('_') < 0 ? name.length() : name.indexOf('_'));
    List<String> own = own(name);
    if (!own.isEmpty()) {
      TinyModels.unzip(family.equals("sd2") ? "sd" : family, temporary);
      for (String parts : own) {
        TinyModels.unzip(parts, temporary);
      }
      if (family.equals("sd2")) {
        // its control nets are those of another U-Net
        delete(temporary.resolve("controlnet_edges"));
        delete(temporary.resolve("controlnet_segmentation"));
      }
      return temporary;
    }
    if (name.startsWith("sdxl_normalised")) {
      return normalised(TinyModels.unzip("sdxl", temporary));
    }
    String folder = family + (name.contains("inpaint") ? "-inpaint" : "");
    if (!name.equals("sd_euler") && !name.contains("_turbo")) {
      return TinyModels.folder(folder);
    }
    // these were made with trailing timesteps, unlike the folder
    Path changed = TinyModels.unzip(folder, temporary);
    Path config = changed.resolve("scheduler/scheduler_config.json");
    String text = Files.readString(config);
    String other = text.replace("\"leading\"", "\"trailing\"");
    assertNotEquals(text, other);
    Files.writeString(config, other);
    return changed;
  }

  /** What a case has beside its family's folder. */
  private static List<String> own(String name) {
    return switch (name) {
      case "sd2_text", "sd2_blend_strength" -> List.of("sd2");
      case "sd_control_inpaint" -> List.of("sd-control-inpaint");
      case "sd_taesd_blend" -> List.of("sd-taesd");
      case "sd_control_nine_inpaint" -> List.of("sd-control-inpaint", "sd-control-nine");
      case "sdxl_control_inpaint" -> List.of("sdxl-control", "sdxl-control-inpaint");
      default ->
          name.startsWith("sdxl_control")
              ? List.of("sdxl-control")
              : name.startsWith("sd_pooled") ? List.of("sd-pooled") : List.of();
    };
  }

  /** Mean and deviation of each latent channel, as scripts/goldens/inpaint_control_goldens.py. */
  private static Path normalised(Path folder) throws IOException {
    for (String part : List.of("vae_encoder", "vae_decoder")) {
      Path config = folder.resolve(part).resolve("config.json");
      String text = Files.readString(config);
      String other =
          text.replaceAll(
                  "\"latents_mean\": null", "\"latents_mean\": [-1.6574, 1.886, -1.383, 2.5155]")
              .replaceAll(
                  "\"latents_std\": null", "\"latents_std\": [8.4927, 5.9022, 6.5498, 5.2299]")
              .replace("\"scaling_factor\": 0.13025", "\"scaling_factor\": 0.5");
      assertNotEquals(text, other);
      Files.writeString(config, other);
    }
    return folder;
  }

  private static void delete(Path net) throws IOException {
    Files.delete(net.resolve("model.onnx"));
    Files.delete(net.resolve("config.json"));
    Files.delete(net);
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
        "sdxl_inpaint",
        "sd_control_two_blend",
        "sd_control_two_img2img",
        "sd_control_inpaint",
        "sd_control_nine_inpaint",
        "sdxl_control_inpaint",
        "sdxl_normalised",
        "sdxl_normalised_img2img",
        "sd_taesd_blend",
        "sd_pooled",
        "sd_pooled_alone",
        "sd_pooled_second",
        "sd_pooled_guess",
        "sdxl_control",
        "sdxl_control_guess",
        "sdxl_control_two",
        "sdxl_control_blend",
        "sdxl_control_img2img",
        "sdxl_turbo",
        "sdxl_turbo_one",
        "sdxl_turbo_img2img",
        "sdxl_turbo_blend"
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
    try (ResolvedRequest resolved =
            ResolvedRequest.load(Models.find(request.text(Param.MODEL)), request, Monitor.SILENT);
        ImageSampler sampler =
            new ImageSampler(
                resolved, resolved.loaded().codec(), context(name), request.seed(), List.of())) {
      List<float[][]> latents = new ArrayList<>();
      while (sampler.advance()) {
        latents.add(sampler.latents(sampler.step()));
      }
      double steps = golden.error("latents", joined(latents));
      double image = golden.error("result", joined(List.<float[][]>of(sampler.result())));
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
