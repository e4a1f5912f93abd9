package io.github.palimpsest.ui.window;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.ImageCanvas;
import ij.gui.ImageWindow;
import ij.gui.Roi;
import ij.macro.Interpreter;
import io.github.palimpsest.image.BeforePicture;
import io.github.palimpsest.image.MadeFrom;
import io.github.palimpsest.image.OpenImages;
import io.github.palimpsest.image.PlaneEdit;
import io.github.palimpsest.record.PixelSet;
import io.github.palimpsest.record.Provenance;
import io.github.palimpsest.record.ProvenanceEntry;
import java.awt.Dimension;
import java.awt.Point;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;

/**
 * Opens images: by a title of their own, where there is room beside the image they were made from,
 * at its zoom and showing the same part. For any thread.
 */
public final class ImageWindows {
  /** What a small stack is enlarged to at least, in pixels of the screen. */
  private static final int LEAST = 256;

  /** The most that ImageJ enlarges. */
  private static final double LARGEST = 32;

  /** Title bar, subtitle, sliders and borders, before a window tells. */
  private static final Dimension FRAME = new Dimension(20, 90);

  private ImageWindows() {}

  /**
   * Shows an image that has no window yet. In batch mode and without ImageJ's window it is shown as
   * ImageJ does itself, and keeps its title: macros count on it.
   */
  public static void open(ImagePlus image) {
    if (IJ.getInstance() == null || Interpreter.isBatchMode()) {
      image.show();
      return;
    }
    image.setTitle(title(image));
    remember(image);
    ImagePlus model = model(image);
    ImageWindow beside = model == null ? null : model.getWindow();
    View view = beside == null ? null : view(image, model, WindowPlace.screen(beside));
    Dimension canvas = view == null ? size(image) : view.canvas();
    Dimension guess = new Dimension(canvas.width + FRAME.width, canvas.height + FRAME.height);
    ImageWindow.setNextLocation(WindowPlace.beside(guess, beside, null));
    image.show();
    ImageWindow window = image.getWindow();
    if (window != null) {
      if (view != null) {
        show(window, view);
      }
      Point free = WindowPlace.beside(window.getSize(), beside, window);
      if (!free.equals(window.getLocation())) {
        window.setLocation(free);
      }
    }
  }

  /** Gives a result the selection of the image it was made from, unless it has one. */
  public static void select(ImagePlus image) {
    MadeFrom from = MadeFrom.of(image);
    Roi roi = from == null ? null : from.selection();
    if (roi != null && image.getRoi() == null && image.getWindow() != null) {
      roi.translate(-from.place().x, -from.place().y);
      image.setRoi(roi);
    }
  }

  /** The title of an image, with a number behind it where another one has it already. */
  static String title(ImagePlus image) {
    List<String> taken =
        OpenImages.all().stream().filter(open -> open != image).map(ImagePlus::getTitle).toList();
    return free(image.getTitle(), taken);
  }

  /** A title that is not taken: itself, else with {@code -1}, {@code -2}, … */
  static String free(String title, List<String> taken) {
    String free = title;
    for (int i = 1; taken.contains(free); i++) {
      free = title + "-" + i;
    }
    return free;
  }

  /** Keeps what a result showed before it was repainted, which {@link BeforeKey} shows. */
  private static void remember(ImagePlus image) {
    BeforeKey.install();
    MadeFrom from = MadeFrom.of(image);
    ImagePlus source = from == null ? null : from.source();
    boolean comparable =
        source != null
            && source.getWindow() != null
            && size(source).equals(size(image))
            && source.getBitDepth() == image.getBitDepth()
            && image.getStackSize() % source.getStackSize() == 0;
    List<ProvenanceEntry> runs = comparable ? Provenance.runs(image) : List.of();
    if (!runs.isEmpty() && BeforePicture.kept(image) == null) {
      List<PlaneEdit> originals = new ArrayList<>();
      for (PixelSet set : Provenance.pixels(image, runs.get(runs.size() - 1))) {
        if (set.position() <= source.getStackSize()) {
          originals.add(set.edit(source));
        }
      }
      BeforePicture.of(originals, source).note(image);
    }
  }

  private static Dimension size(ImagePlus image) {
    return new Dimension(image.getWidth(), image.getHeight());
  }

  /**
   * The open image after which a new one is shown: the newest that shows the same part of the same
   * source, as the stack of another branch does, else the source.
   */
  private static ImagePlus model(ImagePlus image) {
    MadeFrom from = MadeFrom.of(image);
    ImagePlus source = from == null ? null : from.source();
    if (source == null) {
      return null;
    }
    ImagePlus model = source.getWindow() == null ? null : source;
    boolean part = image.getWidth() != source.getWidth() || image.getHeight() != source.getHeight();
    for (ImagePlus open : part ? OpenImages.all() : List.<ImagePlus>of()) {
      MadeFrom other = MadeFrom.of(open);
      boolean twin =
          other != null
              && open != image
              && open.getWindow() != null
              && other.source() == source
              && other.place().equals(from.place())
              && size(open).equals(size(image));
      model = twin ? open : model;
    }
    return model;
  }

  /**
   * How an image is shown.
   *
   * @param zoom pixels of the screen for each of the image
   * @param part of the image
   */
  record View(double zoom, Rectangle part) {
    Dimension canvas() {
      return new Dimension(
          (int) Math.round(part.width * zoom), (int) Math.round(part.height * zoom));
    }
  }

  private static View view(ImagePlus image, ImagePlus model, Rectangle screen) {
    ImageCanvas canvas = model.getCanvas();
    double zoom = canvas.getMagnification();
    if (size(image).equals(size(model))) {
      return new View(zoom, canvas.getSrcRect().getBounds());
    }
    MadeFrom from = MadeFrom.of(image);
    Dimension most = new Dimension(screen.width / 2, screen.height - FRAME.height);
    return part(size(image), zoom * from.place().width / image.getWidth(), most);
  }

  /**
   * A part of an image that has a window of its own: at the zoom of the image, but not tiny, nor
   * larger than there is room for.
   */
  static View part(Dimension size, double wanted, Dimension most) {
    double zoom = wanted;
    int larger = Math.max(size.width, size.height);
    while (larger * zoom < LEAST && zoom < LARGEST) {
      zoom = Math.max(ImageCanvas.getHigherZoomLevel(zoom), zoom * 1.01);
    }
    while (size.width * zoom > most.width || size.height * zoom > most.height) {
      zoom = Math.min(ImageCanvas.getLowerZoomLevel(zoom), zoom / 1.01);
    }
    return new View(zoom, new Rectangle(size));
  }

  private static void show(ImageWindow window, View view) {
    ImageCanvas canvas = window.getCanvas();
    Dimension size = view.canvas();
    canvas.setSize(size.width, size.height);
    canvas.setSourceRect(view.part());
    canvas.setMagnification(view.zoom());
    window.pack();
    canvas.repaint();
  }
}
