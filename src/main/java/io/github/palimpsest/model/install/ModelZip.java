package io.github.palimpsest.model.install;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.check.Cancelled;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/** Unpacks a zip that may be damaged or malicious. */
final class ModelZip {
  private ModelZip() {}

  /**
   * Unpacks the model into an empty folder, without the folders that the zip has around it.
   *
   * @param copied told the bytes of every piece; may end the unpacking by an exception
   * @throws BadInput for what {@link ZipPlan} refuses and for want of space, before anything is
   *     written; and for a damaged zip
   */
  static void unpack(Path file, Path folder, LongConsumer copied) {
    try (ZipFile zip = ZipFile.builder().setPath(file).get()) {
      ZipPlan plan = new ZipPlan(file, Files.size(file), Collections.list(zip.getEntries()));
      FileTree.requireSpace(file, plan.size, folder);
      for (Map.Entry<String, ZipArchiveEntry> entry : plan.files.entrySet()) {
        if (!zip.canReadEntryData(entry.getValue())) {
          throw BadInput.of(
              "\"%s\" is packed by a method (%d) that cannot be read here: unpack it and install"
                  + " the folder.",
              file, entry.getValue().getMethod());
        }
        Path target = folder.resolve(entry.getKey());
        Files.createDirectories(target.getParent());
        try (InputStream in = zip.getInputStream(entry.getValue());
            OutputStream out = Files.newOutputStream(target)) {
          copy(in, out, entry.getKey(), entry.getValue(), copied);
        }
      }
    } catch (IOException e) {
      throw damaged(file, e);
    } catch (BadInput | Cancelled e) {
      throw e;
    } catch (RuntimeException e) {
      // the library's own faults on zips that nobody made by rule
      throw damaged(file, e);
    }
  }

  private static BadInput damaged(Path file, Exception e) {
    return BadInput.of(
        "\"%s\" is damaged or not a zip file (%s): copy or download it again.",
        file, e.getMessage());
  }

  /** Copies no more than the zip's list says, and compares the checksum. */
  private static void copy(
      InputStream in, OutputStream out, String name, ZipArchiveEntry entry, LongConsumer copied)
      throws IOException {
    CRC32 checksum = new CRC32();
    byte[] buffer = new byte[1 << 16];
    long size = 0;
    for (int n = in.read(buffer); n >= 0 && size <= entry.getSize(); n = in.read(buffer)) {
      checksum.update(buffer, 0, n);
      out.write(buffer, 0, n);
      size += n;
      copied.accept(n);
    }
    if (size != entry.getSize() || checksum.getValue() != entry.getCrc()) {
      throw new IOException(name + " is not what was packed");
    }
  }
}
