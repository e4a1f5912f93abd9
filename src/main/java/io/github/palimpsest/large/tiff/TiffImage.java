package io.github.palimpsest.large.tiff;

import ij.ImagePlus;
import ij.gui.Roi;
import ij.measure.Calibration;
import io.github.palimpsest.image.LutCheck;
import io.github.palimpsest.image.Plane;
import io.github.palimpsest.image.PlanePosition;
import io.github.palimpsest.image.SampleType;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.large.LargeImage;
import io.github.palimpsest.large.LargeOutput;
import io.github.palimpsest.large.LargePlane;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.function.BooleanSupplier;

/** A TIFF file; its planes, units and properties are those that ImageJ finds in it. */
final class TiffImage implements LargeImage {
  private final TiffStructure tiff;
  private final List<PlaneLayout> layouts;
  private final ImageJHeader header;
  private final List<LargePlane> planes = new ArrayList<>();
  private final byte[] ends;
  private final Instant time;

  private TiffImage(TiffStructure tiff) throws IOException {
    this.tiff = tiff;
    layouts = layouts(tiff);
    header = ImageJHeader.of(tiff, layouts.size());
    CellCache cache = new CellCache();
    for (int i = 0; i < layouts.size(); i++) {
      PlaneReader reader = new PlaneReader(tiff.file(), layouts.get(i));
      planes.add(new TiffPlane(position(i + 1), reader, cache));
    }
    ends = ends(tiff.file());
    time = Files.getLastModifiedTime(tiff.file().path()).toInstant();
  }

  static TiffImage open(Path path) {
    TiffStructure tiff = TiffStructure.of(path.toAbsolutePath());
    try {
      return new TiffImage(tiff);
    } catch (IOException e) {
      tiff.file().close();
      throw FileBytes.failed(path, e);
    } catch (RuntimeException e) {
      tiff.file().close();
      throw e;
    }
  }

  /**
   * The planes that ImageJ finds: those of its own stack, or one a directory if all are alike, else
   * the first.
   */
  static List<PlaneLayout> layouts(TiffStructure tiff) {
    List<TiffDirectory> directories = tiff.directories();
    PlaneLayout first = PlaneLayout.of(tiff.file(), directories.get(0));
    List<PlaneLayout> all = new ArrayList<>();
    all.add(first);
    if (tiff.planes() > 1) {
      long bytes = first.format().rowBytes(first.width()) * first.height();
      long at = first.offsets()[0];
      if (at + bytes * tiff.planes() > tiff.file().size()) {
        throw FileBytes.cutOff(tiff.file().path());
      }
      all.clear();
      for (int i = 0; i < tiff.planes(); i++) {
        all.add(first.contiguous(first.format(), at + i * bytes));
      }
      return all;
    }
    for (TiffDirectory other : directories.subList(1, directories.size())) {
      if (!directories.get(0).like(tiff.file(), other)) {
        return List.of(first);
      }
      all.add(PlaneLayout.of(tiff.file(), other));
    }
    return all;
  }

  /** Both ends of a file, where its directories are as a rule. */
  private static byte[] ends(FileBytes file) {
    int part = (int) Math.min(file.size(), 1 << 16);
    ByteBuffer both = ByteBuffer.allocate(2 * part);
    both.put(file.read(0, part)).put(file.read(file.size() - part, part));
    return both.array();
  }

  /** What the file that was opened is known by: its ends, length and time. */
  @Override
  public String identity(ChronoUnit precision) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update(ends);
      String state = tiff.file().size() + " " + FileTime.from(time.truncatedTo(precision));
      sha.update(state.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(sha.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private PlanePosition position(int position) {
    int[] czt = header.image().convertIndexToPosition(position);
    return new PlanePosition(position, czt[0], czt[1], czt[2]);
  }

  @Override
  public Path path() {
    return tiff.file().path();
  }

  @Override
  public int width() {
    return layouts.get(0).width();
  }

  @Override
  public int height() {
    return layouts.get(0).height();
  }

  @Override
  public int channels() {
    return header.image().getNChannels();
  }

  @Override
  public int slices() {
    return header.image().getNSlices();
  }

  @Override
  public int frames() {
    return header.image().getNFrames();
  }

  @Override
  public SampleType type() {
    return layouts.get(0).format().type();
  }

  @Override
  public Calibration calibration() {
    return header.image().getLocalCalibration().copy();
  }

  @Override
  public double[] displayRange(int channel) {
    return header.range(channel);
  }

  @Override
  public void layOver(ImagePlus view) {
    view.setOverlay(header.image().getOverlay());
    Roi selection = header.image().getRoi();
    if (selection != null) {
      view.setRoi(selection, false);
    }
  }

  @Override
  public void requireIntensities(Plane plane) {
    // reads the plane, so it is asked only where there is a doubt
    if (LutCheck.isPalette(header.image())) {
      LutCheck.requireIntensities("'" + title() + "'", header.image(), plane);
    }
  }

  @Override
  public List<LargePlane> planes() {
    return Collections.unmodifiableList(planes);
  }

  @Override
  public LargePlane plane(int position) {
    return planes.get(position - 1);
  }

  @Override
  public String property(String name) {
    return header.image().getProp(name);
  }

  @Override
  public LargeOutput copyTo(Path place, Monitor monitor, BooleanSupplier stopped) {
    return TiffOutput.of(tiff, layouts, place, this::position).begin(monitor, stopped);
  }

  @Override
  public void close() {
    tiff.file().close();
  }
}
