package io.github.palimpsest.model.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.model.TinyModels;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Damage and malice that earlier versions took without a word, or refused in misleading ones. */
class FolderDamageTest {
  @TempDir Path temporary;
  private Path folder;

  @BeforeEach
  void unzip() throws IOException {
    folder = TinyModels.unzip("sd-fp16", temporary.resolve("model"));
  }

  private String refusal() {
    String sentence = assertThrows(BadInput.class, () -> ModelFolder.open(folder)).getMessage();
    assertTrue(sentence.endsWith(".") && sentence.length() < 1600, sentence);
    assertEquals(1, sentence.lines().count(), sentence);
    return sentence;
  }

  private static void link(Path link, Path target) throws IOException {
    try {
      Files.createSymbolicLink(link, target);
    } catch (IOException | UnsupportedOperationException e) {
      Assumptions.abort("no links here");
    }
  }

  /** A linked folder, a linked file, and links that lead nowhere or around. */
  @Test
  void linksAreFollowedForTheKey() throws IOException {
    Path linked = temporary.resolve("linked");
    link(linked, folder);
    Path network = folder.resolve("unet/model.onnx");
    Path blob = Files.move(network, temporary.resolve("blob"));
    link(network, blob);
    link(folder.resolve("unet/around"), folder);
    link(folder.resolve("nothing"), temporary.resolve("nothing"));
    ModelFolder model = ModelFolder.open(linked);
    String key = model.contentKey();
    String hash = model.sha256().get("unet/model.onnx");
    assertEquals(key, model.contentKey());
    // the same size and time: only the file is another
    Path other = temporary.resolve("other");
    byte[] bytes = Files.readAllBytes(blob);
    bytes[bytes.length / 2]++;
    Files.write(other, bytes);
    Files.setLastModifiedTime(other, Files.getLastModifiedTime(blob));
    Files.delete(network);
    link(network, other);
    assertNotEquals(key, model.contentKey());
    assertNotEquals(hash, model.sha256().get("unet/model.onnx"));
  }

  @Test
  void weightsThatAreLongerThanRead() throws IOException {
    assertEquals(0, ModelFolder.open(folder).warnings().size());
    Path data = folder.resolve("unet/model.onnx_data");
    Files.write(data, new byte[100_000], StandardOpenOption.APPEND);
    ModelFolder model = ModelFolder.open(folder);
    assertEquals(1, model.warnings().size());
    String words = model.warnings().get(0);
    assertTrue(words.startsWith("unet/model.onnx_data has 1000"), words);
  }

  @ParameterizedTest
  @CsvSource({
    "scheduler/scheduler_config.json, 5000000, has 4 MB",
    "tokenizer/vocab.json, 70000000, has 66 MB",
  })
  void filesOfAbsurdSize(String file, long size, String word) throws IOException {
    try (FileChannel channel = FileChannel.open(folder.resolve(file), StandardOpenOption.WRITE)) {
      channel.position(size).write(java.nio.ByteBuffer.wrap(new byte[] {' '}));
    }
    String sentence = refusal();
    assertTrue(sentence.contains(file) && sentence.contains(word), sentence);
  }

  @ParameterizedTest
  @CsvSource({
    "palimpsest.json, '{\"multiple\": 2147483647}', multiple",
    "palimpsest.json, '{\"multiple\": -8}', multiple",
    "palimpsest.json, '{\"rewrite\": \"no\"}', 'rewrite = ''no'': it must be true or false'",
    "palimpsest.json, '{\"rewrite\": 0}', 'rewrite = ''0'': it must be true or false'",
    "vae_decoder/config.json, '{\"in_channels\": 1000000}', in_channels",
    "vae_decoder/config.json, '{\"block_out_channels\": [1,1,1,1,1,1,1,1,1,1,1,1]}', levels",
  })
  void numbersThatNothingCanBe(String file, String content, String word) throws IOException {
    Files.writeString(folder.resolve(file), content);
    String sentence = refusal();
    assertTrue(sentence.contains(file) && sentence.contains(word), sentence);
  }

  /** Names of a megabyte, with line ends and zeros. */
  @Test
  void namesAreShortened() throws IOException {
    String name = "Scheduler".repeat(100_000);
    Files.writeString(
        folder.resolve("unet/config.json"), "{\"_class_name\": \"" + "x".repeat(1 << 20) + "\"}");
    refusal();
    assertTrue(new BadInput("model (" + name + ") must be one.").getMessage().length() < 1600);
    assertEquals("a b c.", new BadInput("a\nb\0c.").getMessage());
  }
}
