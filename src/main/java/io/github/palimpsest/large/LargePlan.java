package io.github.palimpsest.large;

import io.github.palimpsest.batch.BatchRequest;
import io.github.palimpsest.batch.TaskPlan;
import io.github.palimpsest.batch.file.Sha256;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.inpaint.piece.Piece;
import io.github.palimpsest.inpaint.piece.PiecePlan;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * All that is decided of a run on a large image before its first pixel: what every task needs
 * besides the two images. Immutable; small beside the images.
 */
final class LargePlan implements TaskPlan<LargeTask> {
  private static final long serialVersionUID = 1L;

  private final String request;
  private final LargeMaskName mask;
  private final String stamp;
  private final String folder;
  private final MaskScan scan;
  private final ArrayList<PlannedPlane> planes;
  private final String patchStamp;

  /**
   * @param stamp of the result
   * @param folder of the patches
   * @param scan of the mask
   * @param planes that have something to repaint, in stack order
   */
  LargePlan(
      BatchRequest request,
      LargeMaskName mask,
      String stamp,
      Path folder,
      MaskScan scan,
      List<PlannedPlane> planes) {
    this.request = request.toJson();
    this.mask = mask;
    this.stamp = stamp;
    this.folder = folder.toString();
    this.scan = scan;
    this.planes = new ArrayList<>(planes);
    StringBuilder text = new StringBuilder(stamp);
    for (PlannedPlane plane : planes) {
      text.append('\n').append(plane.position()).append(' ').append(plane.pieces().range());
      plane.pieces().pieces().forEach(piece -> text.append(' ').append(piece));
    }
    patchStamp = Sha256.of(text.toString());
  }

  /**
   * A plane to be repainted.
   *
   * @param name what the report calls it
   * @param position one-based, in the image
   * @param maskPosition one-based, of the plane of the mask that goes with it
   */
  record PlannedPlane(String name, int position, int maskPosition, PiecePlan pieces)
      implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  BatchRequest request() {
    return BatchRequest.fromJson(request);
  }

  LargeMaskName mask() {
    return mask;
  }

  String stamp() {
    return stamp;
  }

  /** By which patches of this plan are known: another version may cut other pieces. */
  String patchStamp() {
    return patchStamp;
  }

  Path folder() {
    return Path.of(folder);
  }

  MaskScan scan() {
    return scan;
  }

  List<PlannedPlane> planes() {
    return planes;
  }

  /** Every piece of every plane, in order. */
  List<LargeTask> tasks() {
    List<LargeTask> tasks = new ArrayList<>();
    for (int plane = 0; plane < planes.size(); plane++) {
      List<Piece> pieces = planes.get(plane).pieces().pieces();
      for (int piece = 0; piece < pieces.size(); piece++) {
        long masked = pieces.get(piece).masked();
        tasks.add(new LargeTask(plane, planes.get(plane).position(), piece, masked));
      }
    }
    return tasks;
  }

  /** The pieces of the plane of a task. */
  PiecePlan pieces(LargeTask task) {
    return planes.get(task.plane()).pieces();
  }

  /** The piece of a task. */
  Piece piece(LargeTask task) {
    return pieces(task).pieces().get(task.piece());
  }

  /** The file of a task's patch, whether it is there or not. */
  Path file(LargeTask task) {
    return PatchFile.of(folder(), task.plane(), task.piece());
  }

  /** The patch of a task; null if it is not there, not whole, or of another plan. */
  PatchFile.Patch patch(LargeTask task) {
    PatchFile.Patch patch = PatchFile.read(file(task), patchStamp);
    boolean own =
        patch != null
            && patch.edit().position() == task.position()
            && piece(task).mask().contains(patch.edit().rectangle());
    return own ? patch : null;
  }

  @Override
  public LargeWork open(Monitor monitor) {
    return LargeWork.open(this, monitor);
  }

  /** Of the same output, and from the same files and values. */
  @Override
  public boolean equals(Object other) {
    return other instanceof LargePlan plan
        && plan.patchStamp.equals(patchStamp)
        && plan.folder.equals(folder);
  }

  @Override
  public int hashCode() {
    return patchStamp.hashCode();
  }
}
