package io.github.palimpsest.cli;

import ij.ImagePlus;
import ij.VirtualStack;
import ij.process.ByteProcessor;
import ij.process.ImageProcessor;

/** An image whose file is lost while it is open; for macros, by {@code call(…)}. */
public final class FaultyStack extends VirtualStack {
  private static boolean lost;

  private FaultyStack() {
    super(64, 64, null, "");
  }

  @Override
  public int getSize() {
    return 2;
  }

  @Override
  public ImageProcessor getProcessor(int n) {
    if (lost) {
      throw new UnsupportedOperationException("the file is lost");
    }
    return new ByteProcessor(64, 64);
  }

  /** Shows it. */
  public static void open() {
    lost = false;
    new ImagePlus("faulty", new FaultyStack()).show();
  }

  /** Loses it. */
  public static void lose() {
    lost = true;
  }
}
