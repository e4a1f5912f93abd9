package io.github.palimpsest.large.tiff;

import io.github.palimpsest.large.LargeFormat;
import io.github.palimpsest.large.LargeImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.scijava.plugin.Plugin;

/** TIFF files, of which only what is asked for is read. */
@Plugin(type = LargeFormat.class, name = "TIFF")
public final class TiffFormat implements LargeFormat {
  @Override
  public boolean claims(Path path) {
    String name = path.toString().toLowerCase(Locale.ROOT);
    return (name.endsWith(".tif") || name.endsWith(".tiff")) && Files.isRegularFile(path);
  }

  @Override
  public LargeImage open(Path path) {
    return TiffImage.open(path);
  }
}
