package io.github.palimpsest.batch;

import io.github.palimpsest.batch.file.ImageFile;
import io.github.palimpsest.check.BadInput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The table of a batch, {@value #FILE} in its output folder: a row an input, sorted by name, UTF-8,
 * quoted as RFC 4180 says. Thread-safe.
 */
public final class Report {
  /** Name of the file. */
  public static final String FILE = "report.csv";

  private static final String HEADER = "file,status,message,seconds,masked pixels,seam\r\n";

  private final Path file;
  private final Map<String, ItemReport> rows = new TreeMap<>();

  /**
   * A report without rows; nothing is written yet.
   *
   * @param folder the output folder
   */
  public Report(Path folder) {
    this(folder, FILE);
  }

  /**
   * The same under another name.
   *
   * @param name of the file
   */
  public Report(Path folder, String name) {
    file = folder.resolve(name);
  }

  /** The table's place. */
  public Path file() {
    return file;
  }

  /**
   * Refuses to replace a file of that name that is no report.
   *
   * @throws BadInput with the remedy
   * @throws IOException if it cannot be read
   */
  public void check() throws IOException {
    if (Files.exists(file) && !isReport()) {
      throw BadInput.of(
          "'%s' in output (%s) is not the report of a batch, and is not overwritten: move it away.",
          file.getFileName(), file.getParent());
    }
  }

  private boolean isReport() throws IOException {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    byte[] header = HEADER.getBytes(StandardCharsets.UTF_8);
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(header.length), header);
    }
  }

  /** Adds a row, or replaces that of the same file. */
  public synchronized void add(ItemReport row) {
    rows.put(row.file(), row);
  }

  /** Whether there is a row of a file. */
  public synchronized boolean has(String name) {
    return rows.containsKey(name);
  }

  /**
   * The first failed rows.
   *
   * @param most how many
   */
  public synchronized List<ItemReport> failures(int most) {
    return rows.values().stream()
        .filter(row -> row.status() == ItemReport.Status.FAILED)
        .limit(most)
        .toList();
  }

  /** The rows there are, sorted by name. */
  public synchronized List<ItemReport> rows() {
    return List.copyOf(rows.values());
  }

  /** How many rows there are of a status. */
  public synchronized long count(ItemReport.Status status) {
    return rows.values().stream().filter(row -> row.status() == status).count();
  }

  /**
   * Replaces the file by all rows there are, at once: who reads it sees the older one or the newer
   * one, whole.
   *
   * @throws BadInput if it cannot be written
   */
  public synchronized void write() {
    StringBuilder text = new StringBuilder(HEADER);
    rows.values().forEach(row -> append(text, row));
    Path part = Outputs.part(file);
    try {
      // who removes the folder meanwhile has the report of what was made after that
      Files.createDirectories(file.getParent());
      write(text.toString(), part);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      Outputs.sync(file.getParent());
    } catch (IOException e) {
      Outputs.delete(part);
      throw new BadInput(
          "The report (" + file + ") cannot be written: " + ImageFile.reason(e) + ".", e);
    }
  }

  /**
   * The same; if it cannot be written that is told: what its rows tell of is there all the same.
   *
   * @param warn told why not
   */
  public void write(Consumer<String> warn) {
    try {
      write();
    } catch (BadInput e) {
      warn.accept(e.getMessage());
    }
  }

  private static void write(String text, Path part) throws IOException {
    try (FileChannel channel =
        FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  private static void append(StringBuilder text, ItemReport row) {
    text.append(quoted(row.file())).append(',');
    text.append(row.status().name().toLowerCase(Locale.ROOT)).append(',');
    text.append(quoted(row.message())).append(',');
    text.append(String.format(Locale.ROOT, "%.3f", row.seconds())).append(',');
    text.append(row.maskedPixels() < 0 ? "" : row.maskedPixels()).append(',');
    text.append(Double.isNaN(row.seam()) ? "" : row.seam()).append("\r\n");
  }

  private static String quoted(String field) {
    return field.matches("(?s).*[\",\r\n].*") ? '"' + field.replace("\"", "\"\"") + '"' : field;
  }
}
