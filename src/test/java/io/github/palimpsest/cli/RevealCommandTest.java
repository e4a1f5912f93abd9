package io.github.palimpsest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.palimpsest.model.TinyModels;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was generated becomes the selection, in macros without a display. */
class RevealCommandTest {
  private static final String BEGINNING =
      """
      open(getArgument() + "/field.tif");
      function points() {
        if (selectionType() == -1) return "none";
        Roi.getContainedPoints(xs, ys);
        text = "" + xs.length + " at";
        for (i = 0; i < xs.length; i++) text += " " + xs[i] + "," + ys[i];
        return text;
      }
      """;

  @TempDir Path temp;

  private ChildJvm.Result macro(String text) throws Exception {
    Micrographs.write(temp, "field.tif", 96, 80);
    String model = TinyModels.folder("pixel").toString();
    return Macros.run((BEGINNING + text).replace("MODEL", model), temp.toString());
  }

  @Test
  void selectsTheUnionOverAllRunsAlsoAfterReopening() throws Exception {
    var run =
        macro(
            """
            makeRectangle(60, 4, 9, 7);
            run("Diffusion Inpaint...", "steps=2 output=Replace model=[MODEL]");
            makeOval(28, 24, 26, 20);
            run("Diffusion Inpaint...", "steps=2 output=Replace model=[MODEL]");
            setKeyDown("shift");
            makeRectangle(60, 4, 9, 7);
            print(points());
            saveAs("Tiff", getArgument() + "/twice.tif");
            run("Close All");
            open(getArgument() + "/twice.tif");
            run("Select None");
            run("Reveal Synthetic Pixels");
            print(points());
            """);
    assertEquals("", run.err());
    List<String> lines = run.out().lines().toList();
    assertEquals(2, lines.size(), run.out());
    assertTrue(lines.get(0).length() > 500, lines.get(0));
    assertEquals(lines.get(0), lines.get(1));
  }

  @Test
  void findsThePlaneWhateverItsChannel() throws Exception {
    var run =
        macro(
            """
            run("Duplicate...", "title=hyper");
            for (i = 0; i < 5; i++) run("Add Slice");
            run("Stack to Hyperstack...", "order=xyczt channels=2 slices=3 frames=1 display=Grayscale");
            for (z = 1; z <= 3; z++) { Stack.setPosition(1, z, 1); run("Add...", "value=900 slice"); }
            Stack.setPosition(1, 3, 1);
            makeRectangle(40, 30, 12, 5);
            run("Diffusion Inpaint...", "steps=2 output=Replace model=[MODEL]");
            for (c = 1; c <= 2; c++) {
              run("Select None");
              Stack.setPosition(c, 5 - 2 * c, 1);
              run("Reveal Synthetic Pixels");
              Stack.getPosition(channel, slice, frame);
              Roi.getBounds(x, y, w, h);
              print(channel, slice, x, y, w, h);
            }
            Stack.setPosition(2, 3, 1);
            run("Reveal Synthetic Pixels");
            Stack.getPosition(channel, slice, frame);
            print(channel, slice);
            """);
    assertEquals("", run.err());
    assertEquals("1 3 40 30 12 5\n1 3 40 30 12 5\n2 3\n", run.out());
  }

  @Test
  void refusesInOneSentence() throws Exception {
    String made =
        """
        makeRectangle(60, 4, 9, 7);
        run("Diffusion Inpaint...", "steps=1 stream model=[MODEL]");
        """;
    String[][] cases = {
      {"", "The image (field.tif) carries no record"},
      {made + "selectImage('field-steps');", "The record of field-steps names no generated pixels"},
      {
        made + "run('Select None'); run('Size...', 'width=48 height=40');",
        "The image (field-result, 48 x 40) must have the size its record speaks of, 96 x 80"
      },
      {
        "run('Add Slice');" + made + "run('Duplicate...', 'title=one');",
        "The image (one) must have the plane 2 that its record speaks of"
      },
    };
    for (String[] one : cases) {
      var run = macro(one[0] + "run('Reveal Synthetic Pixels');");
      assertTrue(run.err().contains(one[1]), run.err());
    }
  }
}
