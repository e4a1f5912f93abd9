package io.github.palimpsest.command;

import ij.ImagePlus;
import ij.gui.ImageCanvas;
import ij.gui.Overlay;
import ij.gui.Roi;
import io.github.palimpsest.check.ErrorSentence;
import io.github.palimpsest.command.input.DialogPreview;
import io.github.palimpsest.image.Overlays;
import io.github.palimpsest.request.Request;
import java.awt.EventQueue;
import java.awt.Rectangle;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.swing.Timer;

/**
 * Shows what a command would do in the overlay of its image, whose own overlay, pixels and record
 * stay as they are. The work is done on a thread of its own, once the values have not changed for a
 * moment, and again when the user shows another part of the image.
 */
final class OverlayPreview implements DialogPreview {
  /** Without a change for so long, the work begins. */
  private static final int PAUSE_MILLIS = 120;

  /** How often it is looked which part of the image is in view. */
  private static final int LOOK_MILLIS = 200;

  /**
   * What is shown.
   *
   * @param rois added to the overlay, in this order
   * @param words one sentence, or empty
   */
  record Shown(List<Roi> rois, String words) {}

  private final ImagePlus image;
  private final Function<Request, Shown> work;
  private final ExecutorService worker;
  private final Timer pause = new Timer(PAUSE_MILLIS, e -> begin());
  private final Timer look = new Timer(LOOK_MILLIS, e -> look());
  private Consumer<String> listener = words -> {};
  private Request wanted;
  private Rectangle seen;
  private List<Roi> rois = List.of();
  private boolean hidden;
  private boolean closed;

  /** Counts what was asked for; what is not the last is dropped. */
  private volatile int asked;

  /**
   * A preview that shows nothing yet.
   *
   * @param work makes what is shown, on another thread; a sentence that it throws is shown instead
   */
  OverlayPreview(ImagePlus image, Function<Request, Shown> work) {
    this.image = image;
    this.work = work;
    worker =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, "Palimpsest-overlay");
              thread.setDaemon(true);
              return thread;
            });
    pause.setRepeats(false);
  }

  /** The part of an image that its user sees; all of one without a window. */
  static Rectangle view(ImagePlus image) {
    Rectangle all = new Rectangle(image.getWidth(), image.getHeight());
    ImageCanvas canvas = image.getCanvas();
    return canvas == null ? all : canvas.getSrcRect().intersection(all);
  }

  @Override
  public void onWords(Consumer<String> listener) {
    this.listener = listener;
  }

  @Override
  public void show(Request values) {
    if (closed) {
      return;
    }
    asked++;
    wanted = values;
    if (values == null) {
      pause.stop();
      look.stop();
      put(new Shown(List.of(), ""));
    } else {
      pause.restart();
      look.start();
    }
  }

  private void look() {
    if (!view(image).equals(seen) && !pause.isRunning()) {
      show(wanted);
    }
  }

  private void begin() {
    Request values = wanted;
    int turn = asked;
    seen = view(image);
    worker.execute(
        () -> {
          if (turn == asked) {
            Shown[] made = {null};
            ErrorSentence.of(
                "The preview",
                () -> made[0] = work.apply(values),
                sentence -> made[0] = new Shown(List.of(), sentence));
            EventQueue.invokeLater(
                () -> {
                  if (turn == asked && !closed) {
                    put(made[0]);
                  }
                });
          }
        });
  }

  /** Exchanges what is shown; the user's own overlay stays, shown or hidden, as it was. */
  private void put(Shown next) {
    if (!rois.isEmpty() || !next.rois().isEmpty()) {
      Overlay overlay = image.getOverlay() == null ? new Overlay() : image.getOverlay();
      boolean first = rois.isEmpty();
      hidden = first ? image.getHideOverlay() : hidden;
      rois.forEach(roi -> Overlays.remove(overlay, roi));
      next.rois().forEach(overlay::add);
      rois = next.rois();
      image.setOverlay(overlay.size() == 0 ? null : overlay);
      if (rois.isEmpty() && hidden) {
        image.setHideOverlay(true);
      }
    }
    listener.accept(next.words());
  }

  @Override
  public void close() {
    if (!closed) {
      show(null);
      closed = true;
      worker.shutdownNow();
    }
  }
}
