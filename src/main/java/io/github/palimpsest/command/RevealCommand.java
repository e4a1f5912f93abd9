package io.github.palimpsest.command;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Roi;
import ij.measure.Measurements;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.command.display.Notice;
import io.github.palimpsest.record.Provenance;
import io.github.palimpsest.record.SyntheticPixels;
import java.util.List;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/**
 * Selects every pixel of the plane shown that was generated; where it has none, of the first plane
 * that has, which is shown then. Refuses where the record's pixels are no longer there.
 */
@Plugin(
    type = Command.class,
    headless = true,
    menu = {
      @Menu(label = "Plugins"),
      @Menu(label = "Palimpsest"),
      @Menu(label = RevealCommand.LABEL, weight = 32)
    },
    attrs = @Attr(name = "no-record"))
public final class RevealCommand extends AbstractCommand {
  static final String LABEL = "Reveal Synthetic Pixels";

  @Parameter(
      persist = false,
      required = false,
      description = "The image to select in; from menus and macros the current one")
  private ImagePlus image;

  @Override
  public void check() {
    FirstChecks.image(image, "Open one that Palimpsest has made.");
    Provenance.known(image);
  }

  @Override
  public void perform() {
    if (image == null) {
      throw new BadInput("There is no image; open one that Palimpsest has made.");
    }
    request(); // for the Recorder
    IJ.showStatus(reveal(image));
  }

  /**
   * Selects the pixels.
   *
   * @return how many there are, in a few words
   */
  static String reveal(ImagePlus image) {
    SyntheticPixels synthetic = new SyntheticPixels(image);
    List<Integer> planes = synthetic.planes();
    int plane = image.getCurrentSlice();
    Roi roi = synthetic.selection(plane);
    if (roi == null) {
      plane = synthetic.first();
      roi = synthetic.selection(plane);
      image.setPosition(plane);
    }
    image.setRoi(roi);
    if (!synthetic.doubt().isEmpty()) {
      Notice.say(synthetic.doubt());
    }
    String others = planes.size() == 1 ? "" : ", planes with such pixels: " + planes.size();
    return image.getStatistics(Measurements.AREA).pixelCount + " synthetic pixels" + others;
  }
}
