package io.github.palimpsest.command;

import ij.ImagePlus;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.command.display.ResultDisplay;
import io.github.palimpsest.command.display.RunMonitor;
import io.github.palimpsest.command.input.DialogPreview;
import io.github.palimpsest.inpaint.monitor.Background;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import org.scijava.plugin.Parameter;

/** A command that makes a new image of what lies on the current one. */
abstract class MakingCommand extends AbstractCommand {
  @Parameter(
      persist = false,
      required = false,
      description = "The image to work from; from menus and macros the current one")
  private ImagePlus image;

  /** What is shown of it while the dialog is open, on a thread of the preview. */
  abstract OverlayPreview.Shown shown(ImagePlus from, Request request);

  @Override
  public final DialogPreview preview() {
    ImagePlus from = image;
    return from == null ? null : new OverlayPreview(from, values -> shown(from, values));
  }

  /** A single plane is all there is. */
  @Override
  public boolean acts(Param key, Request values) {
    return key != Param.STACK || image == null || image.getStackSize() > 1;
  }

  /** Makes it, on a thread of its own, so that Esc acts however large the image is. */
  abstract ImagePlus make(ImagePlus from, Request request);

  @Override
  public void check() {
    FirstChecks.image(image, "Open one to work from.");
  }

  /** The image to work from. */
  final ImagePlus image() {
    return image;
  }

  @Override
  public final void perform() {
    if (image == null) {
      throw new BadInput("There is no image; open one to work from.");
    }
    Request request = request();
    ImagePlus made;
    try (RunMonitor monitor = new RunMonitor(image, null)) {
      made = Background.get(monitor, () -> make(image, request));
    }
    ResultDisplay.show(made);
    calling().makeCurrent(made);
  }
}
