package io.github.palimpsest.large.tiff;

import io.github.palimpsest.image.PlanePosition;
import io.github.palimpsest.large.LargePlane;
import java.awt.Rectangle;
import java.util.stream.LongStream;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.img.basictypeaccess.array.IntArray;
import net.imglib2.img.basictypeaccess.array.ShortArray;
import net.imglib2.img.cell.Cell;
import net.imglib2.img.cell.CellGrid;
import net.imglib2.img.cell.LazyCellImg;
import net.imglib2.type.numeric.ARGBType;
import net.imglib2.type.numeric.NumericType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.integer.UnsignedShortType;
import net.imglib2.type.numeric.real.FloatType;

/** A plane of a TIFF, of which cells are read when they are asked for. */
final class TiffPlane implements LargePlane {
  private final PlanePosition position;
  private final PlaneReader reader;
  private final CellCache cache;
  private final RandomAccessibleInterval<? extends NumericType<?>> pixels;

  TiffPlane(PlanePosition position, PlaneReader reader, CellCache cache) {
    this.position = position;
    this.reader = reader;
    this.cache = cache;
    pixels = pixels(reader.grid());
  }

  @Override
  public PlanePosition position() {
    return position;
  }

  @Override
  public RandomAccessibleInterval<? extends NumericType<?>> pixels() {
    return pixels;
  }

  PlaneReader reader() {
    return reader;
  }

  @SuppressWarnings("unchecked")
  private RandomAccessibleInterval<? extends NumericType<?>> pixels(CellGrid grid) {
    return switch (reader.layout().format().type()) {
      case UINT8 -> new LazyCellImg<>(grid, new UnsignedByteType(), i -> (Cell<ByteArray>) cell(i));
      case UINT16 ->
          new LazyCellImg<>(grid, new UnsignedShortType(), i -> (Cell<ShortArray>) cell(i));
      case FLOAT32 -> new LazyCellImg<>(grid, new FloatType(), i -> (Cell<FloatArray>) cell(i));
      case RGB -> new LazyCellImg<>(grid, new ARGBType(), i -> (Cell<IntArray>) cell(i));
    };
  }

  private Cell<?> cell(long index) {
    int bytes = reader.layout().format().type().bitDepth() == 24 ? 4 : bytesOfPixel();
    return cache.get(position.position(), index, bytes, () -> load(index));
  }

  private int bytesOfPixel() {
    return reader.layout().format().type().bitDepth() / 8;
  }

  private Cell<?> load(long index) {
    long[] min = new long[2];
    int[] size = new int[2];
    reader.grid().getCellDimensions(index, min, size);
    Object array = reader.read((int) min[0], (int) min[1], size[0], size[1]);
    return switch (reader.layout().format().type()) {
      case UINT8 -> new Cell<>(size, min, new ByteArray((byte[]) array));
      case UINT16 -> new Cell<>(size, min, new ShortArray((short[]) array));
      case FLOAT32 -> new Cell<>(size, min, new FloatArray((float[]) array));
      case RGB -> new Cell<>(size, min, new IntArray((int[]) array));
    };
  }

  @Override
  public Iterable<Rectangle> blocks() {
    CellGrid grid = reader.grid();
    long n = grid.gridDimension(0) * grid.gridDimension(1);
    return () ->
        LongStream.range(0, n)
            .mapToObj(TiffPlane.this::rectangle)
            .filter(r -> !reader.empty(r.x, r.y))
            .iterator();
  }

  private Rectangle rectangle(long index) {
    long[] min = new long[2];
    int[] size = new int[2];
    reader.grid().getCellDimensions(index, min, size);
    return new Rectangle((int) min[0], (int) min[1], size[0], size[1]);
  }
}
