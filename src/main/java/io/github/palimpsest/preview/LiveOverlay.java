package io.github.palimpsest.preview;

import ij.ImagePlus;
import ij.gui.ImageRoi;
import io.github.palimpsest.image.PreviewOverlay;
import io.github.palimpsest.inpaint.Preview;
import java.util.concurrent.Executor;

/** The one picture over the image; drawn anew when the image's colours or display range change. */
final class LiveOverlay {
  private final ImagePlus image;
  private final Executor publisher;
  private ImageRoi roi;
  private Preview sketch;
  private String look = "";

  /**
   * @param publisher does everything to the overlay
   */
  LiveOverlay(ImagePlus image, Executor publisher) {
    this.image = image;
    this.publisher = publisher;
  }

  void show(Preview next) {
    publisher.execute(
        () -> {
          sketch = next;
          draw();
        });
  }

  void refresh() {
    publisher.execute(
        () -> {
          if (sketch != null && !look.equals(look())) {
            draw();
          }
        });
  }

  void clear() {
    publisher.execute(
        () -> {
          PreviewOverlay.show(image, roi, null);
          roi = null;
          sketch = null;
        });
  }

  private void draw() {
    if (image.getProcessor() == null) {
      return;
    }
    ImageRoi next = PreviewOverlay.of(image, sketch.edit());
    PreviewOverlay.show(image, roi, next);
    roi = next;
    look = look();
  }

  private String look() {
    var ip = image.getProcessor();
    return ip == null ? "" : ip.getMin() + " " + ip.getMax() + " " + ip.getColorModel().hashCode();
  }
}
