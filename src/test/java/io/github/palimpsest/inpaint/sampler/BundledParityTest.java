package io.github.palimpsest.inpaint.sampler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.model.ControlNet;
import io.github.palimpsest.model.Golden;
import io.github.palimpsest.model.Model;
import io.github.palimpsest.model.Models;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whole runs of the model in the jar against torch and diffusers' scheduler with the same weights,
 * in units of its range −1…1. After an export: {@code scripts/goldens/bundled_goldens.py}.
 */
class BundledParityTest {
  private static final double LIMIT = 1e-4;

  @ParameterizedTest
  @ValueSource(strings = {"plain", "guided", "segmentation", "edges"})
  void followsTorch(String name) {
    Golden golden = Golden.load("bundled_" + name);
    JsonObject meta = golden.meta();
    Request request =
        Request.of(
            "prompt", meta.get("prompt").getAsString(),
            "guidance", meta.get("guidance").getAsDouble(),
            "steps", meta.get("steps").getAsInt(),
            "seed", meta.get("seed").getAsLong());
    try (ResolvedRequest resolved =
            ResolvedRequest.load(Models.find(request.text(Param.MODEL)), request, Monitor.SILENT);
        ImageSampler sampler =
            new ImageSampler(
                resolved,
                resolved.loaded().codec(),
                context(golden, resolved.model()),
                request.seed(),
                List.of())) {
      assertEquals(
          new Gson().toJsonTree(resolved.model().sha256()),
          meta.get("sha256"),
          "other weights: run scripts/goldens/bundled_goldens.py");
      while (sampler.advance()) {}
      double error = golden.error("result", sampler.result()[0]);
      assertTrue(error <= LIMIT, name + " differs by " + error);
    }
  }

  private static ModelInput context(Golden golden, Model folder) {
    JsonObject meta = golden.meta();
    List<ModelInput.Control> controls = List.of();
    if (meta.has("kind")) {
      String kind = meta.get("kind").getAsString();
      List<String> kinds = folder.controlNets().stream().map(ControlNet::kind).toList();
      controls =
          List.of(new ModelInput.Control(kinds.indexOf(kind), 1, 0, 1, golden.array("drawn")));
    }
    float[] mask = golden.array("mask");
    int width = meta.get("width").getAsInt();
    int height = meta.get("height").getAsInt();
    float[][] planes = {golden.array("image")};
    return new ModelInput(width, height, planes, mask, mask, List.of(), controls, List.of(), true);
  }
}
