package io.github.palimpsest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.gui.OvalRoi;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.model.TinyModels;
import io.github.palimpsest.record.Provenance;
import io.github.palimpsest.record.SessionLog;
import io.github.palimpsest.session.Session;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The macro functions of a session and Continue from Step, headless, each in a JVM of its own. */
class GuidedMacroTest {
  @TempDir Path temp;

  private ChildJvm.Result run(String text, Path argument) throws Exception {
    return Macros.run(text, argument.toString());
  }

  @Test
  void theExampleRunsAndItsStackContinuesElsewhere() throws Exception {
    Path field = Micrographs.write(temp, "field.tif", 96, 80);
    String example =
        Files.readString(Path.of("examples/guided.ijm")).replace("seed=7\"", "seed=7 latents\"")
            + "selectImage(name + \"-latents\");\nsaveAs(\"Tiff\", folder + name + \"-latents.tif\");\n";
    var run = run(example, field);
    assertEquals("", run.err());
    assertEquals(0, run.status());
    assertEquals("now field-result\n", run.out());
    ImagePlus before = Micrographs.open(field);
    ImagePlus result = Micrographs.open(temp.resolve("field-result.tif"));
    before.setRoi(new OvalRoi(28, 24, 26, 20));
    assertEquals(0, Micrographs.changedOutside(before, result, before));
    var record = Provenance.runs(result).get(0).json();
    assertEquals(1, record.getAsJsonArray("edits").size());
    assertEquals("Guided Diffusion...", record.get("command").getAsString());

    String again =
        """
        open(getArgument() + "/field.tif");
        open(getArgument() + "/field-latents.tif");
        Stack.setFrame(8);
        run("Continue from Step...");
        saveAs("Tiff", getArgument() + "/again-latents.tif");
        close();
        selectImage("field-latents.tif");
        close();
        open(getArgument() + "/field-steps.tif");
        Stack.setFrame(10);
        run("Continue from Step...");
        print(getTitle());
        saveAs("Tiff", getArgument() + "/again.tif");
        selectImage("field-steps.tif");
        Stack.setFrame(10);
        run("Continue from Step...", "prompt=[dense cells] steps=5 stream");
        saveAs("Tiff", getArgument() + "/other.tif");
        print(nImages);
        """;
    var second = run(again, temp);
    assertEquals("", second.err());
    // the sixth is the latents stack of the last run, which stream shows with its step stack
    assertEquals("field-result\n6\n", second.out());
    assertTrue(samePixels(result, saved("again")), "from the step stack");
    assertTrue(samePixels(result, saved("again-latents")), "from the latents stack");
    ImagePlus other = Micrographs.open(temp.resolve("other.tif"));
    assertFalse(samePixels(result, other));
    assertEquals(0, Micrographs.changedOutside(before, other, before));
    assertTrue(samePixels(guided(field), other), "guided anew as the session that went back");
  }

  /** The session of the example in this JVM, which goes back to frame 10 and asks for other. */
  private ImagePlus guided(Path field) {
    ImagePlus image = Micrographs.open(field);
    image.setRoi(new OvalRoi(28, 24, 26, 20));
    SessionLog log =
        SessionLog.parse(
            Provenance.runs(saved("field-result")).get(0).json().get("session").toString());
    try (Session session = Session.replay(image, log, Monitor.SILENT)) {
      session.rewind(9);
      session.set("prompt", "dense cells");
      session.set("steps", 5);
      return session.finish().result();
    }
  }

  @Test
  void guidedDiffusionInAMacroIsInpaintWithItsSteps() throws Exception {
    Micrographs.write(temp, "field.tif", 96, 80);
    String options = "steps=4 seed=5 model=[" + TinyModels.folder("pixel") + "]";
    String macro =
        """
        open(getArgument() + "/field.tif");
        makeOval(28, 24, 26, 20);
        run("Guided Diffusion...", "OPTIONS");
        print(getTitle(), nImages);
        saveAs("Tiff", getArgument() + "/guided.tif");
        selectImage("field.tif");
        run("Diffusion Inpaint...", "OPTIONS");
        saveAs("Tiff", getArgument() + "/inpaint.tif");
        selectImage("field-steps");
        print(nSlices);
        """;
    var run = run(macro.replace("OPTIONS", options), temp);
    assertEquals("", run.err());
    assertEquals("field-result 3\n5\n", run.out());
    assertTrue(
        samePixels(
            Micrographs.open(temp.resolve("guided.tif")),
            Micrographs.open(temp.resolve("inpaint.tif"))));
  }

  @Test
  void branchesAndRecordedPaintReplay() throws Exception {
    Micrographs.write(temp, "field.tif", 96, 80);
    String macro =
        """
        run("Palimpsest Macro Extensions");
        open(getArgument() + "/field.tif");
        makeOval(28, 24, 26, 20);
        Ext.start("steps=4 seed=5 model=[MODEL]");
        Ext.step(3);
        Ext.branch(2);
        selectImage("field-from2-steps");
        print(getTitle());
        Ext.set("scheduler", "Euler");
        Ext.finish();
        print(getTitle());
        saveAs("Tiff", getArgument() + "/branch.tif");
        Ext.finish();
        saveAs("Tiff", getArgument() + "/origin.tif");
        """;
    var run = run(macro.replace("MODEL", TinyModels.folder("pixel").toString()), temp);
    assertEquals("", run.err());
    assertEquals("field-from2-steps\nfield-result\n", run.out());
    ImagePlus branch = Micrographs.open(temp.resolve("branch.tif"));
    ImagePlus origin = Micrographs.open(temp.resolve("origin.tif"));
    assertFalse(samePixels(branch, origin));
    assertEquals(
        "field-from2-steps", Provenance.runs(branch).get(0).json().get("branch").getAsString());
    assertEquals("field-steps", Provenance.runs(origin).get(0).json().get("branch").getAsString());
  }

  /** Set, Fill, a filter and a paste in macros; every weight and horizon of the same paint. */
  @Test
  void weightHorizonAndCommandsOfImageJInMacros() throws Exception {
    Micrographs.write(temp, "field.tif", 96, 80);
    String macro =
        """
        run("Palimpsest Macro Extensions");
        open(getArgument() + "/field.tif");
        makeOval(28, 24, 26, 20);
        function begin() {
          selectImage("field.tif");
          Ext.start("steps=6 seed=7 range=0,6000 context=[Whole image]");
          Ext.step(3);
          selectImage("field-steps");
          makeRectangle(36, 28, 10, 8);
        }
        function end(name) {
          Ext.finish();
          saveAs("Tiff", getArgument() + "/" + name + ".tif");
          close();
          selectImage("field-steps");
          close();
        }
        function distance() {
          sum = 0;
          for (y = 28; y < 36; y++) for (x = 36; x < 46; x++) sum += abs(getPixel(x, y) - 4500);
          return sum / 80;
        }
        function painted(name, weight, horizon) {
          begin();
          run("Set...", "value=4500 slice");
          if (horizon < 0) Ext.inject(weight); else Ext.inject(weight, horizon);
          Ext.finish();
          print(name, distance());
          saveAs("Tiff", getArgument() + "/" + name + ".tif");
          close();
          selectImage("field-steps");
          close();
        }
        begin();
        end("plain");
        painted("w0", 0, -1);
        painted("w25", 0.25, -1);
        painted("w50", 0.5, -1);
        painted("w75", 0.75, -1);
        painted("w100", 1, -1);
        painted("h0", 1, 0);
        painted("h2", 1, 2);
        painted("h3", 1, 3);
        begin();
        setForegroundColor(255, 255, 255);
        run("Fill", "slice");
        Ext.inject(1);
        end("fill");
        begin();
        run("Gaussian Blur...", "sigma=3 slice");
        Ext.inject(1);
        end("blur");
        begin();
        run("Copy");
        makeRectangle(40, 32, 10, 8);
        run("Paste");
        Ext.inject(1);
        end("paste");
        """;
    var run = run(macro, temp);
    assertEquals("", run.err());
    Map<String, Double> distance = new LinkedHashMap<>();
    run.out().lines().forEach(l -> distance.put(l.split(" ")[0], Double.valueOf(l.split(" ")[1])));
    List<Double> weights = new ArrayList<>(distance.values()).subList(0, 5);
    for (int i = 1; i < weights.size(); i++) {
      assertTrue(weights.get(i) < weights.get(i - 1), weights.toString());
    }
    assertEquals(0, distance.get("w100"), "the pixels as painted");
    assertTrue(distance.get("h2") < distance.get("h0"), distance.toString());
    assertTrue(distance.get("h2") > 0, distance.toString());
    assertTrue(samePixels(saved("plain"), saved("w0")), "weight 0");
    assertTrue(samePixels(saved("w100"), saved("h3")), "the default is all that remain");
    ImagePlus before = Micrographs.open(temp.resolve("field.tif"));
    before.setRoi(new OvalRoi(28, 24, 26, 20));
    for (String name : new String[] {"fill", "blur", "paste"}) {
      assertFalse(samePixels(saved("plain"), saved(name)), name);
      assertEquals(0, Micrographs.changedOutside(before, saved(name), before), name);
      assertEquals(
          1,
          Provenance.runs(saved(name)).get(0).json().getAsJsonArray("edits").size(),
          name + " edits");
    }
  }

  private ImagePlus saved(String name) {
    return Micrographs.open(temp.resolve(name + ".tif"));
  }

  private static boolean samePixels(ImagePlus a, ImagePlus b) {
    return Arrays.equals(
        (short[]) a.getProcessor().getPixels(), (short[]) b.getProcessor().getPixels());
  }

  @Test
  void everyErrorAbortsWithOneSentenceAndLeavesNothing() throws Exception {
    String begin = "run(\"Palimpsest Macro Extensions\"); makeOval(28, 24, 26, 20);\n";
    String start = "Ext.start(\"steps=4 model=[" + TinyModels.folder("pixel") + "]\");";
    String[][] cases = {
      {"Ext.step(1);", "Ext.step needs a session: begin one with Ext.start(options)."},
      {"Ext.start(\"stepz=4\");", "Unknown key stepz; did you mean steps?"},
      {start + "Ext.set(\"seed\", 3);", "seed cannot change in a session"},
      {start + "Ext.rewind(2);", "step (2) must lie between 0 and 0"},
      {start + "Ext.step(1.5);", "n (1.5) must be a whole number."},
      {start + "Ext.branch(1);", "step (1) must lie between 0 and 0"},
      {start + "Ext.inject(1, 1, 'x');", "paint must be as the panel records it"},
      {start + "Ext.inject(1, 1, '{}');", "paint must be as the panel records it"},
      {start + "Ext.set('mask', '{\"mask\":3}');", "mask must be as the panel records it"},
      {start + "Ext.inject(2);", "weight (2.0) must lie between 0 and 1."},
      {start + "Ext.cancel(); Ext.finish();", "Ext.finish needs a session"},
      {"run(\"Continue from Step...\");", "'field.tif' is no step or latents stack"},
    };
    Path macros = Files.createDirectory(temp.resolve("macros"));
    for (int i = 0; i < cases.length; i++) {
      Files.writeString(
          macros.resolve("%02d.ijm".formatted(i)), begin + cases[i][0] + "\nprint(\"went on\");");
    }
    Files.writeString(
        macros.resolve("fine.ijm"), begin + start + "Ext.step(9); Ext.cancel(); print(nImages);");
    Path field = Micrographs.write(temp, "field.tif", 96, 80);
    var run = new ChildJvm().run(MacroBattery.class.getName(), macros.toString(), field.toString());
    var lines = run.out().lines().toList();
    for (int i = 0; i < cases.length; i++) {
      String[] line = lines.get(i).split("\t", -1);
      assertEquals(
          "false true 1 ", line[1] + " " + line[2] + " " + line[3] + " " + line[4], cases[i][0]);
      assertTrue(line[5].startsWith(cases[i][1]), line[5]);
      assertEquals(line[5].length() - 1, line[5].indexOf('|'), line[5]);
    }
    assertEquals("fine\ttrue\ttrue\t1\t1|\t", lines.get(cases.length));
  }
}
