package io.github.palimpsest.sample.solver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.palimpsest.model.Denoiser;
import io.github.palimpsest.model.LoadedModel;
import io.github.palimpsest.model.TinyModels;
import io.github.palimpsest.model.onnx.ModelFolder;
import io.github.palimpsest.model.onnx.OnnxModels;
import io.github.palimpsest.sample.Guidance;
import io.github.palimpsest.sample.Sampling;
import io.github.palimpsest.sample.Scheduler;
import io.github.palimpsest.sample.TorchRandom;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** Schedulers through a real ONNX U-Net ({@code scripts/goldens/unet_goldens.py}), call by call. */
class UnetParityTest {
  private static final double TOLERANCE = 1e-4;
  private static final int SIDE = 16;

  @Test
  void everyCallFollowsDiffusers() throws IOException {
    JsonArray cases;
    try (var in =
        new InputStreamReader(
            new GZIPInputStream(UnetParityTest.class.getResourceAsStream("/goldens/unet.json.gz")),
            StandardCharsets.UTF_8)) {
      cases = JsonParser.parseReader(in).getAsJsonObject().getAsJsonArray("cases");
    }
    ModelFolder folder = ModelFolder.open(TinyModels.folder("pixel"));
    double worst = 0;
    try (LoadedModel model = OnnxModels.open(folder, "CPU", s -> {});
        Denoiser unet = model.denoiser(SIDE, SIDE, model.encode("", s -> {}))) {
      for (JsonElement e : cases) {
        double error = error(e.getAsJsonObject(), unet);
        assertTrue(error <= TOLERANCE, e.getAsJsonObject().get("scheduler") + ": " + error);
        worst = Math.max(worst, error);
      }
    }
    assertTrue(cases.size() >= 17, cases.size() + " cases");
    System.out.println(cases.size() + " runs through a U-Net; worst error " + worst);
  }

  @SuppressWarnings("unchecked")
  private static double error(JsonObject c, Denoiser unet) {
    Scheduler scheduler =
        Schedulers.create(
            c.get("scheduler").getAsString(),
            new Gson().fromJson(c.get("config"), Map.class),
            c.get("steps").getAsInt(),
            1,
            null);
    List<float[]> states = new ArrayList<>();
    Sampling run =
        new Sampling(
                new int[] {1, SIDE, SIDE},
                scheduler,
                (call, in, out) -> unet.predict(in, call.timestep(), out),
                null,
                Guidance.OFF,
                new TorchRandom(7),
                null,
                false)
            .hook(Runs.afterStep(v -> states.add(v.x().clone())));
    Runs.finish(run);
    JsonArray expected = c.getAsJsonArray("states");
    assertEquals(expected.size(), states.size(), "calls");
    double worst = 0;
    for (int k = 0; k < states.size(); k++) {
      byte[] bytes = Base64.getDecoder().decode(expected.get(k).getAsString());
      float[] want = new float[bytes.length / 4];
      ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(want);
      double scale = 1;
      for (float w : want) {
        scale = Math.max(scale, Math.abs(w));
      }
      for (int i = 0; i < want.length; i++) {
        worst = Math.max(worst, Math.abs(want[i] - states.get(k)[i]) / scale);
      }
    }
    return worst;
  }
}
