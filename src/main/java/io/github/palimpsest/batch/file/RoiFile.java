package io.github.palimpsest.batch.file;

import ij.gui.Roi;
import ij.io.RoiDecoder;
import io.github.palimpsest.check.BadInput;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Reads ROIs saved by ImageJ: one as {@code .roi}, those of the ROI Manager as {@code .zip}. */
public final class RoiFile {
  private RoiFile() {}

  /** Whether a name is that of such a file. */
  public static boolean is(Path path) {
    String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".roi") || name.endsWith(".zip");
  }

  /**
   * The ROIs of a file, as the ROI Manager would show them.
   *
   * @return at least one
   * @throws BadInput with one sentence about a file that is damaged or holds none
   */
  public static List<Roi> read(Path path) {
    ImageFile.require(path);
    String name = path.getFileName().toString();
    List<Roi> rois = new ArrayList<>();
    try {
      byte[] bytes = Files.readAllBytes(path);
      if (name.toLowerCase(Locale.ROOT).endsWith(".roi")) {
        rois.add(decode(name, bytes, name));
      } else {
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
          for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            if (entry.getName().endsWith(".roi")) {
              rois.add(decode(name, zip.readAllBytes(), entry.getName()));
            }
          }
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new BadInput("'" + name + "' is damaged (" + e.getMessage() + "): save it again.", e);
    }
    if (rois.isEmpty()) {
      throw BadInput.of("'%s' must hold ROIs saved by the ROI Manager, and holds none.", name);
    }
    return rois;
  }

  private static Roi decode(String file, byte[] bytes, String roi) {
    try {
      Roi read = new RoiDecoder(bytes, roi).getRoi();
      if (read != null) {
        return read;
      }
    } catch (IOException | RuntimeException e) {
      throw new BadInput("'" + file + "' holds a damaged ROI (" + roi + "): save it again.", e);
    }
    throw BadInput.of("'%s' holds a ROI of an unknown kind (%s): save it again.", file, roi);
  }
}
