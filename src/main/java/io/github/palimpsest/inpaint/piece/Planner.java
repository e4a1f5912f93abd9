package io.github.palimpsest.inpaint.piece;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.check.Cancelled;
import io.github.palimpsest.image.ChannelRanges;
import io.github.palimpsest.image.IntensityRange;
import io.github.palimpsest.image.Plane;
import io.github.palimpsest.image.RangeRule;
import io.github.palimpsest.image.SampleType;
import io.github.palimpsest.image.SortedValues;
import io.github.palimpsest.image.ValueCounts;
import io.github.palimpsest.inpaint.input.PlaneReader;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.inpaint.monitor.WorkProgress;
import io.github.palimpsest.inpaint.sampler.ColourAxes;
import io.github.palimpsest.model.Model;
import io.github.palimpsest.model.Models;
import io.github.palimpsest.model.TileGrid;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.roi.ContextRule;
import io.github.palimpsest.roi.Crop;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;

/** Decides a run on one plane as a whole. */
final class Planner {
  private final PieceSource source;
  private final Plane plane;
  private final Request request;
  private final Monitor monitor;
  private final Model model;
  private final ShapedMask mask;
  private volatile boolean stopped;

  Planner(PieceSource source, PieceMask named, Request request, Monitor monitor) {
    this.source = source;
    this.request = request;
    this.monitor = monitor;
    plane = source.plane();
    if (named.width() != plane.width() || named.height() != plane.height()) {
      throw BadInput.of(
          "The mask (%d x %d) must have the size of '%s' (%d x %d).",
          named.width(), named.height(), source.title(), plane.width(), plane.height());
    }
    model = Models.find(request.text(Param.MODEL));
    if (model.learnsFromImage() || model.joinsChannels()) {
      throw BadInput.of(
          "model (%s) copies from the whole image or fills its channels together, which are not there"
              + " at once when it is repainted piece by piece: choose another model, or use Diffusion"
              + " Inpaint on a part of it.",
          model.name());
    }
    mask = ShapedMask.searched(named, request, source.title());
    monitor.onCancel(() -> stopped = true);
  }

  PiecePlan plan() {
    Rectangle bounds = mask.bounds();
    Crop crop =
        Crop.plan(
            plane.width(),
            plane.height(),
            bounds,
            ContextRule.parse(request.text(Param.CONTEXT)),
            PlaneReader.size(model));
    String whole = WholeReason.of(model, request, crop.context());
    CropReader reader = new CropReader(plane, mask, crop.context());
    IntensityRange range =
        RangeRule.parse(request.text(Param.RANGE))
            .resolve(plane.type(), source.units(), source.shown(), () -> known(reader));
    if (!whole.isEmpty()) {
      return one(crop, range, whole);
    }
    boolean together =
        plane.type() == SampleType.RGB
            && model.imageChannels() == 1
            && WholeReason.together(model, request);
    ColourAxes axes = together ? axes(reader, range) : null;
    TileGrid grid = model.tiles(crop.height() / model.scale(), crop.width() / model.scale());
    List<int[]> groups = new WantedTiles(grid, mask, crop, this::stopIfAsked).groups(reader);
    List<Piece> pieces = new ArrayList<>();
    PieceWindow window = new PieceWindow(grid, crop.context(), plane, mask);
    for (int[] tiles : groups) {
      stopIfAsked();
      pieces.add(window.piece(tiles));
      requireArrays(
          "The places that are marked lie so near each other that they must be done at once.",
          pieces.get(pieces.size() - 1).window());
    }
    return new PiecePlan(
        request,
        plane,
        source.units(),
        crop.context(),
        range,
        axes,
        "",
        grid,
        pieces,
        groups.toArray(int[][]::new));
  }

  private PiecePlan one(Crop crop, IntensityRange range, String whole) {
    long masked = PieceWindow.count(mask, crop.mask());
    Piece piece = new Piece(crop.context(), crop.mask(), 1, masked);
    PiecePlan plan =
        new PiecePlan(
            request,
            plane,
            source.units(),
            crop.context(),
            range,
            null,
            whole,
            null,
            List.of(piece),
            null);
    requireArrays(whole, crop.context());
    plan.estimate(0, model).check();
    return plan;
  }

  /** Refuses what no array of Java holds. */
  private void requireArrays(String reason, Rectangle window) {
    if ((long) window.width * window.height * model.imageChannels() > Integer.MAX_VALUE - 8) {
      throw BadInput.of(
          "%s That is %d x %d pixels of '%s', more than can be held: mark less at a time.",
          reason, window.width, window.height, source.title());
    }
  }

  private void stopIfAsked() {
    if (stopped) {
      throw new Cancelled();
    }
  }

  /** The finite, unmasked values that the model sees; all finite ones where there is none. */
  private SortedValues known(CropReader reader) {
    SortedValues known = counted(reader, false);
    return known.count() > 0 ? known : counted(reader, true);
  }

  private SortedValues counted(CropReader reader, boolean masked) {
    boolean whole = plane.type() != SampleType.FLOAT32;
    WorkProgress progress = reading("range", whole ? 1 : 2, reader);
    return ValueCounts.of(
        1,
        whole,
        sink ->
            reader.eachStored(
                (raw, weights) -> {
                  progress.more(raw[0].length);
                  add(raw, masked ? null : weights, sink);
                }))[0];
  }

  private WorkProgress reading(String what, int times, CropReader reader) {
    return new WorkProgress(
        monitor,
        "Reading the " + what + " of " + source.title(),
        times * reader.pixels(),
        () -> stopped);
  }

  private static void add(float[][] raw, float[] weights, ValueCounts.Sink sink) {
    for (float[] channel : raw) {
      for (int i = 0; i < channel.length; i++) {
        if (Float.isFinite(channel[i]) && (weights == null || !(weights[i] > 0))) {
          sink.add(0, channel[i]);
        }
      }
    }
  }

  private ColourAxes axes(CropReader reader, IntensityRange range) {
    WorkProgress progress = reading("colours", 1 + ColourAxes.VISITS, reader);
    ChannelRanges ranges = ChannelRanges.same(range, plane.channels());
    long[] count = {0};
    each(reader, progress, (planes, i) -> count[0]++, null);
    return ColourAxes.of(
        plane.channels(), count[0], visit -> each(reader, progress, visit, ranges));
  }

  /** Visits the known pixels, row by row. */
  private static void each(
      CropReader reader, WorkProgress progress, ColourAxes.Visit visit, ChannelRanges ranges) {
    reader.each(
        (raw, weights) -> {
          progress.more(raw[0].length);
          float[][] planes = ranges == null ? raw : ranges.toModel(raw);
          for (int i = 0; i < planes[0].length; i++) {
            if (weights == null || weights[i] == 0) {
              visit.pixel(planes, i);
            }
          }
        });
  }
}
