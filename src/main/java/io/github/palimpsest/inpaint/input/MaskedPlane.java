package io.github.palimpsest.inpaint.input;

import ij.ImagePlus;
import ij.gui.Roi;
import ij.io.RoiEncoder;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.image.Plane;
import io.github.palimpsest.image.PlanePosition;
import io.github.palimpsest.image.PlanePositions;
import io.github.palimpsest.image.RangeRule;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.roi.ContextRule;
import io.github.palimpsest.roi.EmptyMask;
import io.github.palimpsest.roi.Mask;
import io.github.palimpsest.roi.MaskReader;
import io.github.palimpsest.roi.Masks;
import io.github.palimpsest.roi.PromptRegion;
import io.github.palimpsest.roi.PromptRegions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A plane of an image with its mask and regions, as a request names them; read before the model.
 */
public record MaskedPlane(
    ImagePlus image,
    Plane plane,
    Mask mask,
    List<PromptRegion> regions,
    List<String> outlines,
    ContextRule rule,
    RangeRule range) {

  /**
   * One for each plane that the request names, the current one by default, and that the mask marks.
   *
   * @param said told what the user should know of the mask
   * @throws BadInput before anything has changed, also if the mask marks none of the planes
   */
  public static List<MaskedPlane> all(ImagePlus image, Request request, Consumer<String> said) {
    RangeRule range = RangeRule.parse(request.text(Param.RANGE));
    ContextRule rule = ContextRule.parse(request.text(Param.CONTEXT));
    List<PlanePosition> planes =
        PlanePositions.of(
            image,
            request.text(Param.CHANNELS),
            request.text(Param.SLICES),
            request.text(Param.FRAMES));
    MaskReader masks = new MaskReader(image, request.text(Param.MASK), said);
    List<MaskedPlane> aims =
        marked(
            planes,
            at -> {
              Mask mask =
                  masks.read(
                      at.position(), request.number(Param.GROW), request.number(Param.FEATHER));
              Plane plane = Plane.of(image, at.position());
              return new MaskedPlane(
                  image,
                  plane,
                  mask,
                  PromptRegions.of(image, at.position()),
                  outlines(image, request.text(Param.MASK), at.position()),
                  seen(rule, image, at.position(), request, said),
                  range);
            });
    if (aims.size() < planes.size()) {
      said.accept(
          String.format(
              Locale.ROOT,
              "The mask marks %d of the %d planes named of '%s'; the others stay as they are.",
              aims.size(),
              planes.size(),
              image.getTitle()));
    }
    return aims;
  }

  private static ContextRule seen(
      ContextRule rule, ImagePlus image, int position, Request request, Consumer<String> said) {
    ContextRule seen = rule.on(image, position);
    if (seen != rule && request.has(Param.CONTEXT)) {
      said.accept(
          "context ("
              + request.text(Param.CONTEXT)
              + ") gives way to the ROI with palimpsest.role=context.");
    }
    return seen;
  }

  /** The inputs of those that regions leave something of. */
  public static List<PlaneInput> on(PlaneReader model, List<MaskedPlane> aims) {
    return marked(aims, model::read);
  }

  /** What is made of each plane that has something to repaint. */
  private static <P, R> List<R> marked(List<P> planes, Function<P, R> maker) {
    List<R> made = new ArrayList<>();
    EmptyMask first = null;
    for (P plane : planes) {
      try {
        made.add(maker.apply(plane));
      } catch (EmptyMask e) {
        first = first == null ? e : first;
      }
    }
    if (made.isEmpty() && planes.size() == 1) {
      throw first;
    }
    if (made.isEmpty()) {
      throw new BadInput(
          "None of the "
              + planes.size()
              + " planes named has anything to repaint: mark one of them, or name others with"
              + " channels, slices or frames.",
          first);
    }
    return made;
  }

  /**
   * The only one.
   *
   * @param takesOne who takes one plane and how, such as "a session paints one"
   * @throws BadInput also where the request names several planes
   */
  public static MaskedPlane only(
      ImagePlus image, Request request, String takesOne, Consumer<String> said) {
    if (Outpainting.asked(request)) {
      throw BadInput.of(
          "expand (%s) belongs to Diffusion Inpaint: run that first, then go on with its result.",
          request.text(Param.EXPAND));
    }
    List<MaskedPlane> aims = all(image, request, said);
    if (aims.size() > 1) {
      throw BadInput.of(
          "channels, slices and frames name %d planes with a mask, but %s: name one plane.",
          aims.size(), takesOne);
    }
    return aims.get(0);
  }

  /** The ROIs that the mask of a plane is made of, as ImageJ encodes them, in base64. */
  private static List<String> outlines(ImagePlus image, String mask, int position) {
    List<String> texts = new ArrayList<>();
    for (Roi roi : Masks.outlines(image, mask, position)) {
      texts.add(Base64.getEncoder().encodeToString(RoiEncoder.saveAsByteArray(roi)));
    }
    return texts;
  }

  /** For the record: the ROIs that the masks of some planes were made of, each once. */
  public static List<String> rois(List<MaskedPlane> aims, List<PlaneInput> inputs) {
    Set<String> texts = new LinkedHashSet<>();
    for (MaskedPlane aim : aims) {
      for (PlaneInput input : inputs) {
        if (input.plane() == aim.plane) {
          texts.addAll(aim.outlines);
        }
      }
    }
    return List.copyOf(texts);
  }
}
