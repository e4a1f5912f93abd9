package io.github.palimpsest.batch.file;

import ij.io.FileInfo;
import ij.io.TiffDecoder;
import io.github.palimpsest.check.BadInput;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Finds what is wrong with a TIFF before ImageJ reads it: ImageJ fills with zeros what a file lacks
 * and says nothing, or waits for ever for the rest of what is compressed.
 */
final class TiffCheck {
  private final String name;
  private final long length;
  private final TiffTags tags;
  private final FileInfo[] info;
  private final boolean alike;

  private TiffCheck(Path path, long length, TiffTags tags) {
    name = path.getFileName().toString();
    this.length = length;
    this.tags = tags;
    info = decode(path);
    boolean same = true;
    for (FileInfo one : info) {
      same &=
          one.fileType == info[0].fileType
              && one.width == info[0].width
              && one.height == info[0].height;
    }
    alike = same;
  }

  /**
   * Checks a file.
   *
   * @param length of the file in bytes
   * @throws BadInput with one sentence about what is wrong
   */
  static TiffCheck of(Path path, long length) {
    try (TiffTags tags = new TiffTags(path, length)) {
      tags.check(Integer.MAX_VALUE);
      TiffCheck check = new TiffCheck(path, length, tags);
      for (int i = 0; i < (check.alike ? check.info.length : 1); i++) {
        check.pixels(check.info[i]);
      }
      return check;
    }
  }

  private FileInfo[] decode(Path path) {
    try {
      FileInfo[] found =
          new TiffDecoder(path.toAbsolutePath().getParent() + "/", name).getTiffInfo();
      if (found != null) {
        return found;
      }
      throw BadInput.of("'%s' must be an image, and is no TIFF inside: save it as TIFF.", name);
    } catch (IOException e) {
      throw new BadInput(
          "'" + name + "' cannot be read: " + ImageFile.reason(e) + ": save it as a plain TIFF.",
          e);
    } catch (BadInput e) {
      throw e;
    } catch (RuntimeException e) {
      throw tags.damaged("its header makes no sense");
    }
  }

  private void pixels(FileInfo plane) {
    if (plane.width <= 0 || plane.height <= 0) {
      throw tags.damaged("its picture is " + plane.width + " x " + plane.height + " pixels");
    }
    if ((long) plane.width * plane.height > Integer.MAX_VALUE) {
      throw BadInput.of(
          "'%s' is %d x %d pixels, more than ImageJ can open.", name, plane.width, plane.height);
    }
    long bytes = bytes(plane);
    boolean strips = plane.stripOffsets != null && plane.stripLengths != null;
    if (plane.compression != FileInfo.COMPRESSION_NONE) {
      if (!strips || plane.stripLengths.length < plane.stripOffsets.length) {
        throw tags.damaged("the lengths of its parts are missing");
      }
      compressed(plane, bytes);
    } else if (strips && plane.stripOffsets.length > 1 && plane.nImages <= 1) {
      long all = 0;
      for (int i = 0; i < plane.stripOffsets.length; i++) {
        all += strip(plane, i);
      }
      requirePixels(all, bytes);
    } else {
      int planes = Math.max(1, plane.nImages);
      if (plane.getOffset() + planes * bytes + (planes - 1) * plane.getGap() > length) {
        throw tags.early();
      }
    }
  }

  private void compressed(FileInfo plane, long bytes) {
    long all = 0;
    for (int i = 0; i < plane.stripOffsets.length; i++) {
      int packed = (int) strip(plane, i);
      long from = plane.stripOffsets[i] & 0xffffffffL;
      long got = Unpacked.length(tags.bytes(from, packed).array(), plane.compression);
      if (got < 0) {
        throw tags.damaged("what it holds cannot be unpacked");
      }
      all += got;
    }
    requirePixels(all, bytes);
  }

  /** The length of a strip, which lies in the file. */
  private long strip(FileInfo plane, int i) {
    if (i >= plane.stripLengths.length) {
      throw tags.damaged("the lengths of its parts are missing");
    }
    long bytes = plane.stripLengths[i] & 0xffffffffL;
    if ((plane.stripOffsets[i] & 0xffffffffL) + bytes > length || bytes > Integer.MAX_VALUE) {
      throw tags.early();
    }
    return bytes;
  }

  private void requirePixels(long got, long wanted) {
    if (got < wanted) {
      throw tags.damaged("it holds " + got + " of " + wanted + " bytes of its picture");
    }
  }

  /** Bytes of a plane's pixels. */
  private static long bytes(FileInfo plane) {
    long pixels = (long) plane.width * plane.height;
    return switch (plane.fileType) {
      case FileInfo.BITMAP -> (plane.width + 7L) / 8 * plane.height;
      case FileInfo.GRAY12_UNSIGNED -> pixels * 3 / 2;
      case FileInfo.GRAY10_UNSIGNED -> pixels * 5 / 4;
      case FileInfo.RGB48, FileInfo.RGB48_PLANAR -> pixels * 2 * Math.max(3, plane.samplesPerPixel);
      default -> {
        int bytes = plane.getBytesPerPixel();
        // as ImageJ reads several samples that are no colours: each as a plane
        boolean colours = bytes == 3 || bytes == 4 || plane.samplesPerPixel <= 1;
        yield pixels * bytes * (colours ? 1 : plane.samplesPerPixel);
      }
    };
  }

  /** Planes that ImageJ shows at least. */
  int planes() {
    return info.length == 1 ? Math.max(1, info[0].nImages) : alike ? info.length : 1;
  }

  /** What the user should know; may be empty. */
  String remark() {
    return alike
        ? ""
        : "The file holds "
            + info.length
            + " pictures of different sizes or types; as ImageJ does, only the first was read.";
  }
}
