package io.github.palimpsest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.OvalRoi;
import ij.process.ImageProcessor;
import ij.process.LUT;
import java.awt.Color;
import java.awt.Rectangle;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Macros that fill the channels of a composite image together by a model of the image itself. */
class JoinedMacroTest {
  private static final OvalRoi HOLE = new OvalRoi(34, 28, 24, 20);
  private static final String MACRO =
      """
      options = "model=[This image] channels=1-3 steps=5 seed=4 ";
      open(getArgument() + "/cells.tif");
      makeOval(34, 28, 24, 20);
      run("Diffusion Inpaint...", options + "stream latents");
      print(getTitle());
      saveAs("Tiff", getArgument() + "/run.tif");
      selectImage("cells-steps");
      getDimensions(w, h, channels, slices, frames);
      print(channels, slices, frames);
      saveAs("Tiff", getArgument() + "/steps.tif");
      close();
      selectImage("cells-latents");
      close();

      run("Palimpsest Macro Extensions");
      selectImage("cells.tif");
      Ext.start(options);
      Ext.step(3);
      Ext.rewind(1);
      Ext.finish();
      saveAs("Tiff", getArgument() + "/session.tif");
      close();

      selectImage("cells.tif");
      Ext.start(options);
      Ext.step(4);
      Stack.setPosition(2, 1, 5);
      makeRectangle(42, 36, 4, 4);
      run("Set...", "value=20000 slice");
      run("Select None");
      Ext.inject(1);
      Ext.finish();
      saveAs("Tiff", getArgument() + "/painted.tif");
      close("*");

      open(getArgument() + "/steps.tif");
      Stack.setPosition(2, 1, 4);
      run("Continue from Step...");
      saveAs("Tiff", getArgument() + "/rebuilt.tif");
      """;

  @TempDir Path temp;

  /** Three channels of one structure, of other brightness: v, 60000 − 3 v and v / 2. */
  private static ImagePlus cells(Path folder) throws Exception {
    ImagePlus plain = Micrographs.open(Micrographs.write(folder, "one.tif", 96, 80));
    ImageStack channels = new ImageStack(96, 80);
    for (int c = 0; c < 3; c++) {
      ImageProcessor ip = plain.getProcessor().duplicate();
      for (int i = 0; i < ip.getPixelCount(); i++) {
        int v = ip.get(i);
        ip.set(i, c == 0 ? v : c == 1 ? 60000 - 3 * v : v / 2);
      }
      channels.addSlice(ip);
    }
    ImagePlus image = new ImagePlus("cells.tif", channels);
    image.setDimensions(3, 1, 1);
    CompositeImage composite = new CompositeImage(image, CompositeImage.COMPOSITE);
    composite.setChannelLut(LUT.createLutFromColor(Color.CYAN), 1);
    composite.setChannelLut(LUT.createLutFromColor(Color.MAGENTA), 2);
    composite.setTitle("cells.tif");
    assertTrue(IJ.saveAsTiff(composite, folder.resolve("cells.tif").toString()));
    return composite;
  }

  private ImagePlus saved(String name) {
    return Micrographs.open(temp.resolve(name + ".tif"));
  }

  /** Pixels of a channel that differ, inside the hole or outside. */
  private static int differing(ImagePlus a, ImagePlus b, int channel, boolean inside) {
    int n = 0;
    Rectangle box = HOLE.getBounds();
    for (int i = 0; i < 96 * 80; i++) {
      boolean in = box.contains(i % 96, i / 96) && HOLE.contains(i % 96, i / 96);
      if (in == inside) {
        n +=
            a.getStack().getProcessor(channel).get(i) == b.getStack().getProcessor(channel).get(i)
                ? 0
                : 1;
      }
    }
    return n;
  }

  @Test
  void channelsAgreeAndEveryWayGivesTheSameBits() throws Exception {
    ImagePlus source = cells(temp);
    var run = Macros.run(MACRO, temp.toString());
    assertEquals("", run.err());
    assertEquals("cells-result\n3 1 6\n", run.out());
    ImagePlus result = saved("run");
    for (int c = 1; c <= 3; c++) {
      assertEquals(0, differing(source, result, c, false), "outside");
      assertTrue(differing(source, result, c, true) > 100, "inside");
      for (String other : new String[] {"session", "rebuilt"}) {
        assertEquals(0, differing(result, saved(other), c, true), other + " " + c);
      }
    }
    // a copied pixel comes with all its channels, so what holds between them goes on to hold
    ImageStack filled = result.getStack();
    for (int y = HOLE.getBounds().y; y < HOLE.getBounds().getMaxY(); y++) {
      for (int x = HOLE.getBounds().x; x < HOLE.getBounds().getMaxX(); x++) {
        double v = filled.getProcessor(1).get(x, y);
        assertEquals(60000 - 3 * v, filled.getProcessor(2).get(x, y), 30);
        assertEquals(v / 2, filled.getProcessor(3).get(x, y), 5);
      }
    }
    ImagePlus painted = saved("painted");
    assertEquals(20000, painted.getStack().getProcessor(2).get(43, 37), 1);
    assertEquals(0, differing(source, painted, 1, false) + differing(source, painted, 2, false));
    assertEquals(3, saved("rebuilt").getNChannels());
    assertTrue(saved("rebuilt").isComposite());
  }
}
