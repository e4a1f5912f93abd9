package io.github.palimpsest.record;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import java.awt.Rectangle;
import java.util.List;

/**
 * The beginning of a run and what was done to it, by which it is done again up to any of its steps.
 *
 * @param command that made it
 * @param title of the source
 * @param request its values
 * @param model its model; null in records that have none
 * @param settings the values that the model decided; null in records that have none
 * @param hooked whether a script's hook changed it, which is not recorded
 * @param frame the part of the image that the step stack shows
 * @param targets what is repainted, one for each plane
 * @param runs one for each slice of the stacks
 * @param rois outlines of the mask, as ImageJ encodes them, in base64
 * @param path the actions that still count, in their order
 */
public record ResumeRecord(
    String command,
    String title,
    Request request,
    ModelRecord model,
    RunRecord.Settings settings,
    boolean hooked,
    Rectangle frame,
    List<TargetRecord> targets,
    List<Run> runs,
    List<String> rois,
    List<PathEntry> path) {

  /**
   * One run.
   *
   * @param target index of what it repaints
   * @param seed its seed
   */
  public record Run(int target, long seed) {}

  /**
   * Reads the beginning of one run; its path is left out.
   *
   * @param slice of the stacks, from 0
   * @throws BadInput if it is damaged, or there is no such run
   */
  static ResumeRecord read(RecordFields fields, int slice) {
    List<RecordFields> runs = fields.objects("runs");
    if (slice >= runs.size()) {
      throw BadInput.of("Slice %d must be one of the stack's %d runs.", slice + 1, runs.size());
    }
    List<RecordFields> targets = fields.objects("targets");
    RecordFields run = runs.get(slice);
    int target = run.whole("target", 0, targets.size() - 1);
    return new ResumeRecord(
        fields.has("command") ? fields.text("command") : "",
        fields.text("title"),
        fields.request("request").without(Param.SAMPLES),
        fields.has("model") ? ModelRecord.read(fields.object("model")) : null,
        fields.has("settings") ? settings(fields.object("settings")) : null,
        fields.has("hooked") && fields.on("hooked"),
        fields.box("frame"),
        List.of(TargetRecord.read(targets.get(target))),
        List.of(new Run(0, run.seed("seed"))),
        fields.texts("rois"),
        List.of());
  }

  /** The values that a model decided, as records tell them. */
  static RunRecord.Settings settings(RecordFields fields) {
    return new RunRecord.Settings(
        fields.text("scheduler"),
        fields.whole("steps", 1, Integer.MAX_VALUE),
        fields.number("strength", 0, 1),
        fields.number("guidance", 0, Double.MAX_VALUE),
        fields.text("method"));
  }

  /** The same where the model decided these values. */
  ResumeRecord with(RunRecord.Settings decided) {
    return new ResumeRecord(
        command, title, request, model, decided, hooked, frame, targets, runs, rois, path);
  }

  /** The target of the first run. */
  public TargetRecord target() {
    return targets.get(runs.get(0).target());
  }

  /** The seed of the first run. */
  public long seed() {
    return runs.get(0).seed();
  }

  /** The same with what was done. */
  public ResumeRecord with(List<PathEntry> done) {
    return new ResumeRecord(
        command, title, request, model, settings, hooked, frame, targets, runs, rois, done);
  }

  /** The same without the pixels of the source, for records that lie beside it. */
  public ResumeRecord withoutSource() {
    List<TargetRecord> bare = targets.stream().map(TargetRecord::withoutSource).toList();
    return new ResumeRecord(
        command, title, request, model, settings, hooked, frame, bare, runs, rois, path);
  }
}
