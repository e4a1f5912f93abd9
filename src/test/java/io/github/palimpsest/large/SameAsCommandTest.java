package io.github.palimpsest.large;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.process.ByteProcessor;
import ij.process.LUT;
import io.github.palimpsest.record.Provenance;
import io.github.palimpsest.request.Request;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is repainted from file to file has the command's pixels, or is refused in a sentence. */
class SameAsCommandTest {
  @TempDir Path folder;

  @BeforeEach
  void begin() {
    CommandTrial.batchMode(true);
  }

  @AfterEach
  void close() {
    CommandTrial.batchMode(false);
  }

  @Test
  void anyRequestGivesTheCommandsPixelsOrIsRefusedByBoth() throws Exception {
    CommandTrial trials = new CommandTrial(folder);
    int compared = 0;
    for (int trial = 0; trial < 8; trial++) {
      compared += trials.same(Files.createDirectory(folder.resolve("" + trial)), trial) ? 1 : 0;
    }
    assertTrue(compared >= 4, compared + " compared");
  }

  private LargeFiles files() {
    LargeFiles files = new LargeFiles(folder);
    files.mask(1);
    return files;
  }

  private Request values() throws Exception {
    return Request.of("model", LargeFiles.quickModel(folder), "steps", 1, "range", "0,255");
  }

  @Test
  void roisThatWouldActAreRefused() throws Exception {
    LargeFiles files = files();
    for (String role : new String[] {"freeze", "context", "region"}) {
      ImagePlus image = LargeFiles.hyperstack("8-bit", 1, 1, 1);
      Roi roi = new Roi(3, 3, 40, 40);
      roi.setProperty("palimpsest.role", role);
      image.setOverlay(new Overlay(roi));
      LargeFiles.save(image, files.input);
      files.refused("freezes, bounds or words a part", values());
    }
    // others do not matter
    ImagePlus image = LargeFiles.hyperstack("8-bit", 1, 1, 1);
    image.setOverlay(new Overlay(new Roi(3, 3, 40, 40)));
    image.setRoi(2, 2, 9, 9);
    LargeFiles.save(image, files.input);
    assertEquals(1, files.run(values()).done());
    ImagePlus made = LargeFiles.open(files.output);
    LargeFiles.samePixels(files.bySingleCommand(LargeFiles.holes(1), values()), made, "overlay");
    assertEquals(1, made.getOverlay().size());
  }

  @Test
  void numbersOfColoursAreRefusedAndTablesForIntensitiesAreNot() throws Exception {
    LargeFiles files = files();
    byte[][] colours = new byte[3][256];
    Random random = new Random(1);
    for (byte[] channel : colours) {
      random.nextBytes(channel);
    }
    ImagePlus image = LargeFiles.hyperstack("8-bit", 1, 1, 1);
    image.setProcessor(
        new ByteProcessor(
            image.getWidth(),
            image.getHeight(),
            (byte[]) image.getProcessor().getPixels(),
            new LUT(colours[0], colours[1], colours[2])));
    LargeFiles.save(image, files.input);
    files.refused("holds numbers of colours", values());
    image.getProcessor().setLut(LUT.createLutFromColor(java.awt.Color.GREEN));
    LargeFiles.save(image, files.input);
    assertEquals(1, files.run(values()).done());
  }

  @Test
  void modelsOfTheWholeImageAndDamagedRecordsAreRefused() throws Exception {
    LargeFiles files = files();
    files.image("8-bit", 3, 1, 1);
    for (String model :
        new String[] {"This image", "micrographs + this image", "Test: mean of next"}) {
      files.refused("copies from the whole image", values().with("model", model));
    }
    ImagePlus image = LargeFiles.hyperstack("8-bit", 1, 1, 1);
    image.setProp(Provenance.PROPERTY, "{\"runs\": 3");
    LargeFiles.save(image, files.input);
    files.refused("", values());
  }

  /** Of bytes ImageJ shows everything, and does not say so in the file. */
  @Test
  void theDisplayedRangeIsThatOfImageJ() throws Exception {
    LargeFiles files = files();
    Request shown = values().with("range", "Display");
    for (String type : new String[] {"8-bit", "RGB", "16-bit"}) {
      files.image(type, 1, 2, 1);
      files.run(shown.with("slices", "2"));
      LargeFiles.samePixels(
          files.bySingleCommand(LargeFiles.holes(1), shown.with("slices", "2")),
          LargeFiles.open(files.output),
          type);
      Files.delete(files.output);
    }
  }
}
