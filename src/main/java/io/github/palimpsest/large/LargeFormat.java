package io.github.palimpsest.large;

import io.github.palimpsest.check.BadInput;
import java.nio.file.Path;
import org.scijava.plugin.SciJavaPlugin;

/**
 * A format of large images, as a SciJava plug-in: annotate a class with {@code @Plugin(type =
 * LargeFormat.class, name = "OME-Zarr")} and {@link LargeImages} finds it. The name is said in
 * sentences. One instance serves all threads.
 */
public interface LargeFormat extends SciJavaPlugin {
  /**
   * Whether a path holds an image of this format, by its name and the names of what lies in it, so
   * that a folder of images is told from an image that is a folder. Opens nothing.
   *
   * @param path of something that may be missing
   */
  boolean claims(Path path);

  /**
   * Opens an image that {@link #claims} says is of this format. Reads its metadata only.
   *
   * @throws BadInput if it cannot be read, saying why
   */
  LargeImage open(Path path);

  /**
   * Opens an image as a mask. One whose pixels ImageJ has a type for is opened as it is; one of
   * other whole numbers, such as labels of 32 bits, as 8-bit 0 and 255, by whether they are above
   * 0.
   *
   * @throws BadInput if it cannot be read, saying why
   */
  default LargeImage openMask(Path path) {
    return open(path);
  }
}
