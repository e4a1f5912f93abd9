package io.github.palimpsest.model.onnx;

import ai.onnxruntime.OrtException;
import io.github.palimpsest.cache.CLibrary;
import io.github.palimpsest.cache.Cache;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.model.LoadedModel;
import java.awt.EventQueue;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Opens models and keeps the last ones in memory. Thread-safe. */
public final class OnnxModels {
  /** How long a model stays in memory that nobody uses, nanoseconds. */
  static final long PATIENCE = TimeUnit.MINUTES.toNanos(10);

  private static final int IDLE_MODELS = 2;

  // Least recently opened first.
  private static final Map<Key, Entry> OPEN = new LinkedHashMap<>();

  /** Calls on another number of threads need sessions of their own. */
  private record Key(String content, Device device, int threads) {}

  /** Models as they load; the entries say which of them are wanted. */
  private static final class Entry {
    final LoadOnce<String, OnnxModel> model = new LoadOnce<>();
    int users;

    /** When its last user went. */
    long idleSince;
  }

  /** How networks are loaded; changed by tests only. */
  static volatile Network.Loader loader = Network::load;

  /** When models were used last; changed by tests only. */
  static volatile IdleClock clock = IdleClock.SYSTEM;

  /** Wraps the end of each hold on a model, and so sees it begin; changed by tests only. */
  static volatile UnaryOperator<Runnable> holds = UnaryOperator.identity();

  /** The clock that will look for models that nobody uses, or null; guarded by OPEN. */
  private static IdleClock looking;

  private OnnxModels() {}

  /**
   * Makes a model ready to run; close it after the run. Its networks stay in memory for ten minutes
   * more, so the next run with the same unchanged folder and device starts at once.
   *
   * @param device value of {@code device=}: {@code Auto}, {@code CPU}, {@code CUDA}, {@code
   *     TensorRT}, {@code CoreML}, {@code DirectML}, {@code ROCm} or {@code OpenVINO}
   * @param warn told, in one sentence each, when another device is used than asked for, also by a
   *     part that loads later, and what else the user should know; until the model is closed
   * @throws BadInput for an unknown device or a network that cannot be loaded
   */
  public static LoadedModel open(ModelFolder folder, String device, Consumer<String> warn) {
    return open(folder, device, Integer.MAX_VALUE, warn);
  }

  /**
   * The same for runs that use so many cores at most; see {@link
   * io.github.palimpsest.model.Model#load(String, int, Consumer)}.
   */
  public static LoadedModel open(
      ModelFolder folder, String device, int cores, Consumer<String> warn) {
    assert !EventQueue.isDispatchThread() : "models load off the event thread";
    int threads = Math.min(cores, Runtime.getRuntime().availableProcessors());
    Key key = new Key(folder.contentKey(), Device.of(device), threads);
    Entry entry;
    List<Entry> evicted = List.of();
    synchronized (OPEN) {
      entry = OPEN.remove(key);
      if (entry == null) {
        evicted = evict(IDLE_MODELS - 1);
        entry = new Entry();
      }
      entry.users++;
      OPEN.put(key, entry);
    }
    Entry used = entry;
    OnnxModel model = null;
    try {
      evicted.forEach(OnnxModels::unload);
      model =
          entry.model.get("", () -> new OnnxModel(folder, key.device(), threads, OnnxModels::load));
      model.tell(warn);
      String place = Cache.takeWarning();
      if (place != null) {
        warn.accept(place);
      }
      return new OnnxLease(model, warn, holds.apply(() -> release(used)));
    } catch (RuntimeException | Error e) {
      if (model != null) {
        model.forget(warn);
      }
      boolean last;
      synchronized (OPEN) {
        entry.users--;
        last = entry.users == 0 && OPEN.remove(key, entry);
      }
      if (last) {
        unload(entry);
      }
      throw e;
    }
  }

  private static void release(Entry entry) {
    synchronized (OPEN) {
      entry.users--;
      if (entry.users == 0) {
        entry.idleSince = clock.nanos();
        lookAfter(PATIENCE);
      }
    }
  }

  /** Plans one look for forgotten models, unless there is one already. Guarded by OPEN. */
  private static void lookAfter(long nanos) {
    if (looking != clock) {
      looking = clock;
      clock.later(nanos, OnnxModels::unloadForgotten);
    }
  }

  /** Frees the networks of the models that nobody has used for long. */
  private static void unloadForgotten() {
    List<Entry> forgotten = new ArrayList<>();
    synchronized (OPEN) {
      looking = null;
      long now = clock.nanos();
      for (Entry entry : List.copyOf(OPEN.values())) {
        long left = entry.idleSince + PATIENCE - now;
        if (entry.users == 0 && left <= 0) {
          OPEN.values().remove(entry);
          forgotten.add(entry);
        } else if (entry.users == 0) {
          lookAfter(left);
        }
      }
    }
    forgotten.forEach(OnnxModels::unload);
  }

  /** Nanoseconds that completed network calls of this process have spent inside ONNX Runtime. */
  public static long nanosInside() {
    return Stage.NANOS.sum();
  }

  /** Version of ONNX Runtime in use. */
  public static String runtimeVersion() {
    return Ort.environment().getVersion();
  }

  /** Frees the networks of every model that is not in use. */
  public static void unloadIdle() {
    List<Entry> evicted;
    synchronized (OPEN) {
      evicted = evict(0);
    }
    evicted.forEach(OnnxModels::unload);
  }

  /** Whether somebody works with the networks of a folder now, whose memory they then share. */
  public static boolean inUse(ModelFolder folder) {
    String content = folder.contentKey();
    synchronized (OPEN) {
      return OPEN.entrySet().stream()
          .anyMatch(e -> e.getKey().content().equals(content) && e.getValue().users > 0);
    }
  }

  /**
   * Whether networks on a device work in the computer's own memory, as they do on the CPU in place
   * of a device that cannot be used.
   */
  public static boolean inComputerMemory(String device) {
    Device wanted = Device.of(device).resolve();
    return wanted == Device.CPU || !ProviderProbe.usable(wanted);
  }

  /** How many users hold a model at this moment; for tests of what is left behind. */
  static int leases() {
    synchronized (OPEN) {
      return OPEN.values().stream().mapToInt(e -> e.users).sum();
    }
  }

  /** How many models are in memory or loading. */
  static int models() {
    synchronized (OPEN) {
      return OPEN.size();
    }
  }

  private static Network load(NetworkFile file, Device device, int threads) throws OrtException {
    return loader.load(file, device, threads);
  }

  private static void unload(Entry entry) {
    entry.model.clear().forEach(OnnxModel::unload);
    CLibrary.trimMemory();
  }

  /** Takes idle models out of the table, the least recently opened first; to be unloaded. */
  private static List<Entry> evict(int keep) {
    List<Entry> evicted = new ArrayList<>();
    long idle = OPEN.values().stream().filter(e -> e.users == 0).count();
    Iterator<Entry> entries = OPEN.values().iterator();
    while (entries.hasNext() && idle > keep) {
      Entry entry = entries.next();
      if (entry.users == 0) {
        entries.remove();
        evicted.add(entry);
        idle--;
      }
    }
    return evicted;
  }
}
