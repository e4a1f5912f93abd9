package io.github.palimpsest;

import ij.ImagePlus;
import ij.gui.Roi;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.image.IntervalImage;
import io.github.palimpsest.image.Intervals;
import io.github.palimpsest.image.Plane;
import io.github.palimpsest.inpaint.Outcome;
import io.github.palimpsest.inpaint.Runs;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.model.Model;
import io.github.palimpsest.model.Models;
import io.github.palimpsest.model.onnx.OnnxModels;
import io.github.palimpsest.record.SessionLog;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.roi.MaskRoi;
import io.github.palimpsest.sample.StepHook;
import io.github.palimpsest.session.Continuation;
import io.github.palimpsest.session.Session;
import java.util.Map;
import net.imglib2.RandomAccessibleInterval;

/**
 * Everything for scripts (Groovy, Jython, Java) in one class.
 *
 * <pre>{@code
 * def p = Palimpsest.open("micrographs").with(prompt: "fluorescence nuclei", steps: 20, seed: 7)
 * image.setRoi(90, 100, 60, 48)
 * p.inpaint(image).result().show()
 * }</pre>
 *
 * <p><b>What is what.</b> Keys and values are those of macros, see {@code README.md}; an instance
 * is immutable, {@link #with} makes another. Images are of any ImageJ type, or ImgLib2 intervals. A
 * {@link Session} is a run that you step yourself.
 *
 * <p><b>Units.</b> Step stacks are in the image's own intensities. Hooks and {@link
 * Session#estimate} see model units: −1…1 is the request's {@code range}. Latents are float arrays
 * {@code [channels, height, width]}, row by row, in the sampler's own scale.
 *
 * <p><b>Threads.</b> Every call works on the calling thread and returns when it is done; do not
 * call from the event dispatch thread. An instance may be shared by threads; a session is for one
 * thread at a time, except {@link Session#cancel}. Hooks are called on the thread of the run.
 *
 * <p><b>Ownership.</b> Results and stacks are yours, and not shown unless the monitor shows them.
 * Arrays in a hook are the live ones of the run and valid during the call only. End every session
 * by {@code finish} or {@code cancel}.
 *
 * <p><b>Errors.</b> {@link io.github.palimpsest.check.BadInput} has one sentence for the user and
 * means that nothing has changed; {@link io.github.palimpsest.check.Cancelled} that a run was
 * stopped and everything is as before.
 *
 * <p>Method: denoising diffusion (Ho et al. 2020; Song et al. 2021); inpainting by an inpainting
 * network (Rombach et al. 2022) or by re-noised known pixels (Lugmayr et al. 2022).
 */
public final class Palimpsest {
  private final Request request;
  private final Monitor monitor;

  private Palimpsest(Request request, Monitor monitor) {
    this.request = request;
    this.monitor = monitor;
  }

  /**
   * Opens a model.
   *
   * @param nameOrFolder bundled or installed name, or the path of a model folder; empty = the
   *     bundled one
   * @throws io.github.palimpsest.check.BadInput naming everything wrong with the folder
   */
  public static Palimpsest open(String nameOrFolder) {
    Models.find(nameOrFolder);
    Request request = Request.defaults();
    boolean named = nameOrFolder != null && !nameOrFolder.isBlank();
    return new Palimpsest(named ? request.with("model", nameOrFolder) : request, Monitor.SILENT);
  }

  /** The bundled model. */
  public static Palimpsest open() {
    return open("");
  }

  /** The same with one value changed; keys as in macros. */
  public Palimpsest with(String key, Object value) {
    return new Palimpsest(request.with(key, value), monitor);
  }

  /** The same with several values changed; in Groovy {@code with(steps: 20, seed: 7)}. */
  public Palimpsest with(Map<String, ?> values) {
    Request next = request;
    for (var e : values.entrySet()) {
      next =
          next.with(
              e.getKey(), e.getValue() instanceof CharSequence c ? c.toString() : e.getValue());
    }
    return new Palimpsest(next, monitor);
  }

  /** The same with somebody to tell of progress; without, runs are silent and show nothing. */
  public Palimpsest watched(Monitor watcher) {
    return new Palimpsest(request, watcher);
  }

  /** The values given. */
  public Request request() {
    return request;
  }

  /** What the model folder holds: name, licence, words it knows, sizes. */
  public Model model() {
    return Models.find(request.text(Param.MODEL));
  }

  /**
   * Repaints the masked part of an image; the mask is its selection unless {@code mask} differs.
   */
  public Outcome inpaint(ImagePlus image, StepHook... hooks) {
    return Runs.inpaint(image, request, monitor, hooks);
  }

  /**
   * Repaints part of an interval, of which only what the model sees is read. The interval may be
   * larger than memory.
   *
   * @param interval two dimensions; see {@link Intervals} for its types
   * @param mask two dimensions of the same size; or smaller, then its minimum says where it lies in
   *     the interval. Every pixel above 0 is repainted
   * @return the result, of the nearest type ImageJ has: the new pixels where the mask is above 0,
   *     elsewhere a view of the interval, to be copied if that will change. With {@code expand} or
   *     {@code output=Replace} a copy
   */
  public RandomAccessibleInterval<?> inpaint(
      RandomAccessibleInterval<?> interval, RandomAccessibleInterval<?> mask, StepHook... hooks) {
    boolean replace = request.text(Param.OUTPUT).equals("Replace");
    ImagePlus image =
        replace ? Intervals.toImage(interval, "interval") : IntervalImage.of(interval, "interval");
    image.setRoi(selection(mask, interval));
    ImagePlus result = inpaint(image, hooks).result();
    return result instanceof IntervalImage view ? view.interval() : Intervals.of(result);
  }

  /** A new image of {@code width}, {@code height} and {@code type} from the prompt. */
  public Outcome generate(StepHook... hooks) {
    return Runs.generate(request, monitor, hooks);
  }

  /**
   * The same of what an image shows: of its current plane and examples, by {@code model=[This
   * image]} and its like.
   */
  public Outcome generate(ImagePlus image, StepHook... hooks) {
    return Runs.generate(image, request, monitor, hooks);
  }

  /** A session on an image, see {@link Session#start}. */
  public Session start(ImagePlus image, StepHook... hooks) {
    return Session.start(image, request, monitor, hooks);
  }

  /**
   * A session on a copy of an interval; see {@link #inpaint(RandomAccessibleInterval,
   * RandomAccessibleInterval, StepHook...)}.
   */
  public Session start(
      RandomAccessibleInterval<?> interval, RandomAccessibleInterval<?> mask, StepHook... hooks) {
    ImagePlus image = Intervals.toImage(interval, "interval");
    image.setRoi(selection(mask, interval));
    return start(image, hooks);
  }

  /** A session that stands where the frame shown of a step or latents stack was written. */
  public Session resume(ImagePlus stack, StepHook... hooks) {
    return Continuation.of(stack, 1, Integer.MAX_VALUE, monitor, hooks);
  }

  /** Does the actions of a log again, see {@link Session#replay}. */
  public Session replay(ImagePlus image, SessionLog log, StepHook... hooks) {
    return Session.replay(image, log, monitor, hooks);
  }

  private static Roi selection(
      RandomAccessibleInterval<?> mask, RandomAccessibleInterval<?> interval) {
    Plane plane = Plane.of(mask);
    long x = mask.min(0) - interval.min(0);
    long y = mask.min(1) - interval.min(1);
    boolean same =
        mask.dimension(0) == interval.dimension(0) && mask.dimension(1) == interval.dimension(1);
    boolean within =
        x >= 0
            && y >= 0
            && x + mask.dimension(0) <= interval.dimension(0)
            && y + mask.dimension(1) <= interval.dimension(1);
    // a smaller mask at the very origin says no place: it is more likely of another image
    if (!same && (!within || x == 0 && y == 0)) {
      throw BadInput.of(
          "The mask (%d x %d) must have the size of the interval, %d x %d.",
          mask.dimension(0), mask.dimension(1), interval.dimension(0), interval.dimension(1));
    }
    Roi roi = MaskRoi.of(plane, same ? 0 : (int) x, same ? 0 : (int) y);
    if (roi == null) {
      throw new BadInput("The mask is zero everywhere, so nothing would be repainted.");
    }
    return roi;
  }

  /** Frees the memory of models that no run uses. */
  public static void unload() {
    OnnxModels.unloadIdle();
  }
}
