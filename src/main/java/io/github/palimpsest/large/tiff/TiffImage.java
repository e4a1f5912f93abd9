package io.github.palimpsest.large.tiff;

import ij.measure.Calibration;
import io.github.palimpsest.image.PlanePosition;
import io.github.palimpsest.image.SampleType;
import io.github.palimpsest.large.LargeImage;
import io.github.palimpsest.large.LargeOutput;
import io.github.palimpsest.large.LargePlane;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;

/** A TIFF file; its planes, units and properties are those that ImageJ finds in it. */
final class TiffImage implements LargeImage {
  private final TiffStructure tiff;
  private final List<PlaneLayout> layouts;
  private final ImageJHeader header;
  private final List<LargePlane> planes = new ArrayList<>();
  private final String identity;

  private TiffImage(TiffStructure tiff) throws IOException {
    this.tiff = tiff;
    layouts = layouts(tiff);
    header = ImageJHeader.of(tiff, layouts.size());
    CellCache cache = new CellCache();
    for (int i = 0; i < layouts.size(); i++) {
      PlaneReader reader = new PlaneReader(tiff.file(), layouts.get(i));
      planes.add(new TiffPlane(position(i + 1), reader, cache));
    }
    identity = identity(tiff.file());
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

  private static String identity(FileBytes file) throws IOException {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      int part = (int) Math.min(file.size(), 1 << 16);
      sha.update(file.read(0, part));
      sha.update(file.read(file.size() - part, part));
      String time = Files.getLastModifiedTime(file.path()).toString();
      sha.update((file.size() + " " + time).getBytes(StandardCharsets.UTF_8));
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
  public String identity() {
    return identity;
  }

  @Override
  public LargeOutput copyTo(Path place) {
    return TiffOutput.begin(tiff, layouts, place, this::position);
  }

  @Override
  public void close() {
    tiff.file().close();
  }
}
