package io.github.palimpsest.stack;

import ij.ImagePlus;
import ij.gui.ImageRoi;
import io.github.palimpsest.image.PlaneEdit;
import io.github.palimpsest.image.PreviewOverlay;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The first frame of a stack as a picture over another. */
final class StartPicture {
  private StartPicture() {}

  /**
   * The picture, in the colours that the stack has now.
   *
   * @param position in the stack over which it is to lie, from 1
   */
  static ImageRoi of(ImagePlus stack, int position) {
    int[] at = stack.convertIndexToPosition(position);
    Rectangle all = new Rectangle(stack.getWidth(), stack.getHeight());
    float[] everything = new float[all.width * all.height];
    Arrays.fill(everything, 1);
    List<PlaneEdit> planes = new ArrayList<>();
    for (int c = 1; c <= stack.getNChannels(); c++) {
      Object first = stack.getStack().getPixels(stack.getStackIndex(c, at[1], 1));
      int there = stack.getStackIndex(c, at[1], at[2]);
      planes.add(new PlaneEdit(there, all, new float[][] {(float[]) first}, everything));
    }
    return PreviewOverlay.of(stack, planes);
  }
}
