package io.github.palimpsest.large.tiff;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileSaver;
import io.github.palimpsest.image.PlaneEdit;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.large.LargeImage;
import io.github.palimpsest.large.LargeImages;
import io.github.palimpsest.large.LargeOutput;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written where offsets of a classic TIFF end, with a small limit instead of 4 GB. */
class TiffBeyond4GbTest {
  @TempDir Path folder;
  private Path source;
  private Path place;

  @BeforeEach
  void names() {
    source = folder.resolve("source.tif");
    place = folder.resolve("result.tif");
  }

  /** As if the planes did not fit into 4 GB. */
  private ImagePlus repaintBeyond(String record) throws Exception {
    TiffStructure tiff = TiffStructure.of(source);
    try (LargeImage image = LargeImages.open(source);
        FileBytes file = tiff.file();
        LargeOutput out =
            TiffOutput.of(
                    tiff,
                    TiffImage.layouts(tiff),
                    place,
                    p -> image.plane(p).position(),
                    TiffOutputTest.RECORD.length())
                .begin(Monitor.SILENT, () -> false)) {
      ImagePlus expected = TiffOutputTest.memory(image);
      PlaneEdit edit = TiffOutputTest.edit(expected, expected.getStackSize());
      out.write(edit);
      TiffOutputTest.apply(expected, edit);
      out.property("palimpsest", record);
      out.commit(now -> {});
      try (LargeImage made = LargeImages.open(place)) {
        TiffImageTest.assertSame(expected, made);
        assertEquals(record, made.property("palimpsest"));
        assertEquals(image.frames(), made.frames());
      }
      return expected;
    }
  }

  @Test
  void beyond4GbAStackOfImageJsStaysOne() throws Exception {
    ImagePlus imp = TiffFiles.picture(16, 61, 47, 6);
    imp.setDimensions(1, 2, 3);
    imp.getCalibration().pixelWidth = 0.5;
    new FileSaver(imp).saveAsTiff(source.toString());
    TiffOutputTest.assertImageJReads(repaintBeyond(TiffOutputTest.RECORD), place);
    ImagePlus seen = IJ.openImage(place.toString());
    assertEquals(3, seen.getNFrames());
    assertEquals(0.5, seen.getCalibration().pixelWidth);
    // a record that does not fit before the pixels
    repaintBeyond(TiffOutputTest.RECORD.repeat(200_000));
  }

  @Test
  void beyond4GbOtherPlanesBecomeABigTiff() throws Exception {
    TiffFiles.plain(ByteOrder.BIG_ENDIAN).write(TiffFiles.picture(32, 61, 47, 3), source);
    repaintBeyond(TiffOutputTest.RECORD);
    assertEquals(43, Files.readAllBytes(place)[3]);
    TiffFiles.plain(ByteOrder.BIG_ENDIAN).write(TiffFiles.picture(32, 61, 47, 1), source);
    TiffOutputTest.assertImageJReads(repaintBeyond(TiffOutputTest.RECORD), place);
  }
}
