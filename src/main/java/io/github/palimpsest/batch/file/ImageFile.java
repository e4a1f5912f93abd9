package io.github.palimpsest.batch.file;

import ij.IJ;
import ij.ImagePlus;
import ij.io.OpenDialog;
import ij.io.Opener;
import io.github.palimpsest.check.BadInput;
import java.awt.event.KeyEvent;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.Supplier;

/**
 * Reads an image file as ImageJ's {@code open} does, without a window, a dialog or a line in the
 * Log: TIFF, PNG, JPEG, GIF and BMP, told by their first bytes. Safe for use by any thread.
 */
public final class ImageFile {
  private static final String KINDS = "a TIFF, PNG, JPEG, GIF or BMP image";

  private final Path path;
  private final String name;
  private String remark = "";

  private ImageFile(Path path) {
    this.path = path;
    name = path.getFileName().toString();
  }

  /**
   * An image as read.
   *
   * @param image titled with the file's name
   * @param remark what its user should know in one sentence; may be empty
   */
  public record Read(ImagePlus image, String remark) {}

  /**
   * Reads a file.
   *
   * @throws BadInput with one sentence about a file that is none, is damaged, ends too early, or is
   *     of a kind that ImageJ cannot read
   */
  public static Read read(Path path) {
    ImageFile file = new ImageFile(path);
    return new Read(file.open(), file.remark);
  }

  /**
   * Refuses what cannot be read as a file; nothing is opened, for a pipe would wait for ever.
   *
   * @return its length in bytes, above 0
   * @throws BadInput naming the file
   */
  public static long require(Path path) {
    String name = path.getFileName().toString();
    try {
      BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class);
      if (!found.isRegularFile()) {
        throw BadInput.of(
            "'%s' must be a file with an image, and is %s.",
            name, found.isDirectory() ? "a folder" : "a pipe or a device");
      }
      if (!Files.isReadable(path)) {
        throw BadInput.of("'%s' must be readable: change its permissions.", name);
      }
      if (found.size() == 0) {
        throw BadInput.of("'%s' is empty (0 bytes): copy it again.", name);
      }
      return found.size();
    } catch (NoSuchFileException e) {
      String what = Files.isSymbolicLink(path) ? "is a link to a file that" : "";
      throw new BadInput("'" + name + "' " + what + (what.isEmpty() ? "" : " ") + "is not there.");
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  /** The sentence about a file that the system does not let us read. */
  static BadInput unreadable(Path path, IOException e) {
    return new BadInput("'" + path.getFileName() + "' cannot be read: " + reason(e) + ".", e);
  }

  /** What went wrong, in words that do not end a sentence. */
  public static String reason(IOException e) {
    String said = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    if (e instanceof java.nio.file.FileSystemException f) {
      said =
          e instanceof java.nio.file.AccessDeniedException
              ? "permission denied"
              : f.getReason() == null ? e.getClass().getSimpleName() : f.getReason();
    }
    return said.strip().replaceAll("[.\\s]+$", "");
  }

  private ImagePlus open() {
    long length = require(path);
    byte[] first = first(path);
    if (isTiff(first)) {
      return tiff(length);
    }
    if (begins(first, 0x89, 'P', 'N', 'G')) {
      return opened(() -> PngFile.read(path));
    }
    if (begins(first, 0xff, 0xd8) || begins(first, 'G', 'I', 'F', '8') || begins(first, 'B', 'M')) {
      DecodeCheck.check(path);
      return opened(this::byOpener);
    }
    throw BadInput.of(
        "'%s' must be %s, and its first bytes are those of something else: save it as TIFF.",
        name, KINDS);
  }

  private ImagePlus tiff(long length) {
    TiffCheck checked = TiffCheck.of(path, length);
    remark = checked.remark();
    ImagePlus image = opened(() -> new Opener().openTiff(folder(), name));
    if (image.getStackSize() < checked.planes()) {
      throw BadInput.of(
          "'%s' holds %d planes, of which ImageJ reads only %d: save it again.",
          name, checked.planes(), image.getStackSize());
    }
    return image;
  }

  /** Whether the first bytes of a file are those of a TIFF. */
  static boolean isTiff(Path path) {
    return isTiff(first(path));
  }

  private static boolean isTiff(byte[] first) {
    return begins(first, 'I', 'I') || begins(first, 'M', 'M');
  }

  private static byte[] first(Path path) {
    try (var in = Files.newInputStream(path)) {
      return in.readNBytes(8);
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  private static boolean begins(byte[] bytes, int... with) {
    boolean same = bytes.length >= with.length;
    for (int i = 0; same && i < with.length; i++) {
      same = (bytes[i] & 255) == with[i];
    }
    return same;
  }

  private String folder() {
    return path.toAbsolutePath().getParent() + "/";
  }

  private ImagePlus byOpener() {
    String last = OpenDialog.getLastDirectory();
    String lastName = OpenDialog.getLastName();
    try {
      Opener opener = new Opener();
      opener.setSilentMode(true);
      return opener.openImage(folder(), name);
    } finally {
      // where the user was in the dialog of File > Open
      OpenDialog.setLastDirectory(last);
      OpenDialog.setLastName(lastName);
    }
  }

  /** ImageJ's reader forgets an Esc that was pressed before, and one ends it. */
  private ImagePlus opened(Supplier<ImagePlus> reader) {
    boolean stop = IJ.escapePressed();
    try {
      ImagePlus image = reader.get();
      if (image == null && IJ.escapePressed()) {
        stop = true;
        image = reader.get();
      }
      if (image == null) {
        require(path); // it may be gone by now
      }
      if (image == null || image.getWidth() == 0 || image.getProcessor() == null) {
        throw BadInput.of("'%s' is of a kind that ImageJ cannot read: save it as TIFF.", name);
      }
      image.setTitle(name);
      return image;
    } catch (BadInput e) {
      throw e;
    } catch (RuntimeException e) {
      throw new BadInput("'" + name + "' cannot be read by ImageJ (" + e + "): save it again.", e);
    } finally {
      if (stop) {
        IJ.setKeyDown(KeyEvent.VK_ESCAPE);
      }
    }
  }

  /** For the checks. */
  static FileChannel channel(Path path) {
    try {
      return FileChannel.open(path);
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }
}
