package io.github.palimpsest.ui.repaint;

import ij.ImagePlus;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.inpaint.monitor.Background;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.ui.guided.GuidedHost;
import io.github.palimpsest.ui.swing.GuidedWindow;
import java.awt.EventQueue;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Supplier;

/** The repaintings that are open, at most one an image, each with its bar. */
public final class Repaints {
  /** For the event thread. */
  private static final Map<ImagePlus, RepaintBar> OPEN = new WeakHashMap<>();

  private Repaints() {}

  /**
   * Refuses what cannot be repainted, before anything is shown.
   *
   * @param image may be null
   * @throws BadInput in a user's words
   */
  public static void check(ImagePlus image) {
    if (image == null) {
      throw new BadInput("Open an image first, then draw a selection around what to repaint.");
    }
    if (image.getRoi() == null) {
      throw BadInput.of(
          "Draw a selection first: what it holds of '%s' is repainted.", image.getTitle());
    }
  }

  /**
   * Repaints the selection of an image, or paints another picture where one lies there already. Any
   * thread; returns at once.
   *
   * @param values how to sample
   * @param host shows results, keeps macro lines
   */
  public static void begin(ImagePlus image, Supplier<Request> values, GuidedHost host) {
    EventQueue.invokeLater(
        () -> {
          Repaint open = of(image);
          if (open != null) {
            open.another(1);
          } else {
            open(image, values.get(), host, 0);
          }
        });
  }

  /** The repainting of an image, or null. On the event thread. */
  static Repaint of(ImagePlus image) {
    RepaintBar bar = OPEN.get(image);
    return bar == null ? null : bar.repaint;
  }

  /**
   * Opens the bar of an image without one. On the event thread.
   *
   * @param pause milliseconds in which the user may go on drawing
   */
  static void open(ImagePlus image, Request values, GuidedHost host, int pause) {
    if (image.getWindow() == null) {
      return;
    }
    RepaintBar[] bar = new RepaintBar[1];
    Repaint repaint =
        new Repaint(
            image,
            values,
            host,
            view -> {
              bar[0].show(view);
              if (view.state() == RepaintView.State.ENDED) {
                OPEN.remove(image, bar[0]);
              }
            },
            EventQueue::invokeLater);
    bar[0] = new RepaintBar(image.getWindow(), repaint, () -> guide(repaint, host));
    OPEN.put(image, bar[0]);
    repaint.drawn(pause);
    repaint.start();
    bar[0].open();
  }

  /** Goes on in the panel of guided diffusion, with the same selection and values. */
  private static void guide(Repaint repaint, GuidedHost host) {
    Request values = repaint.values();
    repaint.discard();
    // reads the folders of the models
    Background.begin(() -> GuidedWindow.open(repaint.image(), values, host));
  }
}
