package io.github.palimpsest.record;

import com.google.gson.JsonObject;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.record.SessionAction.Inject;
import io.github.palimpsest.record.SessionAction.Note;
import io.github.palimpsest.record.SessionAction.Rewind;
import io.github.palimpsest.record.SessionAction.SetValue;
import io.github.palimpsest.record.SessionAction.Step;

/** The reader of actions, which anybody may have written or edited by hand. */
final class ActionReader {
  private ActionReader() {}

  static SessionAction read(JsonObject json) {
    RecordFields fields = RecordFields.of(json, SessionAction.RECORDED);
    String name = fields.text("action");
    return switch (name) {
      case "step" -> new Step(fields.whole("n", 0, Integer.MAX_VALUE));
      case "rewind" -> new Rewind(fields.whole("to", Integer.MIN_VALUE, Integer.MAX_VALUE));
      case "set" -> set(fields.text("key"), fields);
      case "inject" -> inject(fields);
      default -> new Note(name);
    };
  }

  private static SetValue set(String key, RecordFields fields) {
    boolean masked = fields.has("mask");
    SetValue set =
        new SetValue(
            key,
            fields.text("value"),
            masked ? MaskRecord.read(fields.object("mask")) : null,
            masked ? fields.objects("regions").stream().map(RegionRecord::read).toList() : null,
            fields.has("controls")
                ? fields.objects("controls").stream().map(ControlRecord::read).toList()
                : null);
    // refuses a key that there is not
    set.param();
    return set;
  }

  private static Inject inject(RecordFields fields) {
    double weight = fields.number("weight", 0, 1);
    boolean acts = weight > 0 && fields.has("steps");
    Integer horizon =
        acts || fields.has("horizon") ? fields.whole("horizon", 0, Integer.MAX_VALUE) : null;
    return new Inject(weight, horizon, diff(fields, "steps"), diff(fields, "latents"));
  }

  private static PixelDiff diff(RecordFields fields, String key) {
    return fields.has(key) ? PixelDiff.read(fields.object(key)) : null;
  }

  /** Reads what {@link SetValue#data} wrote. */
  static SetValue set(String key, String data) {
    JsonObject json = parse(key, data);
    if (!json.has("value")) {
      throw unreadable(key, null);
    }
    return set(key, RecordFields.of(json, SessionAction.RECORDED));
  }

  /** Reads what {@link Inject#data} wrote. */
  static Inject inject(double weight, int horizon, String data) {
    JsonObject json = parse("paint", data);
    if (!json.has("value") && !json.has("steps") && !json.has("latents")) {
      throw unreadable("paint", null);
    }
    json.addProperty("weight", weight);
    json.addProperty("horizon", horizon);
    return inject(RecordFields.of(json, SessionAction.RECORDED));
  }

  private static JsonObject parse(String what, String text) {
    JsonObject json = RecordFields.parse(text);
    if (json == null) {
      throw unreadable(what, null);
    }
    return json;
  }

  static BadInput unreadable(String what, RuntimeException cause) {
    return new BadInput(
        what + " must be as the panel records it, from { to }: record it anew.", cause);
  }
}
