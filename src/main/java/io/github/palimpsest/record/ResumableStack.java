package io.github.palimpsest.record;

import com.google.gson.JsonObject;
import ij.ImagePlus;
import io.github.palimpsest.check.BadInput;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;

/**
 * The record of a step or latents stack, by which a run goes on from any of its frames: one JSON
 * object under the image property {@value #PROPERTY}, kept by TIFF and by duplication.
 */
public final class ResumableStack {
  /** Name of the image property. */
  public static final String PROPERTY = "palimpsest.resume";

  /** Value of {@code kind} for a step stack. */
  public static final String STEPS = "steps";

  /** Value of {@code kind} for a latents stack. */
  public static final String LATENTS = "latents";

  private static final int FORMAT = 1;

  private final RecordFields fields;

  /** What the model decided, as the stack's provenance tells it; null where it does not. */
  private final RunRecord.Settings settings;

  private ResumableStack(RecordFields fields, RunRecord.Settings settings) {
    this.fields = fields;
    this.settings = settings;
  }

  /** Writes the record of a stack. */
  public static void put(ImagePlus stack, ResumeRecord record, String kind) {
    JsonObject json = RecordCodec.tree(record);
    json.addProperty("format", FORMAT);
    json.addProperty("kind", kind);
    json.addProperty("frames", stack.getNFrames());
    json.addProperty("channels", stack.getNChannels());
    json.addProperty("width", stack.getWidth());
    json.addProperty("height", stack.getHeight());
    stack.setProp(PROPERTY, json.toString());
  }

  /**
   * Reads the record.
   *
   * @throws BadInput if the image is no stack of a run, or lacks some of its frames
   */
  public static ResumableStack of(ImagePlus stack) {
    String text = stack.getProp(PROPERTY);
    if (text == null || text.isBlank()) {
      throw BadInput.of(
          "'%s' is no step or latents stack of Palimpsest: run with stream or latents first.",
          stack.getTitle());
    }
    JsonObject json = RecordFields.parse(text);
    if (json == null) {
      throw BadInput.of(
          "The property %s of '%s' is damaged: use the stack as first saved.",
          PROPERTY, stack.getTitle());
    }
    RecordFields fields =
        RecordFields.of(
            json, "The record of '" + stack.getTitle() + "'", "use the stack as first saved");
    boolean whole =
        is(fields, "format", FORMAT)
            && stack.getBitDepth() == 32
            && is(fields, "frames", stack.getNFrames())
            && is(fields, "channels", stack.getNChannels())
            && is(fields, "width", stack.getWidth())
            && is(fields, "height", stack.getHeight());
    if (!whole) {
      throw BadInput.of(
          "'%s' is not whole (%d x %d, %d frames): use the stack as first saved, uncropped and with"
              + " all its frames.",
          stack.getTitle(), stack.getWidth(), stack.getHeight(), stack.getNFrames());
    }
    List<ProvenanceEntry> runs = Provenance.runs(stack);
    return new ResumableStack(fields, runs.isEmpty() ? null : runs.get(runs.size() - 1).settings());
  }

  private static boolean is(RecordFields fields, String key, int value) {
    return fields.has(key) && fields.whole(key, Integer.MIN_VALUE, Integer.MAX_VALUE) == value;
  }

  /** Whether this is a latents stack, not a step stack. */
  public boolean latents() {
    return !fields.text("kind").equals(STEPS);
  }

  /** The part of the image that the step stack shows. */
  public Rectangle frame() {
    return fields.box("frame");
  }

  /** A refusal that names a field. */
  public BadInput damaged(String field) {
    return fields.damaged(field);
  }

  /**
   * How the run of a slice began.
   *
   * @param slice from 0
   */
  public ResumeRecord start(int slice) {
    ResumeRecord start = ResumeRecord.read(fields, slice);
    // older stacks say it in their provenance only
    return start.settings() == null ? start.with(settings) : start;
  }

  /** What was done up to a step and still counts, in its order. */
  public List<PathEntry> path(int last) {
    List<PathEntry> path = new ArrayList<>();
    for (RecordFields entry : fields.objects("path")) {
      if (entry.whole("at", 0, Integer.MAX_VALUE) <= last) {
        path.add(PathEntry.read(entry));
      }
    }
    return path;
  }
}
