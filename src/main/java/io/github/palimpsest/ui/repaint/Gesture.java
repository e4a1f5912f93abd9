package io.github.palimpsest.ui.repaint;

import ij.ImagePlus;

/**
 * What a user draws with the tool from press to release: it changes the selection of an image, and
 * shows it on the way. Coordinates in pixels of the image. On the event thread.
 */
interface Gesture {
  ImagePlus image();

  /** The mouse was pressed. */
  void begin(double x, double y);

  /** The mouse was dragged. */
  void move(double x, double y);

  /** The mouse was released. */
  void end();
}
