package io.github.palimpsest.large;

import io.github.palimpsest.batch.TaskRun;
import io.github.palimpsest.batch.TaskWork;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.image.PlaneEdit;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.inpaint.piece.PieceMask;
import io.github.palimpsest.inpaint.piece.PieceRun;
import io.github.palimpsest.inpaint.piece.PieceSource;
import io.github.palimpsest.record.SourceHash;
import java.awt.Rectangle;

/** Image, mask and model of a plan, open for tasks. Safe for use by several threads; close it. */
final class LargeWork implements TaskWork<LargeTask> {
  private final LargePlan plan;
  private final LargeImage image;
  private final LargeImage mask;
  private final LargeView view;
  private final PieceRun pieces;

  private LargeWork(LargePlan plan, LargeImage image, LargeImage mask, PieceRun pieces) {
    this.plan = plan;
    this.image = image;
    this.mask = mask;
    this.pieces = pieces;
    view = new LargeView(image);
  }

  /**
   * Opens all three.
   *
   * @throws BadInput if one of them cannot be opened
   */
  static LargeWork open(LargePlan plan, Monitor monitor) {
    LargeImage image = LargeImages.open(plan.request().input());
    LargeImage mask = null;
    try {
      mask = plan.mask().open(image);
      PieceRun pieces = PieceRun.open(plan.request().values(), monitor);
      return new LargeWork(plan, image, mask, pieces);
    } catch (RuntimeException | Error e) {
      if (mask != null) {
        mask.close();
      }
      image.close();
      throw e;
    }
  }

  LargeImage image() {
    return image;
  }

  PieceRun pieces() {
    return pieces;
  }

  /**
   * Refuses to go on if image or mask have changed since they were planned.
   *
   * @throws BadInput saying so
   */
  void requireUnchanged() {
    LargeMaskName name = plan.mask();
    try (LargeImage now = LargeImages.open(image.path());
        LargeImage marks = name.open(now)) {
      if (!LargeStamp.of(plan.request(), name, now, marks).equals(plan.stamp())) {
        throw BadInput.of(
            "input (%s) or masks (%s) were changed meanwhile: start again.",
            image.title(), name.text());
      }
    }
  }

  LargePlan plan() {
    return plan;
  }

  @Override
  public TaskRun begin(LargeTask task) {
    return new LargeTaskRun(this, task);
  }

  /**
   * Repaints a piece.
   *
   * @throws BadInput if it cannot be done, in a sentence
   */
  PatchFile.Patch paint(LargeTask task, Monitor monitor) {
    long start = System.nanoTime();
    LargePlan.PlannedPlane plane = plan.planes().get(task.plane());
    PieceSource source = view.source(plane.position());
    PieceMask marked = new LargePieceMask(mask, plane.maskPosition(), plan.scan());
    PlaneEdit edit = pieces.run(plane.pieces(), task.piece(), 0, source, marked, monitor);
    Rectangle canvas = new Rectangle(image.width(), image.height());
    Rectangle seen = plan.piece(task).window().intersection(canvas);
    String hash = SourceHash.of(source.plane(), seen);
    return new PatchFile.Patch(edit, seen, hash, (System.nanoTime() - start) / 1e9);
  }

  @Override
  public void close() {
    try (image;
        mask;
        pieces) {
      // all three are closed, whatever one of them throws
    }
  }
}
