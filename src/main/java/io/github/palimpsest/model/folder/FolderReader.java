package io.github.palimpsest.model.folder;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.model.ControlNet;
import io.github.palimpsest.model.ModelCard;
import io.github.palimpsest.model.file.ModelJson;
import io.github.palimpsest.model.file.Problems;
import io.github.palimpsest.model.graph.OnnxHeader;
import io.github.palimpsest.model.graph.ValueInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Reads and checks a model folder part by part, collecting every problem before refusing. */
public final class FolderReader {
  private static final int MULTIPLE_AT_MOST = 4096;
  // Exporters align weights to pages, at most of this size.
  private static final long PAGE = 1 << 16;

  final Path folder;
  final Problems problems = new Problems();
  final List<String> warnings = new ArrayList<>();
  private final TreeSet<String> weightFiles = new TreeSet<>();
  private final TreeMap<String, OnnxHeader> headers = new TreeMap<>();

  private FolderReader(Path folder) {
    this.folder = folder;
  }

  /**
   * Reads a folder without loading weights.
   *
   * @throws BadInput naming every missing, truncated, swapped or inconsistent file at once
   */
  public static ModelParts read(Path folder) {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw UnsupportedFile.refusal(folder);
    } else if (!Files.exists(folder)) {
      throw new BadInput("Model folder \"" + folder + "\" does not exist.");
    }
    refuseOthers(folder);
    FolderReader reader = new FolderReader(folder.toAbsolutePath().normalize());
    ModelParts parts = reader.parts();
    reader.problems.refuse(folder);
    return parts;
  }

  private static void refuseOthers(Path folder) {
    try {
      if (Files.exists(folder.resolve("model_index.json"))) {
        UnsupportedPipeline.refuse(
            folder, ModelJson.read(folder, "model_index.json", new Problems()));
      } else {
        UnsupportedFolder.refuse(folder);
      }
    } catch (IOException e) {
      throw new BadInput(
          "Model folder \"" + folder + "\" cannot be read (" + e.getMessage() + ").", e);
    }
  }

  private ModelParts parts() {
    Map<String, Object> index = ModelJson.read(folder, "model_index.json", problems);
    Map<String, Object> scheduler = SchedulerConfigReader.read(this, index);
    boolean pipeline = ModelJson.string(index, "_class_name", "").contains("Pipeline");
    if (!index.isEmpty() && !pipeline && !index.containsKey("unet")) {
      problems.add("model_index.json describes no pipeline (it names no unet)");
    }
    UnetPart unet = UnetPart.read(this);
    ModelCard card = CardReader.read(folder, problems);
    ModelParts.Vae vae = VaeReader.read(this, index, unet);
    List<ModelParts.Text> texts = TextEncoderReader.read(this, index, unet);
    List<ControlNet> nets = ControlNetReader.read(this, index, unet, vae);
    int declared =
        ModelJson.integer(
            ModelJson.readOptional(folder, "palimpsest.json", problems), "multiple", 0);
    if (declared < 0 || declared > MULTIPLE_AT_MOST) {
      problems.add(
          "palimpsest.json says multiple = %d: it must be 1 to %d", declared, MULTIPLE_AT_MOST);
    }
    int least =
        ModelJson.integer(
            ModelJson.readOptional(folder, "palimpsest.json", problems), "context", 0);
    if (least < 0 || least > MULTIPLE_AT_MOST) {
      problems.add(
          "palimpsest.json says context = %d: it must be 0 to %d", least, MULTIPLE_AT_MOST);
    }
    int scale = vae == null ? 1 : vae.scale();
    return new ModelParts(
        folder,
        card,
        index,
        scheduler,
        unet.config(),
        unet.channels(),
        unet.inputChannels(),
        declared > 0 ? Math.max(1, declared / scale) : unet.multiple(),
        FixedSize.of(this, 2, unet, vae, nets),
        FixedSize.of(this, 3, unet, vae, nets),
        least,
        unet.takes("timestep_cond"),
        vae,
        texts,
        nets,
        List.copyOf(weightFiles),
        List.copyOf(warnings));
  }

  boolean has(String file) {
    return Files.exists(folder.resolve(file));
  }

  /**
   * Whether model_index.json names the part as one that exists: {@code "vae": ["lib", "Class"]}.
   */
  static boolean indexed(Map<String, Object> index, String part) {
    return index.get(part) instanceof List<?> entry && !entry.isEmpty() && entry.get(0) != null;
  }

  /** Names of sub-folders, sorted. */
  List<String> folders() {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(Files::isDirectory)
          .map(f -> f.getFileName().toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      problems.add("the folder cannot be listed (%s)", e.getMessage());
      return List.of();
    }
  }

  /**
   * The header of {@code part/model.onnx} with its external data checked, or null with a problem.
   */
  OnnxHeader onnx(String part) {
    String file = part + "/model.onnx";
    if (headers.containsKey(file)) {
      return headers.get(file);
    }
    OnnxHeader header = null;
    Path path = folder.resolve(file);
    if (!Files.isRegularFile(path)) {
      problems.add("%s is missing", file);
    } else {
      try {
        header = OnnxHeader.read(path);
        weightFiles.add(file);
        checkExternal(part, header);
        checkBatches(part, header);
      } catch (OnnxHeader.Unreadable e) {
        problems.add("%s %s", file, e.getMessage());
      } catch (IOException e) {
        problems.add("%s cannot be read (%s)", file, e.getMessage());
      }
    }
    headers.put(file, header);
    return header;
  }

  /** Networks are called for one picture at a time. */
  private void checkBatches(String part, OnnxHeader header) {
    for (ValueInfo input : header.inputs().values()) {
      if (input.rank() > 1 && input.size(0) > 1) {
        problems.add(
            "%s/model.onnx only takes batches of %d: export it with a free or single batch size",
            part, input.size(0));
        return;
      }
    }
  }

  private void checkExternal(String part, OnnxHeader header) throws IOException {
    for (Map.Entry<String, Long> entry : header.external().entrySet()) {
      String file = part + "/" + entry.getKey();
      Path data = path(file);
      if (data == null) {
        problems.add("%s/model.onnx refers to weights by a name that no file can have", part);
      } else if (!data.startsWith(folder)) {
        problems.add("%s/model.onnx refers to weights outside the folder (%s)", part, file);
      } else if (!Files.isRegularFile(data)) {
        problems.add("%s (weights of %s/model.onnx) is missing", file, part);
      } else if (Files.size(data) < entry.getValue()) {
        problems.add(
            "%s is truncated (%d bytes instead of %d)", file, Files.size(data), entry.getValue());
      } else {
        if (Files.size(data) > entry.getValue() + PAGE) {
          warnings.add(
              file
                  + " has "
                  + (Files.size(data) - entry.getValue())
                  + " bytes more than "
                  + part
                  + "/model.onnx reads; if it is another network's, copy both files again.");
        }
        weightFiles.add(folder.relativize(data).toString().replace('\\', '/'));
      }
    }
  }

  /** A file of the folder, or null for a name that this system does not allow. */
  private Path path(String file) {
    try {
      return folder.resolve(file).normalize();
    } catch (InvalidPathException e) {
      return null;
    }
  }

  /** Adds a problem if a config.json says that it belongs to another kind of part. */
  void requireClass(String file, Map<String, Object> config, String wanted) {
    String found = ModelJson.string(config, "_class_name", "");
    if (!found.isEmpty() && !found.contains(wanted)) {
      problems.add("%s describes a %s instead of a %s", file, found, wanted);
    }
  }

  /** Adds a problem if {@code header} lacks an input; tells from a swapped file. */
  boolean requireInput(String part, OnnxHeader header, String input) {
    if (header == null) {
      return false;
    }
    if (header.input(input) == null) {
      problems.add(
          "%s/model.onnx has no input '%s' (it has %s): it is not a %s",
          part, input, String.join(", ", header.inputs().keySet()), part.replaceAll("_2$", ""));
      return false;
    }
    return true;
  }
}
