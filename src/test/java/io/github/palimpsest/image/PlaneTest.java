package io.github.palimpsest.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.VirtualStack;
import ij.process.ByteProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import io.github.palimpsest.check.BadInput;
import java.awt.Rectangle;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.img.cell.Cell;
import net.imglib2.img.cell.CellGrid;
import net.imglib2.img.cell.CellImgFactory;
import net.imglib2.img.cell.LazyCellImg;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.LongType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.integer.UnsignedShortType;
import net.imglib2.type.numeric.real.DoubleType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;
import org.junit.jupiter.api.Test;

class PlaneTest {
  @Test
  void roundsHalfUpAndClamps() {
    float[] in = {-3f, -0.5f, 0.49999997f, 0.5f, 2.5f, 254.5f, 300f, Float.NaN};
    float[] out = {0, 0, 0, 1, 3, 255, 255, 0};
    for (int i = 0; i < in.length; i++) {
      assertEquals(out[i], SampleType.UINT8.round(in[i]));
    }
    assertEquals(65535, SampleType.UINT16.round(1e9f));
    assertEquals(-7.25f, SampleType.FLOAT32.round(-7.25f));
  }

  @Test
  void readsAndWritesARectangleOfEveryType() {
    Rectangle r = new Rectangle(1, 1, 2, 1);
    for (String type : new String[] {"8-bit black", "16-bit black", "32-bit black", "RGB black"}) {
      ImagePlus imp = IJ.createImage("x", type, 4, 3, 1);
      Plane plane = Plane.of(imp, 1);
      float[][] values = new float[plane.channels()][];
      for (int c = 0; c < values.length; c++) {
        values[c] = new float[] {10 + c, 200 + c};
      }
      plane.write(r, values, new float[] {0.5f, 0});
      float[][] back = plane.read(r);
      for (int c = 0; c < values.length; c++) {
        assertArrayEquals(new float[] {10 + c, 0}, back[c], type);
      }
      assertEquals(plane.type() == SampleType.RGB ? 3 : 1, plane.channels());
    }
  }

  @Test
  void keepsTheAlphaBitsOfRgb() {
    ImagePlus imp = IJ.createImage("x", "RGB black", 1, 1, 1);
    ((int[]) imp.getProcessor().getPixels())[0] = 0x12345678;
    Plane.of(imp, 1).write(new Rectangle(1, 1), new float[][] {{1}, {2}, {3}}, new float[] {1});
    assertEquals(0x12010203, ((int[]) imp.getProcessor().getPixels())[0]);
  }

  @Test
  void writesFloatBitsAsTheyAre() {
    ImagePlus imp = new ImagePlus("x", new FloatProcessor(1, 1));
    Plane.of(imp, 1).write(new Rectangle(1, 1), new float[][] {{-1e30f}}, new float[] {1});
    assertEquals(-1e30f, imp.getProcessor().getf(0));
  }

  @Test
  void loadsOnePlaneOfAVirtualStackAndRefusesToWriteIt() {
    CountingStack stack = new CountingStack();
    ImagePlus imp = new ImagePlus("v", stack);
    int before = stack.loads;
    Plane plane = Plane.of(imp, 3);
    assertEquals(1, stack.loads - before);
    assertArrayEquals(new float[] {3, 3}, plane.read(new Rectangle(0, 0, 2, 1))[0]);
    BadInput e = assertThrows(BadInput.class, () -> InPlaceEdit.check(imp));
    assertTrue(e.getMessage().contains("output=New"), e.getMessage());
  }

  @Test
  void readsIntervalsOfEveryTypeInTheNearestOfImageJ() {
    assertReads(new UnsignedByteType(), SampleType.UINT8);
    assertReads(new UnsignedShortType(), SampleType.UINT16);
    assertReads(new FloatType(), SampleType.FLOAT32);
    assertReads(new DoubleType(), SampleType.FLOAT32);
    assertReads(new LongType(), SampleType.FLOAT32);
    int[] colours = {0xff010203, 0xff102030};
    Plane rgb = Plane.of(ArrayImgs.argbs(colours, 2, 1));
    assertArrayEquals(new float[][] {{1, 16}, {2, 32}, {3, 48}}, rgb.read());
    var complex = ArrayImgs.complexFloats(2, 2);
    assertThrows(BadInput.class, () -> Plane.of(complex));
    assertThrows(BadInput.class, () -> Plane.of(ArrayImgs.bytes(3)));
  }

  private static <T extends RealType<T> & NativeType<T>> void assertReads(
      T type, SampleType expected) {
    double[] values = {0, 1, 200, 7, 90, 3};
    var whole = new CellImgFactory<>(type, 2).create(3, 2);
    int i = 0;
    for (T pixel : Views.flatIterable(whole)) {
      pixel.setReal(values[i++]);
    }
    // a minimum other than 0, 0, and pixels in several blocks
    Plane plane = Plane.of(Views.translate(whole, -5, 9));
    assertEquals(expected, plane.type());
    assertArrayEquals(new float[] {0, 1, 200, 7, 90, 3}, plane.read()[0]);
    assertArrayEquals(new float[] {1, 200, 90, 3}, plane.read(new Rectangle(1, 0, 2, 2))[0]);
  }

  @Test
  void loadsOnlyTheBlocksOfAnIntervalThatItReads() {
    Set<Integer> loaded = new TreeSet<>();
    CellGrid grid = new CellGrid(new long[] {1000, 1000}, new int[] {100, 100});
    var lazy =
        new LazyCellImg<UnsignedByteType, ByteArray>(
            grid,
            new UnsignedByteType(),
            i -> {
              loaded.add((int) i);
              long[] min = new long[2];
              int[] size = new int[2];
              grid.getCellDimensions(i, min, size);
              byte[] pixels = new byte[100 * 100];
              Arrays.fill(pixels, (byte) i);
              return new Cell<>(size, min, new ByteArray(pixels));
            });
    IntervalImage image = IntervalImage.of(lazy, "lazy");
    float[][] values = Plane.of(image, 1).read(new Rectangle(395, 500, 10, 3));
    // from the first, ImgLib2 learns how pixels are stored
    assertEquals(Set.of(0, 53, 54), loaded);
    assertEquals(53, values[0][4]);
    assertEquals(54, values[0][5]);
  }

  @Test
  void namesAPlaneThatIsMissing() {
    ImagePlus imp = IJ.createImage("cells", "8-bit black", 4, 3, 2);
    BadInput e = assertThrows(BadInput.class, () -> Plane.of(imp, 3));
    assertTrue(e.getMessage().contains("'cells' has no plane 3"), e.getMessage());
  }

  /** Plane n holds the value n; counts how often it is asked. */
  static final class CountingStack extends VirtualStack {
    int loads;

    CountingStack() {
      super(4, 3);
    }

    @Override
    public ImageProcessor getProcessor(int n) {
      loads++;
      ByteProcessor ip = new ByteProcessor(4, 3);
      ip.set(n);
      return ip;
    }

    @Override
    public int getSize() {
      return 5;
    }

    @Override
    public int size() {
      return 5;
    }

    @Override
    public int getBitDepth() {
      return 8;
    }

    @Override
    public String getSliceLabel(int n) {
      return "plane " + n;
    }
  }
}
