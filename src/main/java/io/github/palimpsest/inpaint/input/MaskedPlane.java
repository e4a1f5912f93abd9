package io.github.palimpsest.inpaint.input;

import ij.ImagePlus;
import ij.gui.Roi;
import ij.io.RoiEncoder;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.image.Plane;
import io.github.palimpsest.image.PlanePosition;
import io.github.palimpsest.image.PlanePositions;
import io.github.palimpsest.image.Planes;
import io.github.palimpsest.image.RangeRule;
import io.github.palimpsest.model.Model;
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
 * A plane of an image with its mask and regions, as a request names them, read before the model; or
 * the planes of several channels that a model {@link #joined fills together}.
 */
public record MaskedPlane(
    ImagePlus image,
    Planes planes,
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
              return new MaskedPlane(
                  image,
                  Planes.of(Plane.of(image, at.position())),
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
    ExampleReader examples = model.examples(aims);
    return marked(
        joined(model.folder(), aims, model.said()), masked -> model.read(masked, examples));
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
   * The same planes as a model takes them: for one that {@link Model#joinsChannels joins channels},
   * those of one slice and frame with the same mask, regions and context become one. A mask of one
   * channel never acts on another, so channels that differ in it stay apart; and all do where that
   * leaves more together here than there, since a run has one model for so many channels.
   *
   * @param said told so
   */
  public static List<MaskedPlane> joined(
      Model model, List<MaskedPlane> aims, Consumer<String> said) {
    List<MaskedPlane> joined = new ArrayList<>();
    boolean apart = false;
    for (MaskedPlane aim : aims) {
      int same = 0;
      while (same < joined.size() && !(model.joinsChannels() && joined.get(same).like(aim))) {
        apart |= model.joinsChannels() && joined.get(same).beside(aim);
        same++;
      }
      if (same < joined.size()) {
        joined.set(same, joined.get(same).and(aim));
      } else {
        joined.add(aim);
      }
    }
    if (joined.stream().anyMatch(j -> j.planes.channels() != joined.get(0).planes.channels())) {
      // a run has one model, which takes so many channels
      joined.clear();
      joined.addAll(aims);
    }
    if (apart) {
      said.accept(
          String.format(
              Locale.ROOT,
              "Channels of '%s' differ in their masks or regions: each mask is filled by itself.",
              aims.get(0).image.getTitle()));
    }
    return joined;
  }

  /** Whether another one is of the same slice and frame. */
  private boolean beside(MaskedPlane other) {
    int channels = image.getNChannels();
    int position = other.planes.first().position();
    return (position - 1) / channels == (planes.first().position() - 1) / channels;
  }

  private boolean like(MaskedPlane other) {
    return beside(other)
        && mask.equals(other.mask)
        && regions.equals(other.regions)
        && rule.equals(other.rule);
  }

  private MaskedPlane and(MaskedPlane other) {
    List<Plane> all = new ArrayList<>(planes.all());
    all.addAll(other.planes.all());
    List<String> texts = outlines(List.of(this, other));
    return new MaskedPlane(image, new Planes(all), mask, regions, texts, rule, range);
  }

  /**
   * The only one that a model takes.
   *
   * @param takesOne who takes one plane and how, such as "a session paints one"
   * @throws BadInput where there are several
   */
  public static MaskedPlane only(Model model, List<MaskedPlane> aims, String takesOne) {
    List<MaskedPlane> joined = joined(model, aims, sentence -> {});
    if (joined.size() > 1) {
      throw BadInput.of(
          "channels, slices and frames name %d planes with a mask, but %s: name one plane%s.",
          aims.size(),
          takesOne,
          model.joinsChannels() ? ", or channels of one slice and frame with the same mask" : "");
    }
    return joined.get(0);
  }

  /** The ROIs that the mask of a plane is made of, as ImageJ encodes them, in base64. */
  private static List<String> outlines(ImagePlus image, String mask, int position) {
    List<String> texts = new ArrayList<>();
    for (Roi roi : Masks.outlines(image, mask, position)) {
      texts.add(Base64.getEncoder().encodeToString(RoiEncoder.saveAsByteArray(roi)));
    }
    return texts;
  }

  /** For the record: the ROIs that the masks of planes were made of, each once. */
  public static List<String> outlines(List<MaskedPlane> aims) {
    Set<String> texts = new LinkedHashSet<>();
    aims.forEach(aim -> texts.addAll(aim.outlines));
    return List.copyOf(texts);
  }

  /** The same of those that inputs were read of. */
  public static List<String> outlines(List<MaskedPlane> aims, List<PlaneInput> inputs) {
    return outlines(
        aims.stream()
            .filter(
                aim ->
                    inputs.stream().anyMatch(i -> i.planes().all().containsAll(aim.planes.all())))
            .toList());
  }
}
