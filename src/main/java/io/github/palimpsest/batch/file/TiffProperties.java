package io.github.palimpsest.batch.file;

import ij.io.FileInfo;
import ij.io.TiffDecoder;
import io.github.palimpsest.check.BadInput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Reads what ImageJ keeps beside the pixels of a TIFF, from its header alone. */
public final class TiffProperties {
  private TiffProperties() {}

  /**
   * The image properties of a TIFF, which may end before its pixels do; see {@link #isWhole}.
   *
   * @return by key; empty if it has none, or is no TIFF
   * @throws BadInput if there is no such file
   */
  public static Map<String, String> of(Path file) {
    long length = ImageFile.require(file);
    Map<String, String> map = new HashMap<>();
    try (TiffTags tags = new TiffTags(file, length)) {
      tags.check(1);
      String folder = file.toAbsolutePath().getParent() + "/";
      FileInfo[] info = new TiffDecoder(folder, file.getFileName().toString()).getTiffInfo();
      String[] properties = info == null ? null : info[0].properties;
      for (int i = 0; properties != null && i + 1 < properties.length; i += 2) {
        map.put(properties[i], properties[i + 1]);
      }
    } catch (IOException | RuntimeException e) {
      map.clear(); // nothing that ImageJ wrote
    }
    return map;
  }

  /** Whether a file is a TIFF that holds all pixels that its header promises. */
  public static boolean isWhole(Path file) {
    try {
      TiffCheck.of(file, ImageFile.require(file));
      return true;
    } catch (BadInput e) {
      return false;
    }
  }
}
