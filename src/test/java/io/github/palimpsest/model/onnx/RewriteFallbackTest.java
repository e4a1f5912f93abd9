package io.github.palimpsest.model.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.palimpsest.model.Conditioning;
import io.github.palimpsest.model.Denoiser;
import io.github.palimpsest.model.TinyModels;
import io.github.palimpsest.model.graph.rewrite.Rewriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When networks run as they are in their files although they might be rewritten. */
class RewriteFallbackTest {
  @TempDir Path folder;

  @BeforeEach
  void unzip() throws IOException {
    TinyModels.unzip("pixel", folder);
  }

  private NetworkFile unet() {
    return new NetworkFile("pixel", folder, "unet", 1, true);
  }

  /** Makes the network another one, by a comment in the file. */
  private void alone() throws IOException {
    byte[] comment = new byte[18];
    comment[0] = 6 << 3 | 2; // doc_string of ModelProto
    comment[1] = 16;
    byte[] words = String.format("%016x", System.nanoTime()).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(words, 0, comment, 2, 16);
    Files.write(unet().path(), comment, StandardOpenOption.APPEND);
  }

  private static float[] predict(OnnxModel model) {
    float[] out = new float[16 * 16];
    try (Denoiser denoiser = model.denoiser(16, 16, Conditioning.NONE)) {
      denoiser.predict(new float[16 * 16], 100, out);
    }
    return out;
  }

  /** As an ONNX Runtime would that does not know what the rewriter writes. */
  @Test
  void whatTheRuntimeRefusesRunsAsItIs() throws Exception {
    alone();
    RewrittenFiles.of(unet(), Device.CPU);
    // found whole once, so that it is not read again
    Path call = RewrittenFiles.of(unet(), Device.CPU).orElseThrow().call();
    FileTime time = Files.getLastModifiedTime(call);
    byte[] bytes = new byte[(int) Files.size(call)];
    Arrays.fill(bytes, (byte) 'x');
    Files.write(call, bytes);
    Files.setLastModifiedTime(call, time);
    OnnxModel model = new OnnxModel(ModelFolder.open(folder), Device.CPU);
    OnnxModel expected = new OnnxModel(ModelFolder.open(TinyModels.folder("pixel")), Device.CPU);
    try {
      List<String> told = new ArrayList<>();
      model.tell(told::add);
      assertEquals(1, told.size(), told.toString());
      assertTrue(told.get(0).startsWith("unet/model.onnx runs as it is"), told.get(0));
      assertEquals(Rewriter.version() + " without unet", model.rewriter());
      float[] given = predict(model);
      float[] wanted = predict(expected);
      for (int i = 0; i < wanted.length; i++) {
        assertEquals(wanted[i], given[i], 5e-6f * Math.max(1, Math.abs(wanted[i])));
      }
    } finally {
      model.unload();
      expected.unload();
      try (Stream<Path> files = Files.list(call.getParent())) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(call.getParent());
    }
  }

  @Test
  void aFolderMayForbidIt() throws Exception {
    try (Network net = Network.load(unet(), Device.CPU, 1)) {
      assertNotNull(net.step, "there is something to gain");
    }
    Files.writeString(folder.resolve("palimpsest.json"), "{\"rewrite\": false}");
    OnnxModel model = new OnnxModel(ModelFolder.open(folder), Device.CPU);
    try (Network raw =
        Network.load(new NetworkFile("pixel", folder, "unet", 1, false), Device.CPU, 1)) {
      assertNull(raw.step);
      assertEquals("off", model.rewriter());
      float[] first = predict(model);
      assertArrayEquals(first, predict(model));
      List<String> lines = ModelFolder.open(folder).describe();
      assertTrue(
          lines.contains("networks: run as they are, as palimpsest.json wants it (rewrite)"),
          lines.toString());
    } finally {
      model.unload();
    }
  }

  @Test
  void descriptionsTellWhatWasGained() {
    List<String> lines = ModelFolder.open(TinyModels.folder("sd")).describe();
    String unet = lines.stream().filter(l -> l.startsWith("unet: ")).findFirst().orElseThrow();
    assertTrue(
        unet.matches("unet: (.*, )?\\d+ nodes run once a run, \\d+ nodes run once a step"), unet);
    assertTrue(lines.stream().anyMatch(l -> l.startsWith("text_encoder: ")), lines.toString());
  }
}
