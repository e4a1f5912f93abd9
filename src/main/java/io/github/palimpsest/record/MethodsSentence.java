package io.github.palimpsest.record;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import ij.ImagePlus;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.ParamKind;
import io.github.palimpsest.request.Request;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the methods of a paper should say of an image: tool, version, model, parameters, seeds, and
 * how much of it is synthetic. Says nothing that the record does not. Any thread.
 */
public final class MethodsSentence {
  /** Digits of a hash; the record has all. */
  private static final int DIGITS = 16;

  private static final double PERCENT = 100;

  private MethodsSentence() {}

  /**
   * The text, in one line: a sentence for each run and one about the pixels.
   *
   * @throws BadInput if the image carries no record, or a damaged one
   */
  public static String of(ImagePlus image) {
    PixelCheck check = new PixelCheck(image);
    List<String> sentences = new ArrayList<>();
    for (ProvenanceEntry run : Provenance.known(image)) {
      sentences.add(run(run));
    }
    sentences.add(share(image, check));
    return String.join(" ", sentences);
  }

  private static String run(ProvenanceEntry run) {
    JsonObject json = run.json();
    RecordFields fields = run.fields();
    boolean made = !json.has("source");
    List<String> values = new ArrayList<>();
    Request request = run.request();
    if (request.has(Param.PROMPT)) {
      values.add("prompt \"" + request.text(Param.PROMPT) + "\"");
    }
    if (request.has(Param.NEGATIVE)) {
      values.add("negative prompt \"" + request.text(Param.NEGATIVE) + "\"");
    }
    RunRecord.Settings settings = run.settings();
    if (settings != null) {
      values.add("scheduler " + settings.scheduler());
      values.add(settings.steps() + (settings.steps() == 1 ? " step" : " steps"));
      values.add("guidance scale " + ParamKind.plain(settings.guidance()));
      values.add("strength " + ParamKind.plain(settings.strength()));
      if (!made) {
        values.add("known pixels by " + settings.method());
      }
    }
    if (request.has(Param.CONTROL)) {
      values.add("control map " + request.text(Param.CONTROL));
    }
    List<String> seeds = fields.has("seeds") ? fields.texts("seeds") : List.of();
    if (!seeds.isEmpty()) {
      values.add((seeds.size() == 1 ? "seed " : "seeds ") + String.join(", ", seeds));
    }
    int edits = json.has("edits") ? json.getAsJsonArray("edits").size() : 0;
    if (edits > 0) {
      values.add(edits + (edits == 1 ? " edit" : " edits") + " by hand on the way");
    }
    return String.format(
        "%s with Palimpsest%s (%s) by %s%s.",
        made ? "The image was generated" : "Pixels of the image were repainted",
        software(json),
        text(json.get("command")).replace("...", ""),
        model(fields),
        values.isEmpty() ? "" : ": " + String.join(", ", values));
  }

  /** {@code 0.1.0 in ImageJ 1.54p}, as far as it is recorded. */
  private static String software(JsonObject json) {
    if (!(json.get("software") instanceof JsonObject versions)) {
      return "";
    }
    String own = text(versions.get("palimpsest"));
    String imagej = text(versions.get("imagej"));
    return (own.isEmpty() ? "" : " " + own) + (imagej.isEmpty() ? "" : " in ImageJ " + imagej);
  }

  private static String model(RecordFields fields) {
    if (!fields.has("model")) {
      return "a model that is not recorded";
    }
    ModelRecord model = ModelRecord.read(fields.object("model"));
    Map<String, String> hashes = model.sha256() == null ? Map.of() : model.sha256();
    String file =
        hashes.keySet().stream()
            .filter(name -> name.startsWith("unet/"))
            .findFirst()
            .orElse(hashes.keySet().stream().findFirst().orElse(null));
    String hash = file == null ? "" : hashes.get(file);
    boolean learnt = fields.has("learnt") && !fields.objects("learnt").isEmpty();
    return "the model "
        + model.name()
        + (hash.isEmpty()
            ? ""
            : String.format(
                " (SHA-256 of %s begins with %s)",
                file, hash.substring(0, Math.min(DIGITS, hash.length()))))
        + (learnt ? ", which copies from the known pixels" : "");
  }

  private static String share(ImagePlus image, PixelCheck check) {
    Map<Integer, BitSet> planes = new TreeMap<>();
    boolean changed = false;
    for (int r = 0; r < check.runs().size(); r++) {
      changed |= !check.fits(r);
      for (PixelSet set : check.sets(r)) {
        PixelState state = check.state(r, set);
        changed |= state != PixelState.UNCHANGED && state != PixelState.UNDONE;
        if (state != PixelState.UNDONE) {
          BitSet plane = planes.computeIfAbsent(set.position(), p -> new BitSet());
          var box = set.bounds();
          set.bits().stream()
              .forEach(
                  i ->
                      plane.set(
                          (box.y + i / box.width) * image.getWidth() + box.x + i % box.width));
        }
      }
    }
    long synthetic = planes.values().stream().mapToLong(BitSet::cardinality).sum();
    long all = (long) image.getWidth() * image.getHeight() * image.getStackSize();
    return String.format(
        Locale.ROOT,
        "%d of %d pixels (%s %%) are synthetic: they were generated, not measured.%s",
        synthetic,
        all,
        percent(PERCENT * synthetic / all),
        changed ? " The image has been changed since, so these are numbers of its record." : "");
  }

  private static String percent(double share) {
    return share == 0 || share >= 10
        ? String.format(Locale.ROOT, "%.0f", share)
        : String.format(Locale.ROOT, "%.2g", share);
  }

  private static String text(JsonElement value) {
    return value == null || !value.isJsonPrimitive() ? "" : value.getAsString();
  }
}
