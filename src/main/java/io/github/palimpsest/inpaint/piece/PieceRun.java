package io.github.palimpsest.inpaint.piece;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.image.ChannelRanges;
import io.github.palimpsest.image.PlaneEdit;
import io.github.palimpsest.image.Planes;
import io.github.palimpsest.inpaint.RunRecords;
import io.github.palimpsest.inpaint.input.PlaneInput;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.inpaint.monitor.RunProgress;
import io.github.palimpsest.inpaint.sampler.CallsAtOnce;
import io.github.palimpsest.inpaint.sampler.ImageSampler;
import io.github.palimpsest.inpaint.sampler.ModelInput;
import io.github.palimpsest.inpaint.sampler.ResolvedRequest;
import io.github.palimpsest.record.RunRecord;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.roi.Crop;
import io.github.palimpsest.roi.Mask;
import java.awt.Rectangle;
import java.util.List;

/**
 * A model ready to do the pieces of plans of one request. Thread-safe; its model stays in memory
 * until it is closed.
 */
public final class PieceRun implements AutoCloseable {
  private final ResolvedRequest resolved;
  private final String request;

  private PieceRun(ResolvedRequest resolved) {
    this.resolved = resolved;
    request = PiecePlan.text(resolved.request());
  }

  /**
   * Opens the model of a request.
   *
   * @throws BadInput for values that do not fit
   * @throws io.github.palimpsest.check.Cancelled when stopped
   */
  public static PieceRun open(Request request, Monitor monitor) {
    ResolvedRequest resolved = ResolvedRequest.open(request, monitor, model -> model, reader -> {});
    resolved.warnOfUnusedKeys();
    return new PieceRun(resolved);
  }

  /**
   * Does one piece: the pixels that {@code Diffusion Inpaint...} would write there on the whole
   * plane, bit for bit.
   *
   * @param plan of this request
   * @param piece its index in the plan
   * @param sample from 0; it has the seed of the request + sample
   * @param source the plane that was planned
   * @param mask the mask that was planned
   * @param monitor of this piece: its stop ends it
   * @throws BadInput if there is not enough memory
   * @throws io.github.palimpsest.check.Cancelled when stopped
   */
  public PlaneEdit run(
      PiecePlan plan, int piece, int sample, PieceSource source, PieceMask mask, Monitor monitor) {
    plan.require(source.plane());
    if (!plan.isOf(request)) {
      throw new IllegalArgumentException("the plan is of another request.");
    }
    plan.estimate(piece, resolved.model()).check();
    ShapedMask shaped = ShapedMask.read(mask, resolved.request(), source.title());
    PlaneInput input;
    ModelInput seen;
    if (plan.one()) {
      input = whole(plan, source, shaped);
      seen = ModelInput.of(input, resolved);
    } else {
      PieceWindow window = new PieceWindow(plan.grid(), plan.context(), source.plane(), shaped);
      int[] tiles = plan.tiles(piece);
      input = input(plan, source, window.onPlane(window.window(tiles)), window.mask(tiles));
      seen =
          ModelInput.of(input, resolved)
              .within(
                  new CropSurroundings(
                      window.part(tiles),
                      new CropReader(source.plane(), shaped, plan.context()),
                      input.ranges(),
                      plan.axes()));
    }
    if (input.nonFinite() > 0) {
      resolved.warnOnce(
          "Pixels inside the mask are NaN or infinite: the model saw the middle of the range there,"
              + " and they are replaced.");
    }
    return painted(input, seen, resolved.request().seed() + sample, monitor);
  }

  private PlaneInput whole(PiecePlan plan, PieceSource source, ShapedMask shaped) {
    Rectangle bounds = plan.piece(0).mask();
    Mask all =
        new Mask(source.plane().width(), source.plane().height(), bounds, shaped.read(bounds));
    PlaneInput input = input(plan, source, plan.context(), all);
    if (resolved.request().text(Param.CONTROL).isEmpty()) {
      return input;
    }
    if (source.image() == null) {
      throw new BadInput("control needs the image itself: leave it out.");
    }
    return resolved.reader().controlled(input, source.image());
  }

  private static PlaneInput input(PiecePlan plan, PieceSource source, Rectangle window, Mask mask) {
    Planes planes = Planes.of(source.plane());
    Crop crop = new Crop(planes.width(), planes.height(), window, mask.bounds());
    return new PlaneInput(
        planes,
        crop,
        mask,
        crop.weights(mask),
        List.of(),
        List.of(),
        crop.extract(planes),
        ChannelRanges.same(plan.range(), planes.channels()),
        source.units(),
        List.of(),
        false);
  }

  private PlaneEdit painted(PlaneInput input, ModelInput seen, long seed, Monitor monitor) {
    CallsAtOnce calls = CallsAtOnce.of(resolved, input, List.of(), 1);
    float[][] picture;
    float[] seam;
    try (ImageSampler sampler =
        resolved.sampler(seen, seed, List.of(), monitor, calls).forwardOnly()) {
      RunProgress progress = new RunProgress(monitor, 1, sampler.steps());
      try (RunProgress.Run run = progress.run()) {
        run.onCancel(sampler::cancel);
        sampler.listen(s -> run.reached(s.step()));
        picture = sampler.run();
        run.onCancel(() -> {});
      }
      seam = sampler.seamWeights();
    }
    return input.edits(picture, seam).get(0);
  }

  /**
   * The record of a run on planes of an image, as {@code Diffusion Inpaint...} leaves it.
   *
   * @param command its label
   * @param seen what was seen of the planes
   */
  public RunRecord record(String command, RunRecord.Source source, List<RunRecord.SeenPlane> seen) {
    return RunRecords.of(command, resolved, source, seen);
  }

  @Override
  public void close() {
    resolved.close();
  }
}
