package io.github.palimpsest.large.zarr;

import io.github.palimpsest.image.PlaneEdit;
import io.github.palimpsest.image.PlanePosition;
import io.github.palimpsest.large.LargeOutput;
import io.github.palimpsest.large.LargePlane;
import io.github.palimpsest.large.zarr.ZarrArray.Reading;
import java.awt.Rectangle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;

/** A copy of a Zarr folder of which single chunks are written anew. */
final class ZarrOutput implements LargeOutput {
  private final ZarrImage source;
  private final FolderCopy copy;
  private final ZarrImage made;
  private final Pyramid pyramid;
  private boolean committed;

  /**
   * @param copy of the source's folder; removed if it is no image, or when this is closed without a
   *     commit
   */
  ZarrOutput(ZarrImage source, FolderCopy copy) {
    this.source = source;
    this.copy = copy;
    try {
      made = ZarrImage.open(copy.part(), Reading.PIXELS);
      pyramid = new Pyramid(source, made);
    } catch (RuntimeException e) {
      copy.remove();
      throw e;
    }
  }

  @Override
  public Path part() {
    return copy.part();
  }

  @Override
  public void write(PlaneEdit edit) {
    Rectangle r = edit.rectangle();
    if (r.isEmpty()) {
      return;
    }
    if (!new Rectangle(source.width(), source.height()).contains(r)) {
      throw new IllegalArgumentException(
          r + " must lie within " + source.width() + " x " + source.height());
    }
    Axes axes = source.axes();
    PlanePosition at = source.plane(edit.position()).position();
    long[] min = axes.plane(at.c() - 1, at.z() - 1, at.t() - 1);
    int[] size = new int[min.length];
    int[] steps = new int[min.length];
    Arrays.fill(size, 1);
    min[axes.x()] = r.x;
    min[axes.y()] = r.y;
    size[axes.x()] = r.width;
    size[axes.y()] = r.height;
    steps[axes.x()] = 1;
    steps[axes.y()] = r.width;
    Values values = new Values(new Box(min, size), steps, edit.values()[0], edit.mask());
    try {
      values.writeTo(made.array(), pyramid::changed);
    } catch (IOException e) {
      throw copy.failed(e);
    }
  }

  @Override
  public LargePlane plane(int position) {
    return made.plane(position);
  }

  @Override
  public void property(String name, String value) {
    try {
      made.node().setAttribute(copy.part(), name, Properties.attribute(value));
    } catch (IOException e) {
      throw copy.failed(e);
    }
  }

  @Override
  public void commit(Consumer<String> before) {
    try {
      pyramid.renew();
    } catch (IOException e) {
      throw copy.failed(e);
    }
    copy.commit(before);
    committed = true;
  }

  @Override
  public void close() {
    if (!committed) {
      copy.remove();
    }
  }
}
