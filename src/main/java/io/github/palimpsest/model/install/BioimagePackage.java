package io.github.palimpsest.model.install;

import com.google.gson.GsonBuilder;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.model.file.TextFile;
import io.github.palimpsest.model.graph.OnnxHeader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Brings a bioimage.io package into the layout of a model folder: the ONNX weights that {@code
 * rdf.yaml} names become {@code unet/model.onnx}, its name and licence go to {@code
 * palimpsest.json}. The other parts (scheduler, text encoder ...) must be in the package.
 */
final class BioimagePackage {
  private BioimagePackage() {}

  /** Changes {@code folder} in place if it holds an {@code rdf.yaml}, else does nothing. */
  static void adopt(Path folder) throws IOException {
    Path file = folder.resolve("rdf.yaml");
    if (!Files.exists(file)) {
      return;
    }
    Map<?, ?> rdf = read(file);
    String weights = weights(rdf);
    Path unet = folder.resolve("unet/model.onnx");
    if (!Files.exists(unet)) {
      Path source = source(folder, weights);
      if (!source.startsWith(folder) || !Files.isRegularFile(source)) {
        throw new BadInput("rdf.yaml names ONNX weights (" + weights + ") that are not there.");
      }
      Files.createDirectories(unet.getParent());
      moveWithData(source, unet);
    }
    Path card = folder.resolve("palimpsest.json");
    if (!Files.exists(card)) {
      Map<String, Object> json = new LinkedHashMap<>();
      put(json, "name", rdf.get("name"));
      put(json, "licence", rdf.get("license"));
      Files.writeString(card, new GsonBuilder().setPrettyPrinting().create().toJson(json) + "\n");
    }
  }

  private static Map<?, ?> read(Path file) throws IOException {
    try {
      String text = TextFile.read(file, TextFile.DESCRIPTION);
      Object value = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
      if (value instanceof Map<?, ?> map) {
        return map;
      }
    } catch (YAMLException e) {
      throw new BadInput("rdf.yaml is not valid YAML.", e);
    }
    throw new BadInput("rdf.yaml is empty or describes no model.");
  }

  private static String weights(Map<?, ?> rdf) {
    if (rdf.get("weights") instanceof Map<?, ?> formats
        && formats.get("onnx") instanceof Map<?, ?> onnx
        && onnx.get("source") instanceof String source) {
      return source;
    }
    throw new BadInput("rdf.yaml names no ONNX weights (weights: onnx: source).");
  }

  private static Path source(Path folder, String weights) {
    try {
      return folder.resolve(weights).normalize();
    } catch (InvalidPathException e) {
      throw new BadInput("rdf.yaml names ONNX weights that no file can be (" + weights + ").", e);
    }
  }

  // External weights are found by their name beside the ONNX file.
  private static void moveWithData(Path source, Path target) throws IOException {
    try {
      for (String data : OnnxHeader.read(source).external().keySet()) {
        Path from = source.resolveSibling(data).normalize();
        if (from.startsWith(source.getParent()) && Files.isRegularFile(from)) {
          Files.move(from, target.resolveSibling(data));
        }
      }
      Files.move(source, target);
    } catch (OnnxHeader.Unreadable e) {
      throw new BadInput(source.getFileName() + " " + e.getMessage() + ".", e);
    } catch (InvalidPathException e) {
      throw new BadInput(
          source.getFileName() + " refers to weights by a name that no file can have.", e);
    }
  }

  private static void put(Map<String, Object> json, String key, Object value) {
    if (value instanceof String text) {
      json.put(key, text);
    }
  }
}
