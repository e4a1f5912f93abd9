package io.github.palimpsest.bench;

import ai.onnxruntime.OrtException;
import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import io.github.palimpsest.Palimpsest;
import io.github.palimpsest.check.Cancelled;
import io.github.palimpsest.model.onnx.ModelFolder;
import io.github.palimpsest.model.onnx.OnnxModels;
import io.github.palimpsest.model.onnx.RawUnet;
import io.github.palimpsest.sample.StepHook;
import io.github.palimpsest.sample.StepView;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * One process of {@link PeersBench}: steps of raw ONNX Runtime and of a whole run of ours at one
 * size, alternating. Our steps are those of {@code Diffusion Generate...} from the end of one to
 * the end of the next, with everything that a run does between; raw ones run inside a hook.
 */
final class StepPeers implements StepHook {
  private static final int WARM_UP = 2;
  private static final int TRAINED = 1000;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private final RawUnet raw;
  private final int rounds;
  private final int atLeast;
  private final long end;
  private final List<Double> rawTimes = new ArrayList<>();
  private final List<Double> ourTimes = new ArrayList<>();
  private final List<Double> rawWork = new ArrayList<>();
  private final List<Double> ourWork = new ArrayList<>();
  private final List<Double> beside = new ArrayList<>();
  private double first = Double.NaN;
  private double loaded = Double.NaN;
  private long heap = Long.MAX_VALUE;
  private long direct = Long.MIN_VALUE;
  private int steps;

  // where the step that runs began
  private long began;
  private long inside;
  private long allocated;
  private long worked;

  private StepPeers(RawUnet raw, int rounds, int atLeast, double seconds) {
    this.raw = raw;
    this.rounds = rounds;
    this.atLeast = atLeast;
    end = System.nanoTime() + (long) (seconds * 1e9);
  }

  /**
   * Arguments: folder, side in pixels, 1 or 2 halves, {@code raw}, {@code ours} or {@code both},
   * rounds, and seconds after which it ends early, but not before so many rounds.
   */
  public static void main(String[] args) throws OrtException {
    ModelFolder folder = ModelFolder.open(Path.of(args[0]));
    int side = Integer.parseInt(args[1]);
    int halves = Integer.parseInt(args[2]);
    int rounds = Integer.parseInt(args[4]);
    double seconds = Double.parseDouble(args[5]);
    int atLeast = Integer.parseInt(args[6]);
    int cells = side / folder.scale();
    try (RawUnet raw = args[3].equals("ours") ? null : new RawUnet(folder, cells, cells, halves)) {
      if (args[3].equals("raw")) {
        raw(new StepPeers(raw, rounds, atLeast, seconds));
      } else {
        // the first run of a process is none to measure by
        run(folder, side, halves, new StepPeers(null, 1 - WARM_UP, atLeast, seconds));
        StepPeers peers = new StepPeers(raw, rounds, atLeast, seconds);
        run(folder, side, halves, peers);
        peers.print();
      }
    }
  }

  private static void raw(StepPeers peers) throws OrtException {
    peers.loaded = Machine.resident();
    for (int i = 0; i < WARM_UP + peers.rounds && !peers.late(); i++) {
      peers.rawStep(i >= WARM_UP);
    }
    peers.print();
  }

  private static void run(ModelFolder folder, int side, int halves, StepPeers hook) {
    try {
      Palimpsest.open(folder.path().toString())
          .with("width", side)
          .with("height", side)
          .with("scheduler", "Euler")
          .with("steps", Math.max(2, WARM_UP + hook.rounds + 1))
          .with("guidance", halves == 2 ? 7.5 : 1)
          .with("seed", 1)
          .generate(hook);
    } catch (Cancelled e) {
      // measured: decoding is not part of it
      return;
    }
  }

  @Override
  public void beforeModel(StepView view) {
    if (steps == 0) {
      loaded = Machine.resident();
      begin();
    }
  }

  @Override
  public void afterStep(StepView view) {
    double time = (System.nanoTime() - began) / 1e6;
    double within = (OnnxModels.nanosInside() - inside) / 1e6;
    double work = (SYSTEM.getProcessCpuTime() - worked) / 1e6;
    long bytes = THREADS.getCurrentThreadAllocatedBytes() - allocated;
    steps++;
    if (steps == 1) {
      first = time;
    }
    if (steps == WARM_UP) {
      direct = LoopCost.directBytes();
    }
    if (steps > WARM_UP) {
      ourTimes.add(time);
      ourWork.add(work);
      beside.add(time - within);
      heap = Math.min(heap, bytes);
    }
    if (steps >= WARM_UP + rounds || late()) {
      direct = LoopCost.directBytes() - direct;
      throw new Cancelled();
    }
    if (raw != null) {
      try {
        rawStep(steps >= WARM_UP);
      } catch (OrtException e) {
        throw new IllegalStateException(e);
      }
    }
    begin();
  }

  private void begin() {
    inside = OnnxModels.nanosInside();
    allocated = THREADS.getCurrentThreadAllocatedBytes();
    worked = SYSTEM.getProcessCpuTime();
    began = System.nanoTime();
  }

  private void rawStep(boolean measured) throws OrtException {
    long work = SYSTEM.getProcessCpuTime();
    long start = System.nanoTime();
    raw.step(TRAINED - 1 - rawTimes.size());
    if (measured) {
      rawTimes.add((System.nanoTime() - start) / 1e6);
      rawWork.add((SYSTEM.getProcessCpuTime() - work) / 1e6);
    }
  }

  private boolean late() {
    int done = Math.max(rawTimes.size(), ourTimes.size());
    return done >= atLeast && System.nanoTime() > end;
  }

  private void print() {
    Child.say("rounds", Math.max(rawTimes.size(), ourTimes.size()));
    if (raw != null) {
      Child.say("raw.least", Collections.min(rawTimes));
      Child.say("raw.median", median(rawTimes));
      Child.say("raw.work", mean(rawWork));
      Child.say("batches", raw.batches() ? 1 : 0);
    }
    if (!ourTimes.isEmpty()) {
      Child.say("ours.least", Collections.min(ourTimes));
      Child.say("ours.median", median(ourTimes));
      Child.say("ours.work", mean(ourWork));
      Child.say("first", first);
      Child.say("beside", median(beside));
      Child.say("heap", heap);
      Child.say("direct", direct);
    }
    Child.say("loaded", loaded);
    Child.say("peak", Machine.peak());
  }

  /** The clock of processor time may go by ten milliseconds. */
  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(v -> v).average().orElse(Double.NaN);
  }

  static double median(List<Double> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElse(Double.NaN);
  }
}
