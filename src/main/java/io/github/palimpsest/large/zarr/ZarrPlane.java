package io.github.palimpsest.large.zarr;

import io.github.palimpsest.image.PlanePosition;
import io.github.palimpsest.large.LargePlane;
import java.awt.Rectangle;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.LongStream;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.img.basictypeaccess.array.ShortArray;
import net.imglib2.img.cell.Cell;
import net.imglib2.img.cell.CellGrid;
import net.imglib2.img.cell.LazyCellImg;
import net.imglib2.type.numeric.NumericType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.integer.UnsignedShortType;
import net.imglib2.type.numeric.real.FloatType;

/** A plane of an array: a cell of ImgLib2 is what a chunk holds of the plane. */
final class ZarrPlane implements LargePlane {
  private final ZarrArray array;
  private final Axes axes;
  private final PlanePosition position;
  private final long[] first;
  private final CellGrid cells;

  ZarrPlane(ZarrArray array, Axes axes, PlanePosition position) {
    this.array = array;
    this.axes = axes;
    this.position = position;
    first = axes.plane(position.c() - 1, position.z() - 1, position.t() - 1);
    Grid grid = array.grid();
    long[] size = {grid.shape()[axes.x()], grid.shape()[axes.y()]};
    int[] cell = {
      (int) Math.min(size[0], grid.chunk()[axes.x()]),
      (int) Math.min(size[1], grid.chunk()[axes.y()])
    };
    cells = new CellGrid(size, cell);
  }

  @Override
  public PlanePosition position() {
    return position;
  }

  @Override
  public RandomAccessibleInterval<? extends NumericType<?>> pixels() {
    return switch (array.sampleType()) {
      case UINT8 ->
          new LazyCellImg<>(
              cells, new UnsignedByteType(), i -> cell(i, p -> new ByteArray((byte[]) p)));
      case UINT16 ->
          new LazyCellImg<>(
              cells, new UnsignedShortType(), i -> cell(i, p -> new ShortArray((short[]) p)));
      default ->
          new LazyCellImg<>(cells, new FloatType(), i -> cell(i, p -> new FloatArray((float[]) p)));
    };
  }

  private <A> Cell<A> cell(long index, Function<Object, A> access) {
    long[] min = new long[2];
    int[] size = new int[2];
    cells.getCellDimensions(index, min, size);
    return new Cell<>(size, min, access.apply(pixels(index, size)));
  }

  /** What a chunk holds of the plane: its own array if that is all of it. */
  private Object pixels(long index, int[] size) {
    Object chunk = array.read(number(index));
    Grid grid = array.grid();
    int from = 0;
    for (int d = 0; d < first.length; d++) {
      from += (int) (first[d] % grid.chunk()[d]) * grid.step(d);
    }
    int stepX = grid.step(axes.x());
    int stepY = grid.step(axes.y());
    int n = size[0] * size[1];
    if (stepX == 1 && stepY == size[0] && Array.getLength(chunk) == n) {
      return chunk;
    }
    Object part = Array.newInstance(chunk.getClass().getComponentType(), n);
    for (int y = 0; y < size[1]; y++) {
      int row = from + y * stepY;
      if (stepX == 1) {
        System.arraycopy(chunk, row, part, y * size[0], size[0]);
      } else {
        for (int x = 0; x < size[0]; x++) {
          System.arraycopy(chunk, row + x * stepX, part, y * size[0] + x, 1);
        }
      }
    }
    return part;
  }

  /** The chunk behind a cell. */
  private long number(long index) {
    long[] cell = new long[2];
    cells.getCellGridPositionFlat(index, cell);
    long[] place = new long[first.length];
    Arrays.setAll(place, d -> first[d] / array.grid().chunk()[d]);
    place[axes.x()] = cell[0];
    place[axes.y()] = cell[1];
    return array.grid().number(place);
  }

  @Override
  public Iterable<Rectangle> blocks() {
    long count = cells.gridDimension(0) * cells.gridDimension(1);
    return () ->
        LongStream.range(0, count)
            .filter(index -> array.maybe(number(index)))
            .mapToObj(this::rectangle)
            .iterator();
  }

  private Rectangle rectangle(long index) {
    long[] min = new long[2];
    int[] size = new int[2];
    cells.getCellDimensions(index, min, size);
    return new Rectangle((int) min[0], (int) min[1], size[0], size[1]);
  }
}
