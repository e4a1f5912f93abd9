package io.github.palimpsest.model.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.model.TinyModels;
import io.github.palimpsest.model.graph.OnnxEdit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Folders as other programs write them: read as diffusers reads them, or named for what they are.
 */
class ExportLayoutsTest {
  private static final String EULER = "EulerDiscreteScheduler";

  @TempDir Path folder;

  private String refusal(Path path) {
    String sentence = assertThrows(BadInput.class, () -> ModelFolder.open(path)).getMessage();
    assertTrue(sentence.endsWith(".") && !sentence.contains("\n"), sentence);
    return sentence;
  }

  private void replace(String file, String from, String to) throws IOException {
    Path path = folder.resolve(file);
    String text = Files.readString(path);
    assertTrue(text.contains(from), text);
    Files.writeString(path, text.replace(from, to));
  }

  /** The class of the index, then that of the config; diffusers 0.42 does so. */
  @ParameterizedTest
  @CsvSource({
    "EulerDiscreteScheduler, DDIMScheduler, EulerDiscreteScheduler",
    "EulerDiscreteScheduler, , EulerDiscreteScheduler",
    ", DDIMScheduler, DDIMScheduler",
    ", , "
  })
  void schedulerOfTheIndex(String index, String config, String used) throws IOException {
    TinyModels.unzip("pixel", folder);
    replace("model_index.json", "\"DDPMScheduler\"", index == null ? "null" : '"' + index + '"');
    replace(
        "scheduler/scheduler_config.json",
        "\"_class_name\": \"DDPMScheduler\",",
        config == null ? "" : "\"_class_name\": \"" + config + "\",");
    if (used == null) {
      String sentence = refusal(folder);
      assertTrue(sentence.contains("says which scheduler") && !sentence.contains("null"), sentence);
    } else {
      assertEquals(used, ModelFolder.open(folder).schedulerConfig().get("_class_name"));
    }
  }

  @Test
  void indexNamesNoScheduler() throws IOException {
    TinyModels.unzip("pixel", folder);
    replace("model_index.json", "\"DDPMScheduler\"", "\"UNet2DModel\"");
    assertTrue(refusal(folder).contains("names a UNet2DModel instead of a Scheduler"));
  }

  /** 2022's exports: no config.json in any part. */
  @ParameterizedTest
  @ValueSource(strings = {"sd", "sd-fp16", "sd-inpaint", "lcm", "sdxl", "sdxl-inpaint", "pixel"})
  void networksSayWhatConfigsWould(String name) throws IOException {
    ModelFolder whole = ModelFolder.open(TinyModels.folder(name));
    TinyModels.unzip(name, folder);
    for (String part : List.of("unet", "vae_decoder")) {
      if (Files.exists(folder.resolve(part))) {
        OnnxEdit.freeChannels(folder.resolve(part + "/model.onnx"), 11);
        OnnxEdit.freeChannels(folder.resolve(part + "/model.onnx"), 12);
      }
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(f -> f.endsWith("config.json")).toList()) {
        Files.delete(file);
      }
    }
    ModelFolder bare = ModelFolder.open(folder);
    assertEquals(whole.channels(), bare.channels());
    assertEquals(whole.inputChannels(), bare.inputChannels());
    assertEquals(whole.imageChannels(), bare.imageChannels());
    assertEquals(whole.scale(), bare.scale());
    assertEquals(whole.multiple(), bare.multiple());
    assertEquals(whole.parts().texts(), bare.parts().texts());
    assertEquals(whole.controlNets(), bare.controlNets());
    if (!whole.controlNets().isEmpty()) {
      for (String key : List.of("block_out_channels", "layers_per_block")) {
        assertEquals(whole.parts().unetConfig().get(key), bare.parts().unetConfig().get(key), key);
      }
    }
    if (whole.pixelSpace()) {
      assertEquals(List.of(), bare.warnings());
    } else {
      assertArrayEquals(new float[] {0.18215f}, bare.parts().vae().units().scaling());
      assertEquals(1, bare.warnings().size());
      assertTrue(bare.warnings().get(0).contains("scaling_factor"), bare.warnings().get(0));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "StableDiffusion3Pipeline, transformer, SD3Transformer2DModel, transformer",
    "FluxPipeline, transformer, FluxTransformer2DModel, transformer",
    "PixArtAlphaPipeline, transformer, PixArtTransformer2DModel, transformer",
    "WanPipeline, transformer, WanTransformer3DModel, transformer",
    "StableAudioPipeline, transformer, StableAudioDiTModel, transformer",
    "AudioLDMPipeline, vocoder, SpeechT5HifiGan, sound",
    "KandinskyV22Pipeline, movq, VQModel, MoVQ",
    "StableCascadeCombinedPipeline, prior_prior, StableCascadeUNet, prior",
    "TextToVideoSDPipeline, unet, UNet3DConditionModel, video",
    "StableVideoDiffusionPipeline, unet, UNetSpatioTemporalConditionModel, video",
    "AnimateDiffPipeline, motion_adapter, MotionAdapter, video",
    "StableDiffusionUpscalePipeline, low_res_scheduler, DDPMScheduler, upscaler",
  })
  void pipelinesOfOtherFamilies(String pipeline, String part, String type, String word)
      throws IOException {
    TinyModels.unzip("sd", folder);
    replace("model_index.json", "\"StableDiffusionPipeline\"", '"' + pipeline + '"');
    if (part.equals("unet")) {
      replace("model_index.json", "\"UNet2DConditionModel\"", '"' + type + '"');
    } else {
      replace(
          "model_index.json", "\"unet\"", '"' + part + "\": [\"a\", \"" + type + "\"], \"unet\"");
    }
    String sentence = refusal(folder);
    assertTrue(sentence.contains(pipeline) && sentence.contains(word), sentence);
    assertTrue(sentence.contains("Stable Diffusion 1, 2 or XL"), sentence);
  }

  @ParameterizedTest
  @CsvSource({
    "diffusion_pytorch_model.safetensors, PyTorch weights",
    "diffusion_pytorch_model.fp16.bin, PyTorch weights",
    "diffusion_flax_model.msgpack, Flax",
    "openvino_model.xml, OpenVINO",
    "openvino_model.bin, OpenVINO",
    "unet.engine, TensorRT",
    "model_fp16.onnx, rename",
  })
  void networksOfOtherFormats(String file, String word) throws IOException {
    TinyModels.unzip("pixel", folder);
    Files.move(folder.resolve("unet/model.onnx"), folder.resolve("unet/" + file));
    String sentence = refusal(folder);
    assertTrue(sentence.contains(word) && sentence.contains(file), sentence);
  }

  @Test
  void aboveAndBelowTheModel() throws IOException {
    Path model = TinyModels.unzip("pixel", folder.resolve("snapshots/0123/model"));
    assertTrue(refusal(folder).endsWith("give \"" + model + "\"."));
    assertTrue(refusal(model.resolve("unet")).endsWith("give the whole, \"" + model + "\"."));
    for (String file : List.of("model_index.json", "unet/model.onnx", "unet/config.json")) {
      String sentence = refusal(model.resolve(file));
      assertTrue(sentence.endsWith("give the folder, \"" + model + "\"."), sentence);
    }
    TinyModels.unzip("pixel", folder.resolve("snapshots/0123/other"));
    assertTrue(refusal(folder).contains("holds 2 models: give one of them"));
  }

  @ParameterizedTest
  @CsvSource({
    "model.onnx, single network",
    "v1-5-pruned.safetensors, PyTorch weights",
    "sd.ckpt, PyTorch weights",
    "flux1-dev-Q4.gguf, GGUF",
    "model.zip, action=install",
    "model.tar.gz, unpack",
    "notes.md, a model is a folder",
  })
  void aSingleFile(String file, String word) throws IOException {
    String sentence = refusal(Files.writeString(folder.resolve(file), "x"));
    assertTrue(sentence.contains(word) && sentence.contains(file), sentence);
    String found =
        assertThrows(BadInput.class, () -> ModelFolder.open(folder.resolve(file))).getMessage();
    assertEquals(sentence, found);
  }

  @ParameterizedTest
  @CsvSource({
    "pytorch_lora_weights.safetensors, LoRA",
    "adapter_config.json, LoRA",
    "learned_embeds.bin, textual inversion",
    "rdf.yaml, action=install",
    "model.onnx, a single network",
    "diffusion_pytorch_model.safetensors, PyTorch weights",
  })
  void foldersThatAreNoModels(String file, String word) throws IOException {
    assertTrue(refusal(folder).endsWith("is empty."));
    Files.writeString(folder.resolve(file), "x");
    String sentence = refusal(folder);
    assertTrue(sentence.contains(word), sentence);
  }

  @ParameterizedTest
  @CsvSource({
    "'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9', git lfs pull",
    "'<!DOCTYPE html><html>', web page",
    "'', is empty"
  })
  void whatDownloadsLeave(String content, String word) throws IOException {
    TinyModels.unzip("pixel", folder);
    Files.writeString(folder.resolve("unet/model.onnx"), content);
    assertTrue(refusal(folder).contains("unet/model.onnx is"));
    assertTrue(refusal(folder).contains(word));
    Files.writeString(folder.resolve("scheduler/scheduler_config.json"), content);
    assertTrue(refusal(folder).contains("scheduler_config.json is"));
  }
}
