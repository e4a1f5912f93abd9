package io.github.palimpsest.sample;

/**
 * A part of the plane of a latent, for which noise is drawn as for the whole.
 *
 * @param height rows of the whole
 * @param width columns of the whole
 * @param row first row of the part
 * @param column first column of the part
 * @param rows of the part
 * @param columns of the part
 */
public record NoiseWindow(int height, int width, int row, int column, int rows, int columns) {
  /** Checks that the part lies within the whole, which must be 16 cells at least. */
  public NoiseWindow {
    if (row < 0
        || column < 0
        || rows < 1
        || columns < 1
        || row + rows > height
        || column + columns > width
        || (long) height * width < 16) {
      throw new IllegalArgumentException("the part must lie within the whole.");
    }
  }

  /** Cells of the part. */
  int cells() {
    return rows * columns;
  }

  /** Cells of the whole. */
  long wholeCells() {
    return (long) height * width;
  }

  /** Where value i of the part stands in the whole, channel by channel, row by row. */
  long index(int i) {
    int channel = i / cells();
    int y = i % cells() / columns;
    int x = i % columns;
    return ((long) channel * height + row + y) * width + column + x;
  }
}
