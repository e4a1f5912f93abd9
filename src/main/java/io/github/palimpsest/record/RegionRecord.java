package io.github.palimpsest.record;

import com.google.gson.annotations.JsonAdapter;
import io.github.palimpsest.roi.PromptRegion;
import java.awt.Rectangle;

/**
 * A region with words of its own as recorded; see {@link PromptRegion}.
 *
 * @param bounds of its mask, see {@link MaskRecord}
 * @param weights of its mask
 * @param prompt what to paint there
 * @param negative what to avoid there, or null for that of the whole image
 * @param strength 0 keep … 1 repaint
 * @param weight how much its prompt counts, at least 0
 */
public record RegionRecord(
    Rectangle bounds,
    FloatText weights,
    String prompt,
    @JsonAdapter(value = RecordCodec.NullableText.class, nullSafe = false) String negative,
    double strength,
    double weight) {
  private static final double LARGEST_WEIGHT = 10;

  /** The record of a region. */
  public static RegionRecord of(PromptRegion region) {
    MaskRecord mask = MaskRecord.of(region.mask());
    return new RegionRecord(
        mask.bounds(),
        mask.weights(),
        region.prompt(),
        region.negative(),
        region.strength(),
        region.weight());
  }

  static RegionRecord read(RecordFields fields) {
    MaskRecord mask = MaskRecord.read(fields);
    return new RegionRecord(
        mask.bounds(),
        mask.weights(),
        fields.text("prompt"),
        fields.has("negative") ? fields.text("negative") : null,
        fields.number("strength", 0, 1),
        fields.number("weight", 0, LARGEST_WEIGHT));
  }

  /** The region on a plane; see {@link MaskRecord#on}. */
  public PromptRegion on(int width, int height, int dx, int dy) {
    return new PromptRegion(
        prompt,
        negative,
        strength,
        weight,
        new MaskRecord(bounds, weights).on(width, height, dx, dy),
        null);
  }
}
