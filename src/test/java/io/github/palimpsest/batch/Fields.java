package io.github.palimpsest.batch;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.OvalRoi;
import ij.gui.Roi;
import ij.io.FileSaver;
import ij.process.ImageProcessor;
import io.github.palimpsest.MeanModel;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Small image files, and a batch of them with a model that takes no time. */
public final class Fields {
  public static final Request QUICK = Request.of("model", MeanModel.NAME, "steps", 2);

  private Fields() {}

  /** Smooth values and noise, the same for the same name and type. */
  public static ImagePlus image(String name, String type, int planes) {
    ImagePlus imp = IJ.createImage(name, type, 48, 40, planes);
    Random random = new Random(name.hashCode());
    for (int s = 1; s <= planes; s++) {
      ImageProcessor ip = imp.getStack().getProcessor(s);
      for (int i = 0; i < ip.getPixelCount(); i++) {
        double v = 90 + 40 * Math.sin(i % 48 / 6.0 + s) + random.nextInt(20);
        if (imp.getBitDepth() == 24) {
          ip.set(i, (int) v << 16 | (int) (v / 2) << 8 | (int) (200 - v));
        } else {
          ip.setf(i, (float) (imp.getBitDepth() == 8 ? v : v * 25));
        }
      }
    }
    imp.resetDisplayRange();
    return imp;
  }

  /** An 8-bit image with a selection, as a TIFF. */
  public static Path selected(Path file) {
    ImagePlus imp = image(file.getFileName().toString(), "8-bit", 1);
    imp.setRoi(new OvalRoi(14, 10, 15, 12));
    return save(imp, file);
  }

  public static Path save(ImagePlus imp, Path file) {
    try {
      Files.createDirectories(file.getParent());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String name = file.toString();
    FileSaver saver = new FileSaver(imp);
    boolean saved =
        name.endsWith(".png")
            ? saver.saveAsPng(name)
            : name.endsWith(".jpg")
                ? saver.saveAsJpeg(name)
                : name.endsWith(".gif")
                    ? saver.saveAsGif(name)
                    : name.endsWith(".bmp")
                        ? saver.saveAsBmp(name)
                        : imp.getStackSize() > 1
                            ? saver.saveAsTiffStack(name)
                            : saver.saveAsTiff(name);
    if (!saved) {
      throw new IllegalStateException(name);
    }
    return file;
  }

  /** A white disk on black. */
  public static ImagePlus mask(Roi roi) {
    ImagePlus mask = IJ.createImage("mask", "8-bit black", 48, 40, 1);
    mask.getProcessor().setColor(255);
    mask.getProcessor().fill(roi);
    return mask;
  }

  public static BatchRequest request(Path folder, String masks, Request values) {
    return new BatchRequest(folder.resolve("in"), folder.resolve("out"), "", masks, values);
  }

  public static BatchRequest request(Path folder) {
    return request(folder, "Selection", QUICK);
  }

  /** A whole batch, one image after the other. */
  public static Report run(BatchRequest request) {
    try (ItemWork work = new ItemWork(request)) {
      return run(request, work);
    }
  }

  static Report run(BatchRequest request, ItemWork work) {
    BatchPlan plan = BatchPlan.of(request);
    Report report = new Report(request.output());
    plan.decided().forEach(report::add);
    try (Outputs outputs = Outputs.open(request.output(), Monitor.SILENT::warn)) {
      for (BatchItem item : plan.items()) {
        report.add(outputs.commit(work.run(item, Monitor.SILENT)));
      }
      report.write();
    }
    return report;
  }

  /** The row of the only image. */
  static ItemReport only(Report report) {
    if (report.rows().size() != 1) {
      throw new AssertionError(report.rows());
    }
    return report.rows().get(0);
  }

  static Request quick(Object... keysAndValues) {
    Request values = QUICK;
    for (int i = 0; i < keysAndValues.length; i += 2) {
      values = values.with(Param.of((String) keysAndValues[i]).orElseThrow(), keysAndValues[i + 1]);
    }
    return values;
  }
}
