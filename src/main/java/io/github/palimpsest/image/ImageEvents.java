package io.github.palimpsest.image;

import ij.ImageListener;
import ij.ImagePlus;
import ij.gui.Roi;
import ij.gui.RoiListener;
import java.awt.EventQueue;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Counter of what ImageJ tells of open images: how often the pixels of each were updated, and how
 * often a selection was made or changed. Any thread may ask.
 *
 * <p>ImageJ tells of every tool and command that draws on an image with a window ({@code
 * updateAndDraw}); it tells nothing of overlays, of the ROI Manager and of the frame shown.
 */
public final class ImageEvents implements ImageListener, RoiListener, AutoCloseable {
  private final Map<ImagePlus, Long> updates = new WeakHashMap<>();
  private final AtomicLong selections = new AtomicLong();
  private final Consumer<ImagePlus> changed;
  private final Consumer<ImagePlus> closed;

  /**
   * @param changed called shortly after an image was updated or its selection changed; null stands
   *     for an unknown image
   * @param closed called on the event thread after an image was closed
   */
  public ImageEvents(Consumer<ImagePlus> changed, Consumer<ImagePlus> closed) {
    this.changed = changed;
    this.closed = closed;
  }

  /** Begins to listen. */
  public void listen() {
    ImagePlus.addImageListener(this);
    Roi.addRoiListener(this);
  }

  /** Ends. ImageJ walks along its listeners on the event thread, so they are taken away there. */
  @Override
  public void close() {
    EventQueue.invokeLater(
        () -> {
          ImagePlus.removeImageListener(this);
          Roi.removeRoiListener(this);
        });
  }

  /** How often an image was updated. */
  public long updates(ImagePlus image) {
    synchronized (updates) {
      return updates.getOrDefault(image, 0L);
    }
  }

  /** How often a selection of any image was made or changed. */
  public long selections() {
    return selections.get();
  }

  @Override
  public void imageUpdated(ImagePlus image) {
    synchronized (updates) {
      updates.merge(image, 1L, Long::sum);
    }
    changed.accept(image);
  }

  @Override
  public void roiModified(ImagePlus image, int id) {
    selections.incrementAndGet();
    changed.accept(image);
  }

  @Override
  public void imageClosed(ImagePlus image) {
    closed.accept(image);
  }

  @Override
  public void imageOpened(ImagePlus image) {
    // an image is of no interest before its name is set as mask or map
  }
}
