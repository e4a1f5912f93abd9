package io.github.palimpsest.model.onnx;

import io.github.palimpsest.cache.Cache;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.model.Conditioning;
import io.github.palimpsest.model.Denoiser;
import io.github.palimpsest.model.LatentCodec;
import io.github.palimpsest.model.LoadedModel;
import io.github.palimpsest.model.ModelFolder;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Opens models and keeps the last ones in memory. Thread-safe. */
public final class OnnxModels {
  private static final int IDLE_MODELS = 2;

  // Least recently opened first.
  private static final Map<Key, Entry> OPEN = new LinkedHashMap<>();

  private record Key(String content, Device device) {}

  private static final class Entry {
    final OnnxModel model;
    int users;

    Entry(OnnxModel model) {
      this.model = model;
    }
  }

  private OnnxModels() {}

  /**
   * Makes a model ready to run; close it after the run. Its networks stay in memory, so the next
   * run with the same unchanged folder and device starts at once.
   *
   * @param device value of {@code device=}: {@code Auto}, {@code CPU}, {@code CUDA}, {@code
   *     TensorRT}, {@code CoreML}, {@code DirectML}, {@code ROCm} or {@code OpenVINO}
   * @param warn told, in one sentence each, when another device is used than asked for, and what
   *     else the user should know
   * @throws BadInput for an unknown device or a network that cannot be loaded
   */
  public static LoadedModel open(ModelFolder folder, String device, Consumer<String> warn) {
    Key key = new Key(folder.contentKey(), Device.of(device));
    Entry entry;
    synchronized (OPEN) {
      entry = OPEN.remove(key);
      if (entry == null) {
        evict(IDLE_MODELS - 1);
        entry = new Entry(new OnnxModel(folder, key.device()));
      }
      entry.users++;
      OPEN.put(key, entry);
    }
    entry.model.warnings().forEach(warn);
    String place = Cache.takeWarning();
    if (place != null) {
      warn.accept(place);
    }
    return new Lease(entry);
  }

  /** Nanoseconds that completed network calls of this process have spent inside ONNX Runtime. */
  public static long nanosInside() {
    return Call.NANOS.sum();
  }

  /** Version of ONNX Runtime in use. */
  public static String runtimeVersion() {
    return Ort.environment().getVersion();
  }

  /** Frees the networks of every model that is not in use. */
  public static void unloadIdle() {
    synchronized (OPEN) {
      evict(0);
    }
  }

  private static void evict(int keep) {
    long idle = OPEN.values().stream().filter(e -> e.users == 0).count();
    Iterator<Entry> entries = OPEN.values().iterator();
    while (entries.hasNext() && idle > keep) {
      Entry entry = entries.next();
      if (entry.users == 0) {
        entries.remove();
        entry.model.unload();
        idle--;
      }
    }
  }

  /** One user's hold on a shared model. */
  private static final class Lease implements LoadedModel {
    private final Entry entry;
    private boolean closed;

    Lease(Entry entry) {
      this.entry = entry;
    }

    private OnnxModel model() {
      synchronized (OPEN) {
        if (closed) {
          throw new IllegalStateException("the model has been closed");
        }
      }
      return entry.model;
    }

    @Override
    public ModelFolder folder() {
      return entry.model.folder();
    }

    @Override
    public String device() {
      return entry.model.device();
    }

    @Override
    public Conditioning encode(String prompt, Consumer<String> warn) {
      return model().encode(prompt, warn);
    }

    @Override
    public Conditioning encodeNegative(String negative, Consumer<String> warn) {
      return model().encodeNegative(negative, warn);
    }

    @Override
    public Denoiser denoiser(int height, int width, Conditioning conditioning) {
      return model().denoiser(height, width, conditioning);
    }

    @Override
    public LatentCodec codec() {
      return model().codec();
    }

    @Override
    public void close() {
      synchronized (OPEN) {
        if (!closed) {
          closed = true;
          entry.users--;
        }
      }
    }
  }
}
