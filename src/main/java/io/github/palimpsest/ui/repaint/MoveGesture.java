package io.github.palimpsest.ui.repaint;

import ij.ImagePlus;
import ij.gui.Roi;
import java.awt.geom.Rectangle2D;

/** Moves a selection by whole pixels; a click leaves it where it is. */
final class MoveGesture implements Gesture {
  private final ImagePlus image;
  private final Roi roi;
  private final Rectangle2D start;
  private double x;
  private double y;

  MoveGesture(ImagePlus image, Roi roi) {
    this.image = image;
    this.roi = roi;
    start = roi.getFloatBounds();
  }

  @Override
  public ImagePlus image() {
    return image;
  }

  @Override
  public void begin(double atX, double atY) {
    x = atX;
    y = atY;
  }

  @Override
  public void move(double toX, double toY) {
    roi.setLocation(start.getX() + Math.rint(toX - x), start.getY() + Math.rint(toY - y));
    image.draw();
  }

  @Override
  public void end() {
    // moved already
  }
}
