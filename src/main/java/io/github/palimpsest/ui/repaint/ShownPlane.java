package io.github.palimpsest.ui.repaint;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.gui.Roi;
import io.github.palimpsest.image.PlanePosition;
import io.github.palimpsest.image.PlanePositions;
import io.github.palimpsest.model.Models;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import java.awt.Rectangle;
import java.util.StringJoiner;

/**
 * The plane that is repainted: the one that was shown when the selection was made or last changed.
 * Who looks at other planes meanwhile finds the picture where it was. Thread-safe.
 */
final class ShownPlane {
  private final ImagePlus image;
  private Roi selection;
  private Rectangle bounds;
  private PlanePosition plane;

  ShownPlane(ImagePlus image) {
    this.image = image;
    follow(image.getRoi());
  }

  /** Takes note of the selection as it is now. */
  synchronized void follow(Roi roi) {
    Rectangle now = roi == null ? null : roi.getBounds();
    if (plane == null || roi != selection || !now.equals(bounds)) {
      plane = PlanePositions.current(image);
    }
    selection = roi;
    bounds = now;
  }

  /**
   * Values with the plane named. All channels of a composite picture, which are seen at once, if
   * the model fills them together. May read the folder of a model.
   */
  Request in(Request values) {
    // may take long, and others ask meanwhile
    boolean together = image.getNChannels() > 1 && together(values);
    return in(values, together);
  }

  private synchronized Request in(Request values, boolean together) {
    Request named = values;
    if (image.getNChannels() > 1) {
      named = named.with(Param.CHANNELS, together ? "all" : "" + plane.c());
    }
    if (image.getNSlices() > 1) {
      named = named.with(Param.SLICES, "" + plane.z());
    }
    return image.getNFrames() > 1 ? named.with(Param.FRAMES, "" + plane.t()) : named;
  }

  private boolean together(Request values) {
    boolean merged =
        image instanceof CompositeImage composite
            && composite.getMode() == CompositeImage.COMPOSITE;
    return merged && Models.find(values.text(Param.MODEL)).joinsChannels();
  }

  /** Whether the image shows it now, whatever the channel. */
  synchronized boolean shown() {
    PlanePosition now = PlanePositions.current(image);
    boolean channel = image.isComposite() || now.c() == plane.c();
    return channel && now.z() == plane.z() && now.t() == plane.t();
  }

  /** Shows it, as {@code Edit ▸ Undo} needs it. On the event thread. */
  void show() {
    PlanePosition at;
    synchronized (this) {
      at = plane;
    }
    if (PlanePositions.current(image).position() != at.position()) {
      image.setPosition(at.c(), at.z(), at.t());
    }
  }

  /**
   * Names it, such as {@code channel 1 of 3, slice 5 of 9}; empty for an image of one plane.
   *
   * @param values as {@link #in} gave them
   */
  String words(Request values) {
    StringJoiner words = new StringJoiner(", ");
    add(words, "channel", values.text(Param.CHANNELS), image.getNChannels());
    add(words, "slice", values.text(Param.SLICES), image.getNSlices());
    add(words, "frame", values.text(Param.FRAMES), image.getNFrames());
    return words.toString();
  }

  private static void add(StringJoiner words, String name, String value, int of) {
    if (value.equals("all")) {
      words.add("all " + name + "s");
    } else if (!value.isEmpty()) {
      words.add(name + " " + value + " of " + of);
    }
  }
}
