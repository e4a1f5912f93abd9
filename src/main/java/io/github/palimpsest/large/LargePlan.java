package io.github.palimpsest.large;

import io.github.palimpsest.batch.BatchRequest;
import io.github.palimpsest.batch.file.Sha256;
import io.github.palimpsest.inpaint.piece.PiecePlan;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * All that is decided of a run on a large image before its first pixel: what every task needs
 * besides the two images. Immutable; small beside the images.
 */
final class LargePlan implements Serializable {
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
      for (int piece = 0; piece < planes.get(plane).pieces().pieces().size(); piece++) {
        tasks.add(new LargeTask(this, plane, piece));
      }
    }
    return tasks;
  }
}
