package io.github.palimpsest.model.folder;

import io.github.palimpsest.check.BadInput;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Refuses a file that was given as a model: says what it is and what to give instead. */
public final class UnsupportedFile {
  private UnsupportedFile() {}

  /** The format of a network file that is not ONNX, by its name, in words; else null. */
  public static String format(String file) {
    String name = file.toLowerCase(Locale.ROOT);
    if (name.matches(".*\\.(safetensors|ckpt|pt|pth|bin|safetensors\\.index\\.json)")) {
      return name.matches("openvino.*") ? "an OpenVINO export" : "PyTorch weights";
    } else if (name.endsWith(".gguf")) {
      return "GGUF weights";
    } else if (name.endsWith(".msgpack")) {
      return "Flax weights";
    } else if (name.matches(".*\\.(engine|plan|trt)")) {
      return "a TensorRT engine";
    } else if (name.matches(".*\\.(mlpackage|mlmodel|mlmodelc)")) {
      return "a Core ML export";
    } else if (name.matches(".*\\.(tflite|pb|h5|keras)")) {
      return "a TensorFlow export";
    } else if (name.matches("openvino.*\\.xml")) {
      return "an OpenVINO export";
    }
    return null;
  }

  /**
   * @param file a file that exists and is no folder
   * @return the refusal
   */
  public static BadInput refusal(Path file) {
    Path last = file.getFileName();
    String name = last == null ? "" : last.toString().toLowerCase(Locale.ROOT);
    Path model = around(file);
    if (model != null) {
      return BadInput.of("\"%s\" is one file of a model: give the folder, \"%s\".", file, model);
    }
    if (name.endsWith(".zip")) {
      return BadInput.of(
          "\"%s\" is a zip: install it with Diffusion Models..., action=install file=[%s].",
          file, file);
    } else if (name.matches(".*\\.(tar|tgz|gz|bz2|xz|7z|rar)")) {
      return BadInput.of("\"%s\" is an archive: unpack it and give the folder.", file);
    } else if (name.endsWith(".onnx")) {
      return BadInput.of(
          "\"%s\" is a single network: a model is a folder with model_index.json, scheduler and"
              + " unet/model.onnx.",
          file);
    }
    String format = format(name);
    return format != null
        ? BadInput.of(
            "\"%s\" holds %s, which cannot be run: export the whole pipeline to ONNX with"
                + " scripts/export_model.py, and give the folder that it writes.",
            file, format)
        : BadInput.of("\"%s\" is a file: a model is a folder with model_index.json.", file);
  }

  /** The model folder that a file or folder is a part of, or null. */
  public static Path around(Path part) {
    Path at = part.toAbsolutePath().normalize().getParent();
    for (int i = 0; i < 2 && at != null; i++) {
      if (Files.exists(at.resolve("model_index.json"))) {
        return at;
      }
      at = at.getParent();
    }
    return null;
  }
}
