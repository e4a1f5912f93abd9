package io.github.palimpsest.inpaint;

import ij.ImagePlus;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.check.Cancelled;
import io.github.palimpsest.check.WarnOnce;
import io.github.palimpsest.image.InPlaceEdit;
import io.github.palimpsest.image.PlaneEdit;
import io.github.palimpsest.image.Planes;
import io.github.palimpsest.image.ResultImages;
import io.github.palimpsest.inpaint.input.ImageModels;
import io.github.palimpsest.inpaint.input.MaskedPlane;
import io.github.palimpsest.inpaint.input.Outpainting;
import io.github.palimpsest.inpaint.input.PlaneInput;
import io.github.palimpsest.inpaint.input.PlaneReader;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.inpaint.sampler.ImageSampler;
import io.github.palimpsest.inpaint.sampler.ModelInput;
import io.github.palimpsest.inpaint.sampler.ResolvedRequest;
import io.github.palimpsest.inpaint.sampler.StepCosts;
import io.github.palimpsest.model.LoadedModel;
import io.github.palimpsest.model.Model;
import io.github.palimpsest.model.Models;
import io.github.palimpsest.record.ProvenanceEntry;
import io.github.palimpsest.record.RunRecord;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.roi.Crop;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.UnaryOperator;

/**
 * Runs that are made again and again from what an image and a request are at the moment: the model
 * stays loaded, prompts stay read and networks keep what they have computed of mask and words. A
 * finished preview has the pixels, bit by bit, of {@link Jobs#inpaint} with the same request.
 *
 * <p>{@link #read} and {@link #paint} may be called by two threads at a time. Close it after use,
 * when neither runs; a look that begins later throws {@link Cancelled}.
 */
public final class PreviewRunner implements AutoCloseable {
  private static final Param[] WITHOUT_EFFECT = {
    Param.STREAM, Param.LATENTS, Param.SOURCES, Param.OUTPUT, Param.SAMPLES
  };

  private static final String SHOWS_ONE = "a preview shows one";
  private static final long JUDGED_NANOS = 3_000_000_000L;

  private final Monitor monitor;
  private final WarnOnce said;
  private final Object running = new Object();
  private double judged;
  private String judgedModel;
  private long judgedAt;
  private BadInput refused;
  private ResolvedRequest resolved;
  private ResolvedRequest previous;
  private volatile ImageSampler sampler;
  private boolean closed;

  /**
   * @param monitor told what the user should know
   */
  public PreviewRunner(Monitor monitor) {
    this.monitor = monitor;
    said = new WarnOnce(monitor::warn);
  }

  /**
   * What a run would be made from now. The cost follows what the model sees.
   *
   * @param limit told {@link PreparedRun#work} before pixels are read; refuses by throwing
   * @throws BadInput if there is nothing to repaint, or a value does not fit
   */
  public PreparedRun read(ImagePlus image, Request request, LongConsumer limit) {
    Request plain = request;
    for (Param param : WITHOUT_EFFECT) {
      plain = plain.without(param);
    }
    Request asked = plain;
    Outpainting.refuse(request);
    List<MaskedPlane> first = MaskedPlane.all(image, asked, said);
    ResolvedRequest before = resolved;
    ResolvedRequest now = resolved(plain, folder -> fit(first, asked, folder));
    // while a model loaded, much may have changed
    boolean loaded = before == null || before.loaded() != now.loaded();
    List<MaskedPlane> aims = loaded ? MaskedPlane.all(image, asked, said) : first;
    if (loaded) {
      now = resolved(plain, folder -> fit(aims, asked, folder));
    }
    MaskedPlane masked = MaskedPlane.only(now.model(), aims, SHOWS_ONE);
    Planes planes = masked.planes();
    Crop crop =
        Crop.plan(
            planes.width(),
            planes.height(),
            masked.mask().bounds(),
            masked.rule(),
            PlaneReader.size(now.model()));
    limit.accept(StepCosts.work(crop, planes.channels(), now));
    PlaneInput input = new PlaneReader(now.model(), plain, said).read(masked);
    return new PreparedRun(image, plain, input, now, masked.outlines());
  }

  private Model fit(List<MaskedPlane> aims, Request request, Model folder) {
    MaskedPlane.only(folder, aims, SHOWS_ONE);
    Model fit = ImageModels.of(folder, aims);
    requireMemory(aims, request, fit);
    return fit;
  }

  /** Looks again at what was refused only after some seconds: a look may be ten times a second. */
  private void requireMemory(List<MaskedPlane> aims, Request request, Model folder) {
    MemoryEstimate need = MemoryEstimate.inpaint(aims.get(0).image(), aims, request, folder, false);
    double bytes = need.heapBytes() + need.networkBytes();
    long now = System.nanoTime();
    boolean known = bytes == judged && request.text(Param.MODEL).equals(judgedModel);
    if (known && refused == null) {
      return;
    }
    if (!known || now - judgedAt > JUDGED_NANOS) {
      judged = bytes;
      judgedModel = request.text(Param.MODEL);
      judgedAt = now;
      refused = null;
      try {
        need.check();
      } catch (BadInput e) {
        refused = e;
      }
    }
    if (refused != null) {
      throw refused;
    }
  }

  private synchronized ResolvedRequest resolved(Request request, UnaryOperator<Model> fits) {
    if (closed) {
      // a look that began before the end would hold the model for ever
      throw new Cancelled();
    }
    boolean named = resolved != null && sameModel(resolved.request(), request);
    Model folder = fits.apply(named ? resolved.model() : Models.find(request.text(Param.MODEL)));
    boolean loaded = named && folder.equals(resolved.model());
    if (resolved == null) {
      resolved = load(folder, request);
    } else if (!loaded) {
      ResolvedRequest other = load(folder, request);
      closePrevious();
      // a run may still be under way with it, or about to begin
      previous = resolved;
      resolved = other;
    } else if (!resolved.request().equals(request)) {
      resolved = resolved.with(request);
    }
    return resolved;
  }

  private ResolvedRequest load(Model folder, Request request) {
    LoadedModel loaded = folder.load(request.text(Param.DEVICE), monitor::warn);
    return ResolvedRequest.of(loaded, request, monitor);
  }

  private void closePrevious() {
    if (previous != null) {
      cancel();
      synchronized (running) {
        previous.close();
        previous = null;
      }
    }
  }

  private static boolean sameModel(Request a, Request b) {
    return a.text(Param.MODEL).equals(b.text(Param.MODEL))
        && a.text(Param.DEVICE).equals(b.text(Param.DEVICE));
  }

  /**
   * The picture of a prepared run, finished or on its way.
   *
   * @param prepared what it was made from
   * @param edits pixels as a run would write them, rounded to the image's type; one for each plane
   * @param step scheduler steps done
   * @param steps of the whole run
   * @param seconds since the run began
   */
  public record Preview(
      PreparedRun prepared, List<PlaneEdit> edits, int step, int steps, double seconds) {
    /** Whether it is the result and not an estimate on the way to it. */
    public boolean finished() {
      return step == steps;
    }
  }

  /** Follows a run; called on its thread. */
  public interface Follower {
    /**
     * A step is done.
     *
     * @return whether the estimate is to be shown
     */
    boolean stepped(int step, int steps, double seconds);

    /** A preview that was asked for, or the finished one. */
    void shown(Preview preview);
  }

  /**
   * Samples a prepared run on the calling thread.
   *
   * @return the finished preview
   * @throws Cancelled after {@link #cancel}
   */
  public Preview paint(PreparedRun prepared, Follower follower) {
    long start = System.nanoTime();
    PlaneInput input = prepared.input;
    synchronized (running) {
      try (ImageSampler run =
          new ImageSampler(
                  prepared.resolved,
                  prepared.resolved.loaded().codec(),
                  ModelInput.of(input, prepared.resolved),
                  prepared.request.seed(),
                  List.of())
              .forwardOnly()) {
        sampler = run;
        int steps = run.steps();
        run.listen(
            s -> {
              int k = s.step();
              if (k > 0 && follower.stepped(k, steps, since(start)) && k < steps) {
                List<PlaneEdit> estimate = input.edits(s.estimate(k), s.seamWeights());
                follower.shown(new Preview(prepared, estimate, k, steps, since(start)));
              }
            });
        List<PlaneEdit> edits = input.edits(run.run(), run.seamWeights());
        Preview preview = new Preview(prepared, edits, steps, steps, since(start));
        follower.shown(preview);
        return preview;
      } finally {
        sampler = null;
      }
    }
  }

  private static double since(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  /** Stops the run under way within one model call; from any thread. */
  public void cancel() {
    ImageSampler now = sampler;
    if (now != null) {
      now.cancel();
    }
  }

  /**
   * Makes a finished preview a result, with the provenance of a run.
   *
   * @param replace whether to write into the image, which Undo takes back, or into a new one, which
   *     is not shown yet
   * @throws BadInput for an unfinished preview, or an image that cannot be written
   */
  public Outcome apply(Preview preview, boolean replace) {
    if (!preview.finished()) {
      throw new BadInput("The picture is not finished: wait a moment, then apply it.");
    }
    PreparedRun prepared = preview.prepared();
    ImagePlus image = prepared.image;
    if (replace) {
      InPlaceEdit.check(image);
    }
    ResultWriter.requireInPlace(image, List.of(prepared.input));
    Request asked = prepared.request;
    ResolvedRequest described =
        prepared.resolved.with(replace ? asked.with(Param.OUTPUT, "Replace") : asked);
    RunRecord record =
        RunRecords.inpainted(
            "Diffusion Inpaint...",
            described,
            1,
            image,
            prepared.outlines,
            List.of(prepared.input));
    double seam = ResultWriter.seam(List.of(prepared.input), preview.edits());
    ProvenanceEntry entry = ProvenanceEntry.of(record).withSeams(List.of(seam));
    ResultImages results = replace ? null : ResultImages.copyOf(image, 1);
    List<ImagePlus> images =
        ResultWriter.write(
            image, results, List.of(prepared.input), List.of(preview.edits()), entry);
    return new Outcome(images, null, null, null);
  }

  @Override
  public synchronized void close() {
    closed = true;
    closePrevious();
    if (resolved != null) {
      resolved.close();
      resolved = null;
    }
  }
}
