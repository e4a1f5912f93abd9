package io.github.palimpsest.large;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.OvalRoi;
import ij.macro.Interpreter;
import ij.measure.Calibration;
import ij.process.ImageProcessor;
import io.github.palimpsest.batch.BatchSummary;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.model.TinyModels;
import io.github.palimpsest.model.onnx.ConvModel;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/**
 * Some image of some type and dimensions under a request drawn at random, repainted from file to
 * file and by the command: both refuse it, or both give the same pixels.
 */
public final class CommandTrial {
  private static final String[] TYPES = {"8-bit", "16-bit", "32-bit", "RGB"};
  private static final String[] RANGES = {"Auto", "Auto", "Display", "Type", "3,161.5"};

  private final List<String> models;

  /**
   * Makes one model of every kind: grey that matches its rim and joins colours, grey with zeros in
   * the hole, three channels, without a mask of its own, in latents with words, with a control net.
   */
  public CommandTrial(Path folder) throws IOException {
    Path grey = folder.resolve("grey");
    Path zero = folder.resolve("zero");
    Path three = folder.resolve("three");
    Path pixel = TinyModels.unzip("pixel", folder.resolve("pixel"));
    Path control = TinyModels.unzip("sd", folder.resolve("control"));
    TinyModels.unzip("sd-control-inpaint", control);
    ConvModel.write(
        grey,
        "\"tile\": 32, \"multiple\": 4, \"masked_fill\": \"pullpush\", \"seam\": \"Match\","
            + " \"colours\": \"Together\"");
    ConvModel.write(zero, "\"tile\": 24");
    ConvModel.write(three, "\"tile\": 32, \"masked_fill\": \"pullpush\"", 3);
    Files.writeString(pixel.resolve("palimpsest.json"), "{\"name\": \"pixel\", \"tile\": 24}");
    models =
        List.of(
            grey.toString(),
            grey.toString(),
            zero.toString(),
            three.toString(),
            pixel.toString(),
            TinyModels.folder("sd-inpaint").toString(),
            control.toString());
  }

  /**
   * Does one.
   *
   * @param folder empty
   * @return whether there were pixels to compare, and not two refusals
   */
  public boolean same(Path folder, int trial) throws IOException {
    Random random = new Random(trial);
    LargeFiles files = new LargeFiles(folder);
    ImagePlus image = image(random, TYPES[trial % 4]);
    LargeFiles.save(image, files.input);
    ImagePlus mask = mask(random, image);
    LargeFiles.save(mask, files.masks);
    Request request = request(random, image);
    String message = "trial " + trial + " " + image + " " + request;
    ImagePlus expected = null;
    String refusal = null;
    try {
      expected = files.bySingleCommand(mask, request);
    } catch (BadInput e) {
      refusal = e.getMessage();
    }
    BatchSummary summary;
    try {
      summary = files.run(request);
    } catch (BadInput e) {
      if (expected != null) {
        fail(message + ": only here, " + e.getMessage());
      }
      return false;
    }
    if (expected == null) {
      assertEquals(0, summary.done(), message + ": only by the command, " + refusal);
      return false;
    }
    assertEquals(List.of(), summary.failures(), message);
    LargeFiles.samePixels(expected, LargeFiles.open(files.output), message);
    return true;
  }

  private static ImagePlus image(Random random, String type) {
    boolean colours = type.equals("RGB");
    int w = 50 + random.nextInt(100);
    int h = 50 + random.nextInt(100);
    int c = colours ? 1 : 1 + random.nextInt(3);
    int z = 1 + random.nextInt(2);
    int t = 1 + random.nextInt(2);
    ImagePlus imp = IJ.createImage("cells.tif", type + (colours ? "" : " black"), w, h, c * z * t);
    imp.setDimensions(c, z, t);
    imp.setOpenAsHyperStack(c * z * t > 1);
    for (int s = 1; s <= c * z * t; s++) {
      ImageProcessor ip = imp.getStack().getProcessor(s);
      for (int i = 0; i < w * h; i++) {
        double v = 90 + 50 * Math.sin(i % w / 7.0 + s) * Math.cos(i / w / 9.0) + random.nextInt(30);
        switch (type) {
          case "RGB" -> ip.set(i, (int) v << 16 | (int) (v / 2) << 8 | (int) (220 - v));
          case "8-bit" -> ip.set(i, (int) v);
          case "16-bit" -> ip.set(i, (int) (v * 60));
          default -> ip.setf(i, random.nextInt(900) == 0 ? Float.NaN : (float) (v / 77 - 1));
        }
      }
    }
    if (!colours && random.nextInt(3) == 0) {
      imp.getCalibration().setFunction(Calibration.STRAIGHT_LINE, new double[] {5, 0.5}, "OD");
    }
    if (!colours && random.nextBoolean()) {
      imp.setDisplayRange(20, 170);
    }
    return c > 1 && random.nextBoolean() ? new ij.CompositeImage(imp, 1) : imp;
  }

  /** For all planes the same, or one for each. */
  private static ImagePlus mask(Random random, ImagePlus image) {
    int planes = random.nextBoolean() ? image.getStackSize() : 1;
    String type = TYPES[random.nextInt(3)];
    ImagePlus mask =
        IJ.createImage("holes.tif", type + " black", image.getWidth(), image.getHeight(), planes);
    if (planes > 1) {
      mask.setDimensions(image.getNChannels(), image.getNSlices(), image.getNFrames());
      mask.setOpenAsHyperStack(true);
    }
    for (int s = 1; s <= planes; s++) {
      ImageProcessor ip = mask.getStack().getProcessor(s);
      for (int n = random.nextInt(4) + (planes == 1 ? 1 : 0); n > 0; n--) {
        // soft or labels, as the type says
        ip.setValue(
            type.equals("16-bit") ? 1 + random.nextInt(900) : type.equals("8-bit") ? 255 : 1);
        int x = random.nextInt(image.getWidth()) - 5;
        int y = random.nextInt(image.getHeight()) - 5;
        ip.fill(new OvalRoi(x, y, 3 + random.nextInt(20), 3 + random.nextInt(20)));
      }
    }
    return mask;
  }

  private Request request(Random random, ImagePlus image) {
    String model = models.get(random.nextInt(models.size()));
    Request request =
        Request.of(
            "model",
            model,
            "steps",
            2,
            "seed",
            random.nextLong(),
            "range",
            RANGES[random.nextInt(RANGES.length)],
            "context",
            new String[] {"Auto", "Whole image", "9"}[random.nextInt(3)],
            "channels",
            planes(random, image.getNChannels()),
            "slices",
            planes(random, image.getNSlices()),
            "frames",
            planes(random, image.getNFrames()),
            "grow",
            random.nextInt(3) == 0 ? random.nextInt(6) - 2 : 0,
            "feather",
            random.nextInt(3) == 0 ? 2.5 : 0,
            "strength",
            random.nextInt(3) == 0 ? 0.6 : 1);
    if (random.nextInt(3) == 0) {
      request = request.with(Param.METHOD, "Blend");
    }
    if (random.nextInt(3) == 0) {
      request = request.with(Param.COLOURS, random.nextBoolean() ? "Apart" : "Together");
    }
    if (model.endsWith("control") && random.nextInt(4) > 0) {
      request = request.with(Param.CONTROL, "edges");
    }
    boolean words = model.endsWith("control") || model.contains("sd-inpaint");
    return words ? request.with(Param.PROMPT, "a cat").with(Param.GUIDANCE, 2) : request;
  }

  private static String planes(Random random, int n) {
    return n == 1 ? "1" : new String[] {"all", "all", "1", "" + n, "1-" + n}[random.nextInt(5)];
  }

  /** Windows are not to be opened. */
  public static void batchMode(boolean on) {
    Interpreter.batchMode = on;
  }
}
