package io.github.palimpsest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.palimpsest.model.TinyModels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every bad input of a macro: it ends there, with one line on stderr that names the remedy, the
 * image as before, nothing opened and no file left.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputTest {
  private static final String AFTER = "\nprint(\"went on\");";

  @TempDir static Path temp;

  private final Map<String, String[]> lines = new HashMap<>();
  private String[][] cases;
  private Set<Path> before;

  /** Name, macro, and words its one line must hold; the image is 96 x 80, 16-bit. */
  private static String[][] makeCases() throws Exception {
    Path tiny = TinyModels.folder("pixel");
    Path controlled = TinyModels.folder("sd");
    return new String[][] {
      {"no-image", "close(); " + inpaint(""), "no image"},
      {"no-selection", inpaint(""), "selection"},
      {"empty-selection", "makeOval(9, 9, 0, 0); " + inpaint(""), "selection"},
      {"outside-selection", "makeRectangle(900, 900, 9, 9); " + inpaint(""), "selection"},
      {
        "other-size",
        "newImage(\"m\", \"8-bit white\", 50, 50, 1); selectImage(\"field.tif\"); "
            + inpaint("mask=m"),
        "50"
      },
      {"unknown-mask", oval() + inpaint("mask=[no such image]"), "no such image"},
      {
        "empty-mask",
        "newImage(\"m\", \"8-bit black\", 96, 80, 1); selectImage(\"field.tif\"); "
            + inpaint("mask=m"),
        "mask"
      },
      {"unknown-key", oval() + inpaint("stps=4"), "did you mean steps"},
      {"out-of-range", oval() + inpaint("strength=1.5"), "strength (1.5)"},
      {"no-steps-left", oval() + inpaint("steps=4 strength=0.1 model=[" + tiny + "]"), "strength"},
      {"bracket", oval() + inpaint("prompt=[nuclei"), "bracket"},
      {"unknown-model", oval() + inpaint("model=nosuch"), "nosuch"},
      {"unknown-scheduler", oval() + inpaint("scheduler=Magic"), "Magic"},
      {"bad-range", oval() + inpaint("range=9,3"), "range"},
      {"bad-plane", oval() + inpaint("slices=7"), "slices"},
      {"missing-weights", oval() + inpaint("model=[" + without("unet/model.onnx") + "]"), "unet"},
      {
        "missing-config",
        oval() + inpaint("model=[" + without("scheduler/scheduler_config.json") + "]"),
        "scheduler_config.json"
      },
      {"truncated-weights", oval() + inpaint("model=[" + truncated() + "]"), "model.onnx"},
      {"swapped-weights", oval() + inpaint("model=[" + swapped() + "]"), "unet"},
      {"prompt-without-text", oval() + inpaint("prompt=nuclei model=[" + tiny + "]"), "nuclei"},
      {"control-without-net", oval() + inpaint("control=edges model=[" + tiny + "]"), "none"},
      {
        "control-of-other-size",
        "newImage(\"m\", \"8-bit white\", 50, 50, 1); selectImage(\"field.tif\"); "
            + oval()
            + inpaint("control=[edges:m] model=[" + controlled + "]"),
        "50 x 50"
      },
      {
        "colours-for-a-grey-map",
        "newImage(\"m\", \"RGB white\", 96, 80, 1); selectImage(\"field.tif\"); "
            + oval()
            + inpaint("control=[edges:m]"),
        "8-bit"
      },
      {
        "stack-for-a-plane",
        "newImage(\"m\", \"8-bit white\", 96, 80, 3); selectImage(\"field.tif\"); "
            + oval()
            + inpaint("control=[edges:m] model=[" + controlled + "]"),
        "3 planes"
      },
      {"unknown-map", oval() + inpaint("control=nosuch model=[" + controlled + "]"), "nosuch"},
      {
        "weights-without-maps",
        oval() + inpaint("control=[edges] controlweight=1,2 model=[" + controlled + "]"),
        "controlweight (1,2)"
      },
      {
        "segmentation-without-rois",
        oval() + inpaint("control=segmentation model=[" + controlled + "]"),
        "palimpsest.role=control"
      },
      {
        "labels-without-labels",
        "newImage(\"m\", \"16-bit black\", 50, 50, 1);"
            + "run(\"Diffusion Control Map...\", \"kind=segmentation rois=Labels\");",
        "label"
      },
      {
        "wrong-channels",
        oval()
            + inpaint(
                "model=" + changed("unet/config.json", "\"in_channels\": 1", "\"in_channels\": 4")),
        "in_channels = 4"
      },
      {
        "wrong-scheduler",
        oval() + inpaint("model=" + changed("model_index.json", "DDPMScheduler", "MagicScheduler")),
        "MagicScheduler"
      },
      {
        "no-scheduler",
        oval()
            + inpaint(
                "model="
                    + changed("scheduler/scheduler_config.json", "DDPMScheduler", "AutoencoderKL")),
        "instead of a Scheduler"
      },
      {"corrupt-zip", install(corrupt()), "corrupt.zip"},
      {"bitten-zip", install(bitten()), "bitten.zip"},
      {"cut-zip", install(cut()), "cut.zip"},
      {"empty-zip", install(Files.createFile(temp.resolve("empty.zip"))), "empty.zip"},
      {
        "text-as-zip", install(Files.writeString(temp.resolve("text.zip"), "not a zip")), "text.zip"
      },
      {"no-model-in-folder", install(Files.createDirectories(temp.resolve("hollow"))), "hollow"},
      {
        "no-model-to-remove",
        "run(\"Diffusion Models...\", \"action=remove model=nosuch\");",
        "nosuch"
      },
      {
        "bundled-cannot-be-removed",
        "run(\"Diffusion Models...\", \"action=remove model=micrographs\");",
        "micrographs"
      },
      {"no-zip", install(temp.resolve("nowhere.zip")), "nowhere.zip"},
      {"unknown-command", "run(\"Diffusion Inpant...\");", "Diffusion Inpant"},
      {"syntax", "x = ;", "expected"},
      {"missing-file", "open(\"/no/such/file.tif\");", "/no/such/file.tif"},
      {"unwritable", "saveAs(\"Tiff\", \"/no/such/folder/x.tif\");", "/no/such/folder"},
      {"said-so", "exit(\"I stop here\");", "I stop here"},
      {"java-fault", "call(\"java.lang.Integer.parseInt\", \"x\");", "NumberFormatException"},
      {"builtin-without-image", "close(); run(\"Invert\");", "no images open"},
    };
  }

  /** Odd but good: these macros finish. */
  private static String[][] makeFine() {
    String options = "steps=2 model=[" + TinyModels.folder("pixel") + "]";
    String small = "newImage(\"s\", \"16-bit ramp\", 5, 7, 1); ";
    return new String[][] {
      {"one-pixel", "makeRectangle(50, 40, 1, 1); " + inpaint(options)},
      {"whole-image", "run(\"Select All\"); " + inpaint(options)},
      {"smaller-than-multiple", small + "makeRectangle(1, 1, 3, 2); " + inpaint(options)},
      {"at-the-corner", "makeRectangle(-5, -5, 12, 11); " + inpaint(options)},
    };
  }

  private static String oval() {
    return "makeOval(20, 20, 20, 20); ";
  }

  private static String inpaint(String options) {
    return "run(\"Diffusion Inpaint...\", \"" + options + "\");";
  }

  private static Path without(String file) throws Exception {
    Path folder = TinyModels.unzip("pixel", Files.createDirectories(temp.resolve(file + "-gone")));
    Files.delete(folder.resolve(file));
    return folder;
  }

  /** The text encoder of another model where the U-Net should be. */
  private static Path swapped() throws Exception {
    Path folder = TinyModels.unzip("pixel", Files.createDirectories(temp.resolve("swapped")));
    Files.copy(
        TinyModels.folder("sd").resolve("text_encoder/model.onnx"),
        folder.resolve("unet/model.onnx"),
        StandardCopyOption.REPLACE_EXISTING);
    return folder;
  }

  private static String install(Path file) {
    return "run(\"Diffusion Models...\", \"action=install file=[" + file + "]\");";
  }

  /** A zip whose second half is noise. */
  private static Path corrupt() throws Exception {
    Path file = temp.resolve("corrupt.zip");
    byte[] bytes;
    try (var in = BadInputTest.class.getResourceAsStream("/models/pixel.zip")) {
      bytes = in.readAllBytes();
    }
    java.util.Arrays.fill(bytes, bytes.length / 2, bytes.length, (byte) 0x5a);
    return Files.write(file, bytes);
  }

  /** A zip with its list of contents, and one file inside spoilt. */
  private static Path bitten() throws Exception {
    byte[] bytes;
    try (var in = BadInputTest.class.getResourceAsStream("/models/pixel.zip")) {
      bytes = in.readAllBytes();
    }
    java.util.Arrays.fill(bytes, bytes.length / 2, bytes.length / 2 + 99, (byte) 0x5a);
    return Files.write(temp.resolve("bitten.zip"), bytes);
  }

  /** A zip that was not downloaded to its end. */
  private static Path cut() throws Exception {
    byte[] bytes;
    try (var in = BadInputTest.class.getResourceAsStream("/models/pixel.zip")) {
      bytes = in.readAllBytes();
    }
    return Files.write(temp.resolve("cut.zip"), java.util.Arrays.copyOf(bytes, bytes.length / 2));
  }

  /** A model with another word in one of its files, in brackets. */
  private static String changed(String file, String from, String to) throws Exception {
    Path folder = TinyModels.unzip("pixel", Files.createTempDirectory(temp, "changed"));
    String text = Files.readString(folder.resolve(file));
    assertTrue(text.contains(from), text);
    Files.writeString(folder.resolve(file), text.replace(from, to));
    return "[" + folder + "]";
  }

  private static Path truncated() throws Exception {
    Path folder = TinyModels.unzip("pixel", Files.createDirectories(temp.resolve("short")));
    Path weights = folder.resolve("unet/model.onnx");
    byte[] bytes = Files.readAllBytes(weights);
    Files.write(weights, java.util.Arrays.copyOf(bytes, bytes.length * 2 / 3));
    return folder;
  }

  @BeforeAll
  void run() throws Exception {
    Path work = Files.createDirectories(temp.resolve("work"));
    Path macros = Files.createDirectories(temp.resolve("macros"));
    Path image = Micrographs.write(temp, "field.tif", 96, 80);
    cases = makeCases();
    for (String[] c : cases) {
      Files.writeString(macros.resolve(c[0] + ".ijm"), c[1] + AFTER);
    }
    for (String[] c : makeFine()) {
      Files.writeString(macros.resolve(c[0] + ".ijm"), c[1] + "print(getTitle());");
    }
    before = files();
    var battery =
        new ChildJvm()
            .in(work)
            .flag("-Djava.awt.headless=true")
            .flag("-Dpalimpsest.models=" + temp.resolve("models"))
            .run(MacroBattery.class.getName(), macros.toString(), image.toString());
    assertEquals(0, battery.status(), battery.err());
    for (String line : battery.out().lines().toList()) {
      String[] parts = line.split("\t", -1);
      lines.put(parts[0], parts);
    }
  }

  @TestFactory
  Stream<DynamicTest> endsWithOneSentence() {
    return Stream.of(cases).map(c -> DynamicTest.dynamicTest(c[0], () -> check(c)));
  }

  private void check(String[] c) {
    String[] line = lines.get(c[0]);
    assertTrue(line != null && line.length == 6, "the macro was run");
    assertEquals("false", line[1], "finished");
    assertEquals("true", line[2], "image as before");
    int made = c[1].split("newImage\\(", -1).length - 1;
    assertTrue(Integer.parseInt(line[3]) <= 1 + made, line[3] + " images are open");
    assertEquals("", line[4], "stdout");
    String err = line[5];
    assertEquals(err.length() - 1, err.indexOf('|'), "one line: " + err);
    assertTrue(err.contains(c[2]), err);
    assertTrue(!err.contains("report this"), err);
  }

  @TestFactory
  Stream<DynamicTest> oddInputFinishes() {
    return Stream.of(makeFine()).map(c -> DynamicTest.dynamicTest(c[0], () -> checkFine(c[0])));
  }

  private void checkFine(String name) {
    String[] line = lines.get(name);
    assertTrue(line != null && line.length == 6, "the macro was run");
    assertEquals("", line[5], "stderr");
    assertEquals("true", line[1], "finished");
    assertEquals("true", line[2], "source as before");
    assertTrue(line[4].endsWith("-result|"), line[4]);
  }

  @Test
  void noFileIsLeft() throws Exception {
    assertEquals(before, files());
  }

  private static Set<Path> files() throws Exception {
    try (Stream<Path> all = Files.walk(temp)) {
      return all.collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
