package io.github.palimpsest.large.zarr;

import io.github.palimpsest.large.LargeFormat;
import io.github.palimpsest.large.LargeImage;
import java.nio.file.Path;
import org.scijava.plugin.Plugin;

/**
 * OME-Zarr folders of NGFF 0.1 to 0.5, in Zarr v2 and v3, and Zarr arrays without more, of which x
 * is the last axis. Elements are uint8, uint16 or float32; labels of any integer or real type.
 */
@Plugin(type = LargeFormat.class, name = "OME-Zarr")
public final class ZarrFormat implements LargeFormat {
  @Override
  public boolean claims(Path path) {
    return ZarrNode.is(path);
  }

  @Override
  public LargeImage open(Path path) {
    return ZarrImage.open(path, ZarrArray.Reading.PIXELS);
  }

  @Override
  public LargeImage openMask(Path path) {
    return ZarrImage.open(path, ZarrArray.Reading.MASK);
  }
}
