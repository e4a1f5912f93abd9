package io.github.palimpsest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import ij.ImagePlus;
import io.github.palimpsest.model.TinyModels;
import io.github.palimpsest.record.Provenance;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The record of an image shown and saved, in macros without a display. */
class ProvenanceCommandTest {
  @TempDir Path temp;

  @Test
  void tellsAndSavesHowAnImageWasMadeAlsoAfterReopening() throws Exception {
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
        makeRectangle(20, 20, 10, 8);
        run("Set...", "value=900 slice");
        Ext.inject(0.5, 1);
        Ext.finish();
        makeRectangle(4, 4, 10, 10);
        run("Diffusion Inpaint...", "steps=3 seed=6 output=Replace model=[MODEL]");
        saveAs("Tiff", getArgument() + "/twice.tif");
        run("Close All");
        open(getArgument() + "/twice.tif");
        run("Diffusion Provenance...");
        run("Diffusion Provenance...", "file=[" + getArgument() + "/record.json]");
        run("Diffusion Provenance...", "file=" + getArgument() + "/record.txt");
        """;
    String text = macro.replace("MODEL", TinyModels.folder("pixel").toString());
    var run = Macros.run(text, temp.toString());
    assertEquals("", run.err());
    List<String> lines = run.out().lines().toList();
    for (String line :
        List.of(
            "Run 1 of 2 in twice.tif",
            "  command: Guided Diffusion...",
            "  source: title field.tif, width 96, height 80, bits 16",
            "  seeds: 5",
            "  branch: field-from2-steps",
            "  branches: field-from2-steps, left from field-steps after step 2",
            "Run 2 of 2 in twice.tif",
            "  seeds: 6",
            "  synthetic pixels: 100 on plane 1, within 4,4,10,10")) {
      assertTrue(lines.contains(line), line + " is not in\n" + run.out());
    }
    assertTrue(
        lines.stream().anyMatch(l -> l.matches(" {2}edit: .*weight 0.5, horizon 1, on steps, .*")),
        run.out());
    assertTrue(
        lines.stream().anyMatch(l -> l.matches(" {2}sha256 of unet/model.onnx: [0-9a-f]{64}")),
        run.out());
    assertTrue(lines.stream().allMatch(l -> l.length() < 400), "data for machines");
    assertEquals(run.out(), Files.readString(temp.resolve("record.txt")));
    ImagePlus twice = Micrographs.open(temp.resolve("twice.tif"));
    assertEquals(
        JsonParser.parseString(twice.getProp(Provenance.PROPERTY)),
        JsonParser.parseString(Files.readString(temp.resolve("record.json"))));
  }

  @Test
  void refusesInOneSentence() throws Exception {
    Path macros = Files.createDirectory(temp.resolve("macros"));
    String made =
        "makeRectangle(4, 4, 9, 9); run('Diffusion Inpaint...', 'steps=1 model=[MODEL]');";
    String[][] cases = {
      {"", "", "The image (field.tif) carries no record: "},
      {made, "file=a.doc", "file (a.doc) must end in .json"},
      {made, "file=/none/a.txt", "file (/none/a.txt) must be a path that can be written"},
      {"Property.set('palimpsest', '{]');", "", "The property 'palimpsest' of field.tif is not a"},
    };
    for (int i = 0; i < cases.length; i++) {
      String text = cases[i][0] + "run('Diffusion Provenance...', '" + cases[i][1] + "');";
      Files.writeString(
          macros.resolve(i + ".ijm"), text.replace("MODEL", TinyModels.folder("pixel").toString()));
    }
    Path field = Micrographs.write(temp, "field.tif", 96, 80);
    var run = new ChildJvm().run(MacroBattery.class.getName(), macros.toString(), field.toString());
    List<String> lines = run.out().lines().toList();
    for (int i = 0; i < cases.length; i++) {
      String[] line = lines.get(i).split("\t", -1);
      assertEquals("false", line[1], cases[i][1]);
      assertTrue(line[5].startsWith(cases[i][2]), line[5]);
      assertEquals(line[5].length() - 1, line[5].indexOf('|'), line[5]);
    }
  }
}
