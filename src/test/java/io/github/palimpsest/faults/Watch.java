package io.github.palimpsest.faults;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sees from outside what processes do at the place of an output, as they do it: whatever appears
 * under a final name is read at once and must be whole, appears once, and is never written, removed
 * or replaced after that. Close it.
 */
final class Watch implements AutoCloseable {
  private static final String MARK = ".watch";

  private final BatchFolder batch;
  private final Path out;
  private final Map<String, byte[]> expected;
  private final WatchService service;
  private final Map<WatchKey, Path> folders = new ConcurrentHashMap<>();
  private final Map<String, String> appeared = new TreeMap<>();
  private final Set<Path> patches = new HashSet<>();
  private final List<String> faults = new ArrayList<>();
  private int events;
  private long first;
  private long last;
  private int marks;

  /**
   * Begins to look; the folders that the output lies in and consists of are made.
   *
   * @param out not there yet
   * @param expected what must be there in the end, by name below it
   */
  Watch(BatchFolder batch, Path out, Map<String, byte[]> expected) throws IOException {
    this.batch = batch;
    this.out = out;
    this.expected = expected;
    service = out.getFileSystem().newWatchService();
    if (batch.isLarge()) {
      register(Files.createDirectories(out.getParent()));
    } else {
      register(Files.createDirectories(out));
      for (String name : expected.keySet()) {
        register(Files.createDirectories(out.resolve(name).getParent()));
      }
    }
    Thread thread = new Thread(this::look, "Watch");
    thread.setDaemon(true);
    thread.start();
  }

  private void register(Path folder) throws IOException {
    if (!folders.containsValue(folder)) {
      WatchKey key =
          folder.register(
              service,
              StandardWatchEventKinds.ENTRY_CREATE,
              StandardWatchEventKinds.ENTRY_MODIFY,
              StandardWatchEventKinds.ENTRY_DELETE);
      folders.put(key, folder);
    }
  }

  /** Counts from here on. */
  synchronized void restart() {
    events = 0;
  }

  /**
   * Waits for an event, or for the end of a process.
   *
   * @param event its number; the first is 1
   */
  synchronized void await(int event, Process process) throws InterruptedException {
    while (events < event && process.isAlive()) {
      wait(100); // nobody tells of the end
    }
  }

  /** How many events there were. */
  synchronized int events() {
    return events;
  }

  /** Nanoseconds from the first of them to the last. */
  synchronized long nanos() {
    return last - first;
  }

  /** How many files have appeared under their final names. */
  synchronized int appeared() {
    return appeared.size();
  }

  private void look() {
    try {
      while (true) {
        WatchKey key = service.take();
        Path folder = folders.get(key);
        for (WatchEvent<?> event : key.pollEvents()) {
          see(folder, event);
        }
        if (!key.reset()) {
          folders.remove(key);
        }
      }
    } catch (InterruptedException | ClosedWatchServiceException e) {
      return; // closed
    }
  }

  private synchronized void see(Path folder, WatchEvent<?> event) {
    if (event.kind() == StandardWatchEventKinds.OVERFLOW) {
      faults.add("too many events to be seen");
      return;
    }
    Path path = folder.resolve((Path) event.context());
    if (BatchFolder.name(path).startsWith(MARK)) {
      marks += event.kind() == StandardWatchEventKinds.ENTRY_DELETE ? 1 : 0;
      notifyAll();
      return;
    }
    last = System.nanoTime();
    first = events == 0 ? last : first;
    events += event.count();
    notifyAll();
    try {
      hold(path, event.kind() == StandardWatchEventKinds.ENTRY_CREATE, event.kind());
    } catch (AssertionError | RuntimeException e) {
      faults.add(path + ": " + e);
    }
  }

  private void hold(Path path, boolean appears, WatchEvent.Kind<?> kind) {
    String name = BatchFolder.name(path);
    if (path.equals(batch.report(out))) {
      assertTrue(appears, kind + " of a report, which is replaced as a whole");
      BatchFolder.rows(path);
    } else if (batch.isLarge() ? path.equals(out) : isFinal(path)) {
      assertTrue(appears, kind + " at a final place");
      BatchFolder.finals(path).forEach((inside, bytes) -> appears(path.resolve(inside), bytes));
    } else if (name.endsWith(".patch")) {
      assertTrue(kind != StandardWatchEventKinds.ENTRY_MODIFY, "a patch is whole from the first");
      assertTrue(!appears || patches.add(path), "a patch was made twice");
    } else if (appears && batch.isLarge() && path.getParent().equals(out.getParent())) {
      try {
        if (Files.isDirectory(path)) {
          register(path);
        }
      } catch (IOException e) {
        return; // gone already
      }
    }
  }

  private static boolean isFinal(Path path) {
    return BatchFolder.isFinal(path) && !Files.isDirectory(path);
  }

  private void appears(Path file, byte[] bytes) {
    String name = out.relativize(file).toString();
    assertNotNull(expected.get(name), "should not be there");
    assertArrayEquals(expected.get(name), bytes, "half-written");
    assertNull(appeared.putIfAbsent(name, BatchFolder.mark(file)), "written twice");
  }

  /**
   * Waits until everything that has happened is seen: each file that appeared is still the one that
   * it was, and nothing was wrong on the way.
   */
  void require() throws Exception {
    // events of one folder come in turn; those of another one may be behind the first mark
    for (int k = 0; k < 2; k++) {
      Path folder = batch.isLarge() ? out.getParent() : out;
      synchronized (this) {
        int before = marks;
        Files.delete(Files.createTempFile(folder, MARK, ".part"));
        while (marks == before) {
          wait();
        }
      }
    }
    synchronized (this) {
      assertEquals(List.of(), faults);
      appeared.forEach(
          (name, mark) -> {
            Path file = name.isEmpty() ? out : out.resolve(name);
            assertEquals(mark, BatchFolder.mark(file), name + " was written again");
          });
    }
  }

  @Override
  public void close() throws IOException {
    service.close();
  }
}
