package io.github.palimpsest.inpaint;

import ij.ImagePlus;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.image.PlanePosition;
import io.github.palimpsest.image.PlanePositions;
import io.github.palimpsest.image.SampleType;
import io.github.palimpsest.inpaint.input.ImageModels;
import io.github.palimpsest.inpaint.input.MaskedPlane;
import io.github.palimpsest.inpaint.input.Outpainting;
import io.github.palimpsest.inpaint.input.PlaneReader;
import io.github.palimpsest.model.Model;
import io.github.palimpsest.model.Models;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.roi.ContextRule;
import io.github.palimpsest.roi.Crop;
import io.github.palimpsest.roi.ExampleRois;
import io.github.palimpsest.roi.Mask;
import io.github.palimpsest.roi.PromptRegions;
import java.awt.Rectangle;
import java.util.List;

/**
 * What a run with these values would work on, for whoever tells a user before it begins. Nothing is
 * loaded. Of an image with many planes only the plane shown is looked at, and of that the mask: the
 * cost follows the mask, not the image.
 *
 * @param image what is repainted, on its larger canvas if it grows; the image that a new one is
 *     made of; null for a new one of words alone
 * @param planes the plane shown under its mask, or the channels that are filled together; null for
 *     a new image
 * @param open the mask without what regions keep; null for a new image
 * @param crop what the model sees
 * @param count planes that the run repaints at most, channels that are filled together as one
 */
public record RunForecast(
    ImagePlus image,
    Request request,
    Model model,
    MaskedPlane planes,
    Mask open,
    Crop crop,
    int count) {

  /**
   * Of repainting an image.
   *
   * @throws BadInput if it would be refused for its model, mask or planes
   */
  public static RunForecast inpaint(ImagePlus image, Request request) {
    Model found = Models.find(request.text(Param.MODEL));
    boolean grows = Outpainting.asked(request);
    ImagePlus canvas = grows ? Outpainting.canvas(image, request) : image;
    Request all = grows ? Outpainting.everyPlane(request) : request;
    List<PlanePosition> named =
        PlanePositions.of(
            canvas, all.text(Param.CHANNELS), all.text(Param.SLICES), all.text(Param.FRAMES));
    PlanePosition seen = near(canvas, named);
    List<PlanePosition> together =
        named.stream().filter(p -> p.z() == seen.z() && p.t() == seen.t()).toList();
    boolean joins = found.joinsChannels() && together.size() > 1;
    Request one =
        all.with(Param.CHANNELS, joins ? all.text(Param.CHANNELS) : "" + seen.c())
            .with(Param.SLICES, "" + seen.z())
            .with(Param.FRAMES, "" + seen.t());
    List<MaskedPlane> aims = MaskedPlane.all(canvas, one, sentence -> {});
    MaskedPlane planes = MaskedPlane.joined(found, aims, sentence -> {}).get(0);
    Model model = ImageModels.of(found, aims);
    Mask open = PromptRegions.open(planes.mask(), planes.regions());
    Crop crop =
        Crop.plan(
            planes.planes().width(),
            planes.planes().height(),
            open.bounds(),
            planes.rule(),
            PlaneReader.size(model));
    int count = named.size() / (joins ? together.size() : 1);
    return new RunForecast(canvas, all, model, planes, open, crop, count);
  }

  /** The plane shown if it is named, else the first that is. */
  private static PlanePosition near(ImagePlus image, List<PlanePosition> named) {
    int shown = PlanePositions.current(image).position();
    return named.stream().filter(p -> p.position() == shown).findFirst().orElse(named.get(0));
  }

  /**
   * Of making a new image.
   *
   * @param current the current image, or null
   * @throws BadInput for a model that is not there, or that needs an image
   */
  public static RunForecast generate(ImagePlus current, Request request) {
    Model found = Models.find(request.text(Param.MODEL));
    ImagePlus shown = found.learnsFromImage() ? GenerateRun.shown(current, request) : null;
    int channels = shown == null ? 1 : SampleType.of(shown).channels();
    Model model =
        ImageModels.of(found, channels, shown == null ? List.of() : ExampleRois.words(shown));
    int width = request.integer(Param.WIDTH, 0);
    int height = request.integer(Param.HEIGHT, 0);
    Crop crop =
        Crop.plan(
            width,
            height,
            new Rectangle(width, height),
            ContextRule.WHOLE,
            PlaneReader.size(model));
    return new RunForecast(shown, request, model, null, null, crop, 1);
  }

  /** Whether a new image is made. */
  public boolean isNew() {
    return planes == null;
  }

  /** Channels of one picture that the model makes. */
  public int channels() {
    return isNew()
        ? image == null ? 1 : SampleType.of(image).channels()
        : planes.planes().channels();
  }
}
