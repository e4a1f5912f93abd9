package io.github.palimpsest.model.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.model.ControlNet;
import io.github.palimpsest.model.TinyModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFolderTest {
  private static final Set<String> NOT_NEEDED =
      Set.of("tokenizer_config.json", "special_tokens_map.json");

  @TempDir Path folder;

  private String refusal() {
    String sentence = assertThrows(BadInput.class, () -> ModelFolder.open(folder)).getMessage();
    assertFalse(sentence.contains("\n"), sentence);
    assertTrue(sentence.endsWith("."), sentence);
    return sentence;
  }

  /** The thousands of runs of a batch ask for the same folder. */
  @Test
  void isReadAgainOnlyWhenAFileChanged() throws IOException {
    TinyModels.unzip("pixel", folder);
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.toList()) {
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000_000_000L));
      }
    }
    ModelFolder first = ModelFolder.open(folder);
    assertSame(first.parts(), ModelFolder.open(folder).parts());
    Path config = folder.resolve("scheduler/scheduler_config.json");
    String text = Files.readString(config);
    Files.writeString(config, text.replace("1000", "2000"));
    assertEquals(1000L, first.schedulerConfig().get("num_train_timesteps"));
    assertEquals(2000L, ModelFolder.open(folder).schedulerConfig().get("num_train_timesteps"));
    // so young that another change need not be seen by its time
    assertNotSame(ModelFolder.open(folder).parts(), ModelFolder.open(folder).parts());
    Files.delete(folder.resolve("unet/model.onnx"));
    assertTrue(refusal().contains("unet"));
  }

  @Test
  void describesStableDiffusion() {
    ModelFolder model = ModelFolder.open(TinyModels.folder("sd"));
    assertEquals(4, model.channels());
    assertEquals(4, model.inputChannels());
    assertFalse(model.inpainting());
    assertFalse(model.pixelSpace());
    assertTrue(model.hasText());
    assertEquals(8, model.scale());
    assertEquals(3, model.imageChannels());
    assertEquals(-1, model.fixedHeight());
    assertEquals(
        List.of(
            new ControlNet("edges", "controlnet_edges", 3, 8, false),
            new ControlNet("segmentation", "controlnet_segmentation", 3, 8, false)),
        model.controlNets());
    assertEquals("scaled_linear", model.schedulerConfig().get("beta_schedule"));
    assertEquals(1000L, model.schedulerConfig().get("num_train_timesteps"));
    assertEquals("zero", model.card().maskedFill());
    assertEquals(6, model.sha256().size());
  }

  @Test
  void describesInpaintingAndLatentConsistency() {
    ModelFolder inpaint = ModelFolder.open(TinyModels.folder("sd-inpaint"));
    assertEquals(9, inpaint.inputChannels());
    assertTrue(inpaint.inpainting());
    assertFalse(inpaint.guidanceEmbedded());
    assertTrue(ModelFolder.open(TinyModels.folder("lcm")).guidanceEmbedded());
    assertEquals(
        0.13025f, ModelFolder.open(TinyModels.folder("sdxl")).parts().vae().units().scaling()[0]);
  }

  /** Each file removed, emptied and cut in half: the sentence names it. */
  @Test
  void namesEveryFileThatIsMissingOrTruncated() throws IOException {
    Path whole = TinyModels.folder("sd-fp16");
    List<String> files;
    try (Stream<Path> walk = Files.walk(whole)) {
      files =
          walk.filter(Files::isRegularFile)
              .map(f -> whole.relativize(f).toString().replace('\\', '/'))
              .sorted()
              .toList();
    }
    for (String file : files) {
      String name = file.substring(file.lastIndexOf('/') + 1);
      byte[] content = Files.readAllBytes(whole.resolve(file));
      for (int length : new int[] {-1, 0, content.length / 2}) {
        Path copy = Files.createDirectory(folder.resolve("copy"));
        TinyModels.unzip("sd-fp16", copy);
        Path broken = copy.resolve(file);
        Files.delete(broken);
        if (length >= 0) {
          Files.write(broken, java.util.Arrays.copyOf(content, length));
        }
        boolean optional = NOT_NEEDED.contains(name) || name.equals("config.json");
        boolean unnoticed = length < 0 && optional;
        if (!unnoticed) {
          String sentence =
              assertThrows(
                      BadInput.class, () -> ModelFolder.open(copy), file + " of length " + length)
                  .getMessage();
          assertTrue(sentence.contains(file), sentence);
        }
        delete(copy);
      }
    }
  }

  @Test
  void listsEverythingAtOnce() throws IOException {
    TinyModels.unzip("sd", folder);
    Files.delete(folder.resolve("model_index.json"));
    Files.delete(folder.resolve("vae_decoder/model.onnx"));
    Files.writeString(folder.resolve("unet/config.json"), "{");
    Files.writeString(folder.resolve("scheduler/scheduler_config.json"), "{\"a\": ");
    Files.delete(folder.resolve("tokenizer/merges.txt"));
    String sentence = refusal();
    for (String part :
        List.of(
            "model_index.json is missing",
            "unet/config.json is truncated",
            "vae_decoder/model.onnx is missing",
            "scheduler/scheduler_config.json is truncated",
            "tokenizer/merges.txt is missing")) {
      assertTrue(sentence.contains(part), sentence);
    }
  }

  @Test
  void missingPartsOfTheIndex() throws IOException {
    TinyModels.unzip("sd", folder);
    delete(folder.resolve("vae_encoder"));
    delete(folder.resolve("vae_decoder"));
    delete(folder.resolve("text_encoder"));
    delete(folder.resolve("tokenizer"));
    String sentence = refusal();
    for (String part : List.of("vae_encoder/", "vae_decoder/", "text_encoder/", "tokenizer/")) {
      assertTrue(sentence.contains(part), sentence);
    }
  }

  @Test
  void swappedNetworks() throws IOException {
    TinyModels.unzip("sd", folder);
    Path a = folder.resolve("vae_encoder/model.onnx");
    Path b = folder.resolve("vae_decoder/model.onnx");
    Path c = folder.resolve("c");
    Files.move(a, c);
    Files.move(b, a);
    Files.move(c, b);
    String sentence = refusal();
    assertTrue(sentence.contains("vae_encoder/model.onnx has no input 'sample'"), sentence);
    assertTrue(sentence.contains("vae_decoder/model.onnx has no input 'latent_sample'"), sentence);
  }

  @Test
  void swappedDescriptions() throws IOException {
    TinyModels.unzip("sd", folder);
    List<String> files =
        List.of(
            "unet/config.json",
            "vae_decoder/config.json",
            "scheduler/scheduler_config.json",
            "controlnet_edges/config.json",
            "text_encoder/config.json");
    byte[] carried = Files.readAllBytes(folder.resolve(files.get(files.size() - 2)));
    for (String file : files) {
      byte[] own = Files.readAllBytes(folder.resolve(file));
      Files.write(folder.resolve(file), carried);
      carried = own;
    }
    String sentence = refusal();
    for (String file : List.of("unet/", "vae_decoder/", "scheduler/", "controlnet_edges/")) {
      assertTrue(sentence.contains(file), sentence);
    }
  }

  @Test
  void partsOfDifferentModels() throws IOException {
    TinyModels.unzip("sd", folder);
    for (String file : List.of("unet/model.onnx", "text_encoder/model.onnx")) {
      Files.copy(
          TinyModels.folder("sdxl-inpaint")
              .resolve(file.replace("text_encoder/", "text_encoder_2/")),
          folder.resolve(file),
          StandardCopyOption.REPLACE_EXISTING);
    }
    String sentence = refusal();
    assertTrue(
        sentence.contains("unet/config.json says in_channels = 4 but unet/model.onnx has 9"),
        sentence);
    assertTrue(sentence.contains("hidden_size = 16"), sentence);
    assertTrue(sentence.contains("cross_attention_dim = 16"), sentence);
  }

  @Test
  void controlNetWithoutPlaceInTheNetwork() throws IOException {
    TinyModels.unzip("sd-inpaint", folder);
    Files.createDirectory(folder.resolve("controlnet"));
    Files.copy(
        TinyModels.folder("sd").resolve("controlnet_edges/model.onnx"),
        folder.resolve("controlnet/model.onnx"));
    String sentence = refusal();
    assertTrue(sentence.contains("down_block_additional_residual_N"), sentence);
  }

  @Test
  void hashesFollowTheContent() throws IOException {
    TinyModels.unzip("pixel", folder);
    ModelFolder model = ModelFolder.open(folder);
    String key = model.contentKey();
    String hash = model.sha256().get("unet/model.onnx");
    assertEquals(64, hash.length());
    Path file = folder.resolve("unet/model.onnx");
    byte[] changed = Files.readAllBytes(file);
    changed[changed.length / 2]++;
    Files.write(file, changed);
    Files.setLastModifiedTime(file, java.nio.file.attribute.FileTime.fromMillis(1));
    assertNotEquals(key, model.contentKey());
    assertNotEquals(hash, model.sha256().get("unet/model.onnx"));
  }

  @Test
  void noFolder() {
    Path nowhere = folder.resolve("nowhere");
    assertThrows(BadInput.class, () -> ModelFolder.open(nowhere));
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
