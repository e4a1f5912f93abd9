package io.github.palimpsest.large;

import ij.gui.Roi;
import io.github.palimpsest.batch.BatchRequest;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.image.PlanePosition;
import io.github.palimpsest.image.PlanePositions;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.inpaint.piece.PiecePlan;
import io.github.palimpsest.record.Provenance;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.roi.EmptyMask;
import io.github.palimpsest.roi.PromptRegions;
import io.github.palimpsest.roi.Rois;
import io.github.palimpsest.roi.Role;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** Makes the plan of a run on a large image: which planes, and their pieces. */
final class LargePlanner {
  private static final Set<Role> ACTING = EnumSet.of(Role.FREEZE, Role.CONTEXT);

  private final BatchRequest request;
  private final LargeMaskName name;
  private final LargeImage image;
  private final LargeImage mask;
  private final Monitor monitor;
  private final LargeView view;

  LargePlanner(
      BatchRequest request,
      LargeMaskName name,
      LargeImage image,
      LargeImage mask,
      Monitor monitor) {
    this.request = request;
    this.name = name;
    this.image = image;
    this.mask = mask;
    this.monitor = monitor;
    view = new LargeView(image);
  }

  /**
   * Reads the mask once, then plans each plane.
   *
   * @param stopped asked whether to go on
   * @return a plan without planes if nothing is marked
   * @throws BadInput for values that do not fit image or mask
   */
  LargePlan plan(String stamp, Path folder, BooleanSupplier stopped) {
    requireSize();
    Provenance.check(view.image());
    List<PlanePosition> named = named();
    MaskScan scan = new LargeMask(mask, name.text(), name.label() != null, monitor, stopped).scan();
    List<LargePlan.PlannedPlane> planes = new ArrayList<>();
    for (PlanePosition at : named) {
      int marks = matching(at);
      if (!scan.planes().get(marks - 1).isEmpty()) {
        monitor.status(
            String.format("Batch: planning plane %d of %d", at.position(), image.planes().size()));
        requireMaskAlone(at);
        image.requireIntensities(view.source(at.position()).plane());
        try {
          PiecePlan pieces =
              PiecePlan.of(
                  view.source(at.position()),
                  new LargePieceMask(mask, marks, scan),
                  request.values(),
                  monitor);
          planes.add(new LargePlan.PlannedPlane(name(at), at.position(), marks, pieces));
        } catch (EmptyMask e) {
          // grow= left nothing of it
        }
      }
    }
    return new LargePlan(request, name, stamp, folder, scan, planes);
  }

  /** The name of the image, with the place of the plane where there are several. */
  private String name(PlanePosition at) {
    return image.planes().size() == 1
        ? image.title()
        : String.format("%s c=%d z=%d t=%d", image.title(), at.c(), at.z(), at.t());
  }

  /**
   * Refuses ROIs that would act in {@code Diffusion Inpaint...}: pieces know of the mask only.
   *
   * @throws BadInput naming one
   */
  private void requireMaskAlone(PlanePosition at) {
    for (Roi roi : Rois.ofOverlay(view.image(), at.position())) {
      if (PromptRegions.is(roi) || ACTING.contains(Role.of(roi))) {
        throw BadInput.of(
            "'%s' has a ROI in its overlay (%s) that freezes, bounds or words a part of it, which"
                + " cannot be heeded piece by piece: remove it from the overlay, or use Diffusion"
                + " Inpaint on a part of the image.",
            image.title(), roi.getName() == null ? roi.getTypeAsString() : roi.getName());
      }
    }
  }

  private void requireSize() {
    if (mask.width() != image.width() || mask.height() != image.height()) {
      throw BadInput.of(
          "masks (%s, %d x %d) must have the size of '%s' (%d x %d): scale or crop it.",
          name.text(), mask.width(), mask.height(), image.title(), image.width(), image.height());
    }
  }

  /**
   * The planes that channels, slices and frames name. Without them the first one, as that is what
   * ImageJ shows; but where the mask has planes of its own, every plane.
   */
  private List<PlanePosition> named() {
    Request values = request.values();
    String other = mask.planes().size() > 1 ? "all" : "";
    return PlanePositions.of(
        view.image(),
        values.has(Param.CHANNELS) ? values.text(Param.CHANNELS) : other,
        values.has(Param.SLICES) ? values.text(Param.SLICES) : other,
        values.has(Param.FRAMES) ? values.text(Param.FRAMES) : other);
  }

  /** The plane of the mask that goes with a plane of the image. */
  private int matching(PlanePosition at) {
    boolean alike =
        alike(mask.channels(), image.channels())
            && alike(mask.slices(), image.slices())
            && alike(mask.frames(), image.frames());
    if (!alike) {
      return PlanePositions.matching(
          "masks", new LargeView(mask).image(), view.image(), at.position());
    }
    int c = mask.channels() == 1 ? 1 : at.c();
    int z = mask.slices() == 1 ? 1 : at.z();
    int t = mask.frames() == 1 ? 1 : at.t();
    return ((t - 1) * mask.slices() + z - 1) * mask.channels() + c;
  }

  private static boolean alike(int mask, int image) {
    return mask == 1 || mask == image;
  }
}
