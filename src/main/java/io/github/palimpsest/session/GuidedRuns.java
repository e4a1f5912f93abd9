package io.github.palimpsest.session;

import ij.ImagePlus;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.check.WarnOnce;
import io.github.palimpsest.image.Planes;
import io.github.palimpsest.image.Titles;
import io.github.palimpsest.inpaint.GenerateRun;
import io.github.palimpsest.inpaint.MemoryEstimate;
import io.github.palimpsest.inpaint.RecordedInputs;
import io.github.palimpsest.inpaint.input.ImageModels;
import io.github.palimpsest.inpaint.input.MaskedPlane;
import io.github.palimpsest.inpaint.input.Outpainting;
import io.github.palimpsest.inpaint.input.PlaneInput;
import io.github.palimpsest.inpaint.input.PlaneReader;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.inpaint.sampler.ResolvedRequest;
import io.github.palimpsest.model.ControlNet;
import io.github.palimpsest.model.Model;
import io.github.palimpsest.record.TargetRecord;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.sample.StepHook;
import java.awt.Rectangle;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Opens guided runs. */
public final class GuidedRuns {
  private GuidedRuns() {}

  /**
   * A run on the plane of an image that the request names, else the current one.
   *
   * @throws BadInput before anything has changed
   */
  public static GuidedRun open(
      ImagePlus image, Request request, Monitor monitor, List<StepHook> hooks) {
    if (request.integer(Param.SAMPLES, 1) > 1) {
      throw BadInput.of(
          "samples (%s) must be 1 in a session: branch it, or start one for each seed.",
          request.text(Param.SAMPLES));
    }
    GuidedRecord.check(image, request);
    Outpainting.refuse(request);
    List<MaskedPlane> aims = MaskedPlane.all(image, request, new WarnOnce(monitor::warn));
    return open(
        image,
        reader -> reader.read(MaskedPlane.only(reader.folder(), aims, "a session paints one")),
        request.seed(),
        Titles.source(image),
        MaskedPlane.outlines(aims),
        request,
        monitor,
        hooks,
        folder -> {
          MaskedPlane.only(folder, aims, "a session paints one");
          Model fit = ImageModels.of(folder, aims);
          MemoryEstimate.inpaint(image, aims, request, fit, true).check(monitor);
          return fit;
        });
  }

  /**
   * A run as it was recorded.
   *
   * @param image the source, or a picture of the visible context alone
   * @param target the recorded target
   * @param visible where the picture lies in the recorded canvas; null for the source itself
   * @param inside raw values to begin with inside the mask, over the visible context, or null for
   *     those of the image
   * @param title what the stacks' titles begin with
   * @param rois outlines of the mask as recorded
   */
  public static GuidedRun open(
      ImagePlus image,
      TargetRecord target,
      Rectangle visible,
      float[][] inside,
      Request request,
      long seed,
      String title,
      List<String> rois,
      Monitor monitor,
      List<StepHook> hooks) {
    int dx = visible == null ? 0 : -visible.x;
    int dy = visible == null ? 0 : -visible.y;
    List<Integer> recorded = target.positions();
    List<Integer> positions =
        visible == null ? recorded : IntStream.rangeClosed(1, recorded.size()).boxed().toList();
    if (Collections.max(positions) > image.getStackSize()) {
      throw target.damaged("position");
    }
    Planes planes = Planes.of(image, positions);
    Function<PlaneReader, PlaneInput> maker =
        model -> {
          List<ControlNet> nets = model.folder().controlNets();
          PlaneInput read = RecordedInputs.plane(target, image, planes, dx, dy, nets);
          return inside == null ? read : read.begin(inside);
        };
    return open(
        image,
        maker,
        seed,
        title,
        rois,
        request,
        monitor,
        hooks,
        folder -> {
          Rectangle seen = new Rectangle(target.context());
          seen.translate(dx, dy);
          seen = seen.intersection(new Rectangle(planes.width(), planes.height()));
          Model fit = ImageModels.of(folder, planes.channels(), target.words());
          MemoryEstimate.session(seen, planes.channels(), request, fit).check(monitor);
          return fit;
        });
  }

  private static GuidedRun open(
      ImagePlus image,
      Function<PlaneReader, PlaneInput> maker,
      long seed,
      String title,
      List<String> rois,
      Request request,
      Monitor monitor,
      List<StepHook> hooks,
      UnaryOperator<Model> fits) {
    KeptSource kept = new KeptSource(image);
    AtomicReference<PlaneInput> target = new AtomicReference<>();
    ResolvedRequest resolved =
        ResolvedRequest.open(request, monitor, fits, model -> target.set(maker.apply(model)));
    try {
      return new GuidedRun(image, kept, target.get(), resolved, seed, title, rois, monitor, hooks);
    } catch (RuntimeException | Error e) {
      resolved.close();
      throw e;
    }
  }

  /**
   * A run up to where it stands once more, with networks and stacks of its own; both go their ways
   * from now on.
   *
   * @param title what its stacks' titles begin with
   * @throws BadInput if a second run does not fit into memory
   */
  static GuidedRun fork(GuidedRun run, String title) {
    PlaneInput input = run.input();
    UnaryOperator<Model> fits =
        model -> {
          Model fit = ImageModels.of(model, input);
          MemoryEstimate.session(input.crop().context(), input.source().length, run.request(), fit)
              .check(run.monitor());
          return fit;
        };
    ResolvedRequest own = ResolvedRequest.open(run.request(), run.monitor(), fits, reader -> {});
    try {
      return new GuidedRun(run, own, title);
    } catch (RuntimeException | Error e) {
      own.close();
      throw e;
    }
  }

  /** The empty image that a generated picture began as. */
  public static ImagePlus blank(TargetRecord target) {
    String type =
        switch (target.bits()) {
          case 8 -> "8-bit";
          case 16 -> "16-bit";
          case 24 -> "RGB";
          default -> "32-bit";
        };
    return GenerateRun.blank(type, target.canvas()[0], target.canvas()[1]);
  }
}
