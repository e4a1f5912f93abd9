package io.github.palimpsest.inpaint.input;

import ij.ImagePlus;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.image.ChannelRanges;
import io.github.palimpsest.image.IntensityRange;
import io.github.palimpsest.image.LutCheck;
import io.github.palimpsest.image.Plane;
import io.github.palimpsest.image.PlanePositions;
import io.github.palimpsest.image.Planes;
import io.github.palimpsest.image.RangeRule;
import io.github.palimpsest.image.Units;
import io.github.palimpsest.model.Model;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.roi.ContextRule;
import io.github.palimpsest.roi.Crop;
import io.github.palimpsest.roi.InputSize;
import io.github.palimpsest.roi.Mask;
import io.github.palimpsest.roi.MaskReader;
import io.github.palimpsest.roi.PromptRegions;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads planes, masks, regions and control maps for a model. It needs the model's folder only, so
 * everything is read at the start, before networks are loaded, and neither the user nor another
 * command can change or close an image meanwhile.
 *
 * @param folder the model's
 * @param request the values of the run
 * @param said told what the user should know
 */
public record PlaneReader(Model folder, Request request, Consumer<String> said) {
  /**
   * Reads a plane, or joined channels, under their mask; cost follows the crop.
   *
   * @throws BadInput for values that are numbers of colours, or a range that does not fit
   */
  public PlaneInput read(MaskedPlane masked) {
    return read(masked, examples(List.of(masked)));
  }

  /** The reader of what the model may copy from, for a run; null if it copies nothing. */
  ExampleReader examples(List<MaskedPlane> aims) {
    return folder.learnsFromImage()
        ? new ExampleReader(aims.get(0).image(), null, stack(), aims, said)
        : null;
  }

  private boolean stack() {
    return request.text(Param.BANK).equals("stack");
  }

  PlaneInput read(MaskedPlane masked, ExampleReader examples) {
    ImagePlus image = masked.image();
    Planes planes = masked.planes();
    if (!Plane.readable(image)) {
      throw BadInput.of(
          "The image (%s) must stay open until it has been read; open it and run again.",
          image.getTitle());
    }
    for (Plane plane : planes.all()) {
      LutCheck.requireIntensities("'" + image.getTitle() + "'", image, plane);
    }
    said.accept(LutCheck.doubt(image));
    Mask mask = PromptRegions.open(masked.mask(), masked.regions());
    Crop crop =
        Crop.plan(planes.width(), planes.height(), mask.bounds(), masked.rule(), size(folder));
    float[] weights = crop.weights(mask);
    float[][] source = crop.extract(planes);
    ChannelRanges ranges = masked.range().resolve(image, planes, source, weights);
    List<Example> copied =
        examples == null ? List.of() : examples.around(planes, crop, mask, source);
    return new PlaneInput(
        planes,
        crop,
        mask,
        weights,
        masked.regions(),
        new ControlReader(folder, request, said).read(image, planes, crop, mask, copied),
        source,
        ranges,
        Units.of(image),
        copied,
        false);
  }

  /** A whole plane to be made of what the current plane of another image shows. */
  public PlaneInput blank(Plane plane, ImagePlus shown, RangeRule rule) {
    Planes planes = Planes.of(Plane.of(shown, PlanePositions.current(shown).position()));
    LutCheck.requireIntensities("'" + shown.getTitle() + "'", shown, planes.first());
    said.accept(LutCheck.doubt(shown));
    List<Example> examples =
        new ExampleReader(shown, shown.getTitle(), stack(), List.of(), said).of(planes);
    ChannelRanges theirs = rule.resolve(shown, planes, Example.values(examples), null);
    if (plane.type() == planes.type()) {
      return blank(plane, theirs, examples);
    }
    ChannelRanges own = ChannelRanges.same(rule.resolve(plane.type()), planes.channels());
    return blank(
        plane,
        own,
        examples.stream().map(e -> e.with(own.toSource(theirs.toModel(e.values())))).toList());
  }

  /** A whole plane to be made from nothing. */
  public PlaneInput blank(Plane plane, IntensityRange range) {
    return blank(plane, ChannelRanges.same(range, plane.channels()), List.of());
  }

  private PlaneInput blank(Plane plane, ChannelRanges ranges, List<Example> examples) {
    int w = plane.width();
    int h = plane.height();
    float[] all = new float[w * h];
    Arrays.fill(all, 1);
    Mask mask = Mask.of(w, h, all);
    // beyond the right and lower border the model paints what nobody sees
    Crop crop = Crop.plan(w, h, mask.bounds(), ContextRule.WHOLE, size(folder));
    Planes planes = Planes.of(plane);
    return new PlaneInput(
        planes,
        crop,
        mask,
        crop.weights(mask),
        List.of(),
        new ControlReader(folder, request, said).read(null, planes, crop, mask, examples),
        crop.extract(planes),
        ranges,
        Units.RAW,
        examples,
        true);
  }

  /**
   * The same planes under mask and regions as they are in the image now.
   *
   * @throws BadInput also if they are not the same for all planes
   */
  public PlaneInput masked(PlaneInput input, ImagePlus image) {
    MaskReader masks = new MaskReader(image, request.text(Param.MASK), said);
    PlaneInput masked = null;
    for (int position : input.planes().positions()) {
      Mask mask = masks.read(position, request.number(Param.GROW), request.number(Param.FEATHER));
      PlaneInput next = input.with(mask, PromptRegions.of(image, position));
      if (masked != null
          && !(next.mask().equals(masked.mask()) && next.regions().equals(masked.regions()))) {
        throw BadInput.of(
            "The mask and regions of '%s' must be the same in all channels that are filled"
                + " together: let their ROIs belong to no channel.",
            image.getTitle());
      }
      masked = next;
    }
    return masked;
  }

  /** The same planes with the control maps as they are now. */
  public PlaneInput controlled(PlaneInput input, ImagePlus image) {
    return input.with(
        new ControlReader(folder, request, said)
            .read(
                input.blank() ? null : image,
                input.planes(),
                input.crop(),
                input.mask(),
                input.examples()));
  }

  /** Pixels that a model copies from beside the context of a plane, other planes not counted. */
  public static long examplePixels(Model model, MaskedPlane masked, Crop crop) {
    return model.learnsFromImage()
        ? ExampleReader.pixels(masked.image(), masked.planes(), crop.visible())
        : 0;
  }

  /** The sizes of picture that a model takes. */
  public static InputSize size(Model model) {
    return new InputSize(
        model.multiple(), model.fixedWidth(), model.fixedHeight(), model.contextSide());
  }
}
