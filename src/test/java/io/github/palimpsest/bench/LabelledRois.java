package io.github.palimpsest.bench;

import ij.IJ;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import io.github.palimpsest.roi.MaskRoi;
import io.github.palimpsest.roi.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * ROIs kept as a label image {@code STEM.png} and a text {@code STEM.txt} with a line for each
 * label: the label, the role and the name, parted by tabs.
 */
final class LabelledRois {
  private LabelledRois() {}

  /** The ROIs as an overlay; null where the folder has none of that name. */
  static Overlay read(Path folder, String stem) throws IOException {
    Path text = folder.resolve(stem + ".txt");
    if (!Files.exists(text)) {
      return null;
    }
    ImageProcessor labels = IJ.openImage(folder.resolve(stem + ".png").toString()).getProcessor();
    Overlay overlay = new Overlay();
    for (String line : Files.readAllLines(text)) {
      String[] word = line.split("\t");
      Roi roi = MaskRoi.of(only(labels, Integer.parseInt(word[0])));
      roi.setProperty(Role.PROPERTY, word[1]);
      roi.setName(word[2]);
      overlay.add(roi);
    }
    return overlay;
  }

  private static ImageProcessor only(ImageProcessor labels, int label) {
    FloatProcessor one = new FloatProcessor(labels.getWidth(), labels.getHeight());
    for (int i = 0; i < labels.getPixelCount(); i++) {
      one.setf(i, labels.get(i) == label ? 1 : 0);
    }
    return one;
  }
}
