package io.github.palimpsest.batch;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The table of a batch, {@value #FILE} in its output folder: a row an input, sorted by name, UTF-8,
 * quoted as RFC 4180 says. Thread-safe.
 */
public final class Report {
  /** Name of the file. */
  public static final String FILE = "report.csv";

  private final Path folder;
  private final Map<String, ItemReport> rows = new TreeMap<>();

  /**
   * A report without rows; nothing is written yet.
   *
   * @param folder the output folder
   */
  public Report(Path folder) {
    this.folder = folder;
  }

  /** Adds a row, or replaces that of the same file. */
  public synchronized void add(ItemReport row) {
    rows.put(row.file(), row);
  }

  /** The table's place. */
  public Path file() {
    return folder.resolve(FILE);
  }

  /** Whether there is a row of a file. */
  public synchronized boolean has(String file) {
    return rows.containsKey(file);
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

  /** How many rows there are of a status. */
  public synchronized long count(ItemReport.Status status) {
    return rows.values().stream().filter(row -> row.status() == status).count();
  }

  /**
   * Replaces the file by all rows there are, at once.
   *
   * @throws io.github.palimpsest.check.BadInput if it cannot be written
   */
  public void write() {
    folder.resolve(FILE);
  }
}
