package io.github.palimpsest.record;

import io.github.palimpsest.request.Request;
import java.awt.Rectangle;
import java.util.List;
import java.util.Map;

/**
 * The account that a run gives of itself: enough to do it again and to check that it agrees.
 *
 * @param command that made it
 * @param request its values
 * @param model its model
 * @param settings the values that the model decided
 * @param seeds one for each sample
 * @param edits what was painted in a session and still counts, without pixels
 * @param software versions by name
 * @param device that the networks ran on
 * @param date the day, so that the same run gives the same file
 * @param source the image; null when generating
 * @param rois outlines of the mask, as ImageJ encodes them, in base64; null when generating
 * @param planes what was seen of each plane; null when generating
 * @param learnt what a model of the image copied from; null for other models
 */
public record RunRecord(
    String command,
    Request request,
    ModelRecord model,
    Settings settings,
    List<Long> seeds,
    List<PathEntry> edits,
    Map<String, String> software,
    String device,
    String date,
    Source source,
    List<String> rois,
    List<SeenPlane> planes,
    List<Learnt> learnt) {

  /** Values that request and model decide together; see {@code docs/sampling.md}. */
  public record Settings(
      String scheduler, int steps, double strength, double guidance, String method) {}

  /**
   * The image that was repainted.
   *
   * @param bits of a pixel
   */
  public record Source(String title, int width, int height, int bits) {}

  /**
   * A part of an image that its model copied from.
   *
   * @param image title of the image; null for the one that was repainted
   * @param position of its plane in the stack, from 1
   * @param area on the plane
   * @param words of prompts that apply in it
   */
  public record Learnt(String image, int position, Rectangle area, List<String> words) {}

  /**
   * What the model saw of a plane.
   *
   * @param position in the stack, from 1
   * @param sha256 of the visible context, see {@link SourceHash}
   * @param context the part of the plane, which may reach beyond its borders
   * @param range raw values that are −1 and 1 for the model
   * @param calibrated the same in calibrated units, or null for raw ones
   */
  public record SeenPlane(
      int position, String sha256, Rectangle context, double[] range, double[] calibrated) {}
}
