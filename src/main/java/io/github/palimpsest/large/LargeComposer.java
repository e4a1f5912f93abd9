package io.github.palimpsest.large;

import io.github.palimpsest.batch.ItemReport;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.check.Cancelled;
import io.github.palimpsest.composite.Seam;
import io.github.palimpsest.image.IntensityRange;
import io.github.palimpsest.image.Plane;
import io.github.palimpsest.image.PlaneEdit;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.record.PixelSet;
import io.github.palimpsest.record.Provenance;
import io.github.palimpsest.record.ProvenanceEntry;
import io.github.palimpsest.record.RunRecord;
import io.github.palimpsest.roi.Mask;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** Makes the result of a plan from the image and the patches, all of which are there. */
final class LargeComposer {
  private static final double DIGITS = 1e4;

  private final LargePlan plan;
  private final Monitor monitor;
  private final AtomicBoolean stopped = new AtomicBoolean();

  LargeComposer(LargePlan plan, Monitor monitor) {
    this.plan = plan;
    this.monitor = monitor;
    monitor.onCancel(() -> stopped.set(true));
  }

  /**
   * Copies, writes, records, and puts the result in its place.
   *
   * @return the rows of the planes
   * @throws BadInput if it cannot be written; then there is nothing at its place
   */
  List<ItemReport> compose() {
    List<LargeTask> tasks = plan.tasks();
    try (LargeWork work = LargeWork.open(plan, monitor);
        LargeOutput output = work.image().copyTo(plan.request().output())) {
      List<LargePlane> planes = new ArrayList<>();
      for (int i = 1; i <= work.image().planes().size(); i++) {
        planes.add(output.plane(i));
      }
      LargeView made = new LargeView(work.image(), planes);
      Provenance.Addition record = record(work, made, tasks);
      List<Row> rows = new ArrayList<>();
      plan.planes().forEach(plane -> rows.add(new Row()));
      int done = 0;
      for (LargeTask task : tasks) {
        PatchFile.Patch patch = patch(task);
        output.write(patch.edit());
        rows.get(task.plane()).add(made, task, patch);
        monitor.progress((double) ++done / tasks.size());
        monitor.status("Batch: writing " + done + " of " + tasks.size() + " pieces");
      }
      record.write();
      output.property(Provenance.PROPERTY, made.image().getProp(Provenance.PROPERTY));
      output.property(LargeStamp.PROPERTY, plan.stamp());
      if (stopped.get()) {
        throw new Cancelled();
      }
      output.commit();
      List<ItemReport> reports = new ArrayList<>();
      for (int plane = 0; plane < rows.size(); plane++) {
        reports.add(rows.get(plane).report(plan.planes().get(plane).name()));
      }
      return reports;
    }
  }

  private PatchFile.Patch patch(LargeTask task) {
    if (stopped.get()) {
      throw new Cancelled();
    }
    PatchFile.Patch patch = task.patch();
    if (patch == null) {
      throw BadInput.of("The new pixels of %s are missing or damaged: start again.", task);
    }
    return patch;
  }

  /** The record of the run, with a set of pixels and what was seen for each piece. */
  private Provenance.Addition record(LargeWork work, LargeView made, List<LargeTask> tasks) {
    List<PixelSet> pixels = new ArrayList<>();
    List<RunRecord.SeenPlane> seen = new ArrayList<>();
    for (LargeTask task : tasks) {
      PatchFile.Patch patch = patch(task);
      PlaneEdit edit = patch.edit();
      pixels.add(PixelSet.of(edit.position(), edit.rectangle(), edit.mask(), patch.seen()));
      seen.add(task.pieces().seen(task.piece(), patch.source()));
    }
    LargeImage image = work.image();
    RunRecord.Source source =
        new RunRecord.Source(image.title(), image.width(), image.height(), image.type().bitDepth());
    RunRecord run = work.pieces().record("Batch Diffusion Inpaint...", source, seen);
    return Provenance.add(made.image(), ProvenanceEntry.of(run), pixels);
  }

  /** What is told of a plane. */
  private static final class Row {
    private final Seam seam = new Seam();
    private long masked;
    private double seconds;

    /** Adds a piece that was written. */
    void add(LargeView made, LargeTask task, PatchFile.Patch patch) {
      masked += task.masked();
      seconds += patch.seconds();
      PlaneEdit edit = patch.edit();
      Plane plane = Plane.of(made.image(), edit.position());
      Rectangle canvas = new Rectangle(plane.width(), plane.height());
      Rectangle around = edit.rectangle();
      around.grow(Seam.RING + 1, Seam.RING + 1);
      around = around.intersection(canvas);
      Mask mask = new Mask(canvas.width, canvas.height, edit.rectangle(), edit.mask());
      float[] inside = mask.crop(around);
      float[] ring = mask.grow(Seam.RING).crop(around);
      for (int i = 0; i < ring.length; i++) {
        ring[i] = inside[i] > 0 ? 0 : ring[i];
      }
      IntensityRange range = task.pieces().range();
      seam.add(
          plane.read(around), inside, ring, around.width, around.height, range.max() - range.min());
    }

    ItemReport report(String name) {
      double score = seam.score();
      double rounded = Double.isNaN(score) ? score : Math.round(score * DIGITS) / DIGITS;
      return new ItemReport(name, ItemReport.Status.DONE, "", seconds, masked, rounded);
    }
  }
}
