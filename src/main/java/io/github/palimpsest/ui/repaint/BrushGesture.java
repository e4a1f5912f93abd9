package io.github.palimpsest.ui.repaint;

import ij.ImagePlus;

/**
 * Paints the selection with a round brush, or erases it. The selection is drawn anew some times a
 * second, for its outline takes time on large images.
 */
final class BrushGesture implements Gesture {
  private static final long SHOW_NANOS = 40_000_000L;

  private final ImagePlus image;
  private final int width;
  private final boolean erase;
  private final PaintedMask mask;
  private double x;
  private double y;
  private long shown;

  BrushGesture(ImagePlus image, int width, boolean erase) {
    this.image = image;
    this.width = width;
    this.erase = erase;
    mask = new PaintedMask(image.getWidth(), image.getHeight(), image.getRoi());
  }

  @Override
  public ImagePlus image() {
    return image;
  }

  @Override
  public void begin(double atX, double atY) {
    x = atX;
    y = atY;
    move(atX, atY);
  }

  @Override
  public void move(double toX, double toY) {
    mask.stroke(x, y, toX, toY, width, erase);
    x = toX;
    y = toY;
    if (System.nanoTime() - shown > SHOW_NANOS) {
      show();
    }
  }

  private void show() {
    image.setRoi(mask.roi());
    shown = System.nanoTime();
  }

  @Override
  public void end() {
    show();
  }
}
