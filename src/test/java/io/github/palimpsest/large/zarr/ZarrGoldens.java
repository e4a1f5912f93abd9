package io.github.palimpsest.large.zarr;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** The folders that scripts/goldens/zarr_goldens.py made, and the formula of their pixels. */
final class ZarrGoldens {
  private ZarrGoldens() {}

  /** Unpacks one of them. */
  static Path unpack(String name, Path folder) throws IOException {
    boolean any = false;
    try (InputStream in = ZarrGoldens.class.getResourceAsStream("/goldens/zarr.zip");
        ZipInputStream zip = new ZipInputStream(in)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (entry.getName().startsWith(name + "/")) {
          Path file = folder.resolve(entry.getName());
          Files.createDirectories(file.getParent());
          Files.write(file, zip.readAllBytes());
          any = true;
        }
      }
    }
    if (!any) {
      throw new IOException("There is no " + name);
    }
    return folder.resolve(name);
  }

  /** The value of a pixel, zero-based. */
  static float value(ElementType type, int t, int c, int z, int y, int x) {
    int v = ((t * 3 + c * 5 + z * 7) * 11 + y * 17 + x * 23 + x * y) % 251;
    return switch (type) {
      case UINT16 -> v * 257;
      case FLOAT32 -> v / 8f - 10;
      default -> v;
    };
  }
}
