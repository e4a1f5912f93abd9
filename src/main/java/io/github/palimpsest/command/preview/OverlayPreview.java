package io.github.palimpsest.command.preview;

import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;
import io.github.palimpsest.command.input.DialogPreview;
import io.github.palimpsest.image.Overlays;
import io.github.palimpsest.request.Request;
import java.awt.EventQueue;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A preview that lies in the overlay of an image: it is made on a thread of its own, of several
 * wishes only the last, and taken away without a trace. Neither pixels nor the ROIs of the user,
 * their order, the undo, or whether the image counts as changed are touched.
 */
public final class OverlayPreview implements DialogPreview {
  private static final int SECONDS_OF_REST = 5;

  /**
   * What is shown.
   *
   * @param rois of nobody else; by their names no command takes them for the user's
   * @param words a sentence, or empty
   */
  public record Shown(List<Roi> rois, String words) {
    /** Nothing. */
    public static final Shown NOTHING = new Shown(List.of(), "");

    public Shown {
      rois = List.copyOf(rois);
    }
  }

  private final ImagePlus image;
  private final Function<Request, Shown> maker;
  private final ExecutorService thread = thread();
  private Consumer<String> listener = words -> {};
  private List<Roi> lying = List.of();
  private volatile int wish;
  private boolean closed;

  /**
   * A preview.
   *
   * @param maker makes what is shown for the values of a form, on the preview's thread
   */
  public OverlayPreview(ImagePlus image, Function<Request, Shown> maker) {
    this.image = image;
    this.maker = maker;
  }

  private static ExecutorService thread() {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            1,
            1,
            SECONDS_OF_REST,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread worker = new Thread(task, "Palimpsest-dialog-preview");
              worker.setDaemon(true);
              return worker;
            });
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  @Override
  public void onWords(Consumer<String> told) {
    listener = told;
  }

  @Override
  public void show(Request values) {
    if (closed) {
      return;
    }
    int turn = ++wish;
    if (values == null) {
      lay(Shown.NOTHING);
      return;
    }
    thread.execute(
        () -> {
          if (turn == wish) {
            Shown shown = maker.apply(values);
            EventQueue.invokeLater(() -> arrived(turn, shown));
          }
        });
  }

  private void arrived(int turn, Shown shown) {
    if (!closed && turn == wish) {
      lay(shown);
    }
  }

  /** In place of what lies there. */
  private void lay(Shown shown) {
    Overlay overlay = image.getOverlay();
    boolean hidden = image.getHideOverlay();
    boolean found = false;
    for (Roi roi : lying) {
      found |= overlay != null && Overlays.remove(overlay, roi);
    }
    lying = shown.rois();
    if (overlay == null && !lying.isEmpty()) {
      overlay = new Overlay();
    }
    for (Roi roi : lying) {
      overlay.add(roi);
    }
    if (found || !lying.isEmpty()) {
      image.setOverlay(overlay.size() == 0 ? null : overlay);
      image.setHideOverlay(hidden);
    }
    listener.accept(shown.words());
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      wish++;
      thread.shutdownNow();
      lay(Shown.NOTHING);
    }
  }
}
