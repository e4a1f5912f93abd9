package io.github.palimpsest.large;

import io.github.palimpsest.batch.ItemReport;
import io.github.palimpsest.batch.Stamp;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.check.Cancelled;
import io.github.palimpsest.image.PlaneEdit;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.inpaint.piece.PiecePlan;
import io.github.palimpsest.model.Models;
import io.github.palimpsest.record.PixelSet;
import io.github.palimpsest.record.Provenance;
import io.github.palimpsest.record.ProvenanceEntry;
import io.github.palimpsest.record.RunRecord;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** Makes the result of a plan from the image and the patches, all of which are there. */
final class LargeComposer {
  private static final String COMMAND = "Batch Diffusion Inpaint...";

  private final LargePlan plan;
  private final List<LargeTask> tasks;
  private final Monitor monitor;
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final List<PlaneScore> scores = new ArrayList<>();
  private final PlaneScore all = new PlaneScore();

  LargeComposer(LargePlan plan, Monitor monitor) {
    this.plan = plan;
    this.monitor = monitor;
    tasks = plan.tasks();
    plan.planes().forEach(plane -> scores.add(new PlaneScore()));
  }

  /**
   * Copies, writes, records, and puts the result in its place.
   *
   * @return the rows of the planes
   * @throws BadInput if it cannot be written; then there is nothing at its place
   */
  List<ItemReport> compose() {
    try (LargeWork work = LargeWork.open(plan, monitor)) {
      // the opening had its own
      monitor.onCancel(() -> stopped.set(true));
      Path place = plan.request().output();
      try (LargeOutput output = work.image().copyTo(place, monitor, stopped::get)) {
        compose(work, output);
      }
    }
    List<ItemReport> rows = new ArrayList<>();
    for (int plane = 0; plane < scores.size(); plane++) {
      rows.add(scores.get(plane).row(plan.planes().get(plane).name()));
    }
    return rows;
  }

  private void compose(LargeWork work, LargeOutput output) {
    LargeView made = new LargeView(work.image(), planes(work.image(), output));
    Provenance.Addition record = record(work, made);
    for (int done = 0; done < tasks.size(); done++) {
      output.write(patch(tasks.get(done)).edit());
      monitor.status("Batch: writing piece " + (done + 1) + "/" + tasks.size());
      monitor.progress((done + 1.0) / tasks.size());
    }
    record.write();
    output.property(Provenance.PROPERTY, made.image().getProp(Provenance.PROPERTY));
    Stamp stamp = new Stamp(plan.stamp(), all.masked(), all.seam());
    output.property(Stamp.PROPERTY, stamp.text());
    requireGoing();
    work.requireUnchanged();
    Path place = plan.request().output();
    // its user may have worked on it while this run went on
    EarlierResult.at(place).requireReplaceable();
    output.commit(identity -> EarlierResult.note(place, identity));
  }

  private static List<LargePlane> planes(LargeImage image, LargeOutput output) {
    return new AbstractList<>() {
      @Override
      public LargePlane get(int index) {
        return output.plane(index + 1);
      }

      @Override
      public int size() {
        return image.planes().size();
      }
    };
  }

  private void requireGoing() {
    if (stopped.get()) {
      throw new Cancelled();
    }
  }

  private PatchFile.Patch patch(LargeTask task) {
    requireGoing();
    PatchFile.Patch patch = plan.patch(task);
    if (patch == null) {
      throw BadInput.of("The new pixels of %s are missing or damaged: start again.", task.name());
    }
    return patch;
  }

  /** The record of the run, with a set of pixels and what was seen for each piece. */
  private Provenance.Addition record(LargeWork work, LargeView made) {
    List<PixelSet> pixels = new ArrayList<>();
    List<RunRecord.SeenPlane> seen = new ArrayList<>();
    for (LargeTask task : tasks) {
      PatchFile.Patch patch = patch(task);
      PlaneEdit edit = patch.edit();
      pixels.add(PixelSet.of(edit.position(), edit.rectangle(), edit.mask(), patch.seen()));
      PiecePlan pieces = plan.pieces(task);
      seen.add(pieces.seen(task.piece(), patch.source()));
      scores.get(task.plane()).add(made, pieces.range(), task.masked(), patch);
      all.add(made, pieces.range(), task.masked(), patch);
    }
    LargeImage image = work.image();
    RunRecord.Source source =
        new RunRecord.Source(image.title(), image.width(), image.height(), image.type().bitDepth());
    RunRecord run = work.pieces().record(COMMAND, source, seen);
    ProvenanceEntry entry =
        ProvenanceEntry.of(run).withRequest(named(run.request())).withSeams(List.of(all.seam()));
    return Provenance.add(made.image(), entry, pixels);
  }

  /** The values with names of files, not their places. */
  private Request named(Request values) {
    Request named = values.with(Param.MASK, plan.mask().recorded());
    String model = values.text(Param.MODEL);
    Path path = Models.names().contains(model) ? null : Path.of(model).getFileName();
    return path == null ? named : named.with(Param.MODEL, path.toString());
  }
}
