package io.github.palimpsest.session;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * What was done in a session: every action in its order, and the path, which is what of it still
 * counts, each entry with the step it was done {@code at}.
 */
final class SessionLog {
  private final JsonObject start;
  private final List<JsonObject> actions = new ArrayList<>();
  private final List<JsonObject> path = new ArrayList<>();

  /**
   * A new log.
   *
   * @param start how the run began
   */
  SessionLog(JsonObject start) {
    this.start = start;
  }

  /** A log that begins with what {@code origin} has been through. */
  SessionLog(SessionLog origin) {
    start = origin.start;
    origin.actions.forEach(a -> actions.add(a.deepCopy()));
    origin.path.forEach(a -> path.add(a.deepCopy()));
  }

  /** An action that was done, when the run stood at step {@code at} (before it). */
  void add(JsonObject action, int at) {
    actions.add(action.deepCopy());
    switch (Actions.name(action)) {
      case "set", "inject" -> {
        JsonObject entry = action.deepCopy();
        entry.addProperty("at", at);
        replaced(entry, at);
        path.add(entry);
      }
      case "rewind" -> back(action.get("to").getAsInt());
      default -> {
        // steps are implied by what lies between
      }
    }
  }

  /** A key set twice at one step counts once. */
  private void replaced(JsonObject entry, int at) {
    if (Actions.live(entry)) {
      path.removeIf(
          e ->
              Actions.live(e)
                  && at(e) == at
                  && e.get("key").getAsString().equals(entry.get("key").getAsString()));
    }
  }

  private void back(int k) {
    List<JsonObject> later = new ArrayList<>(path);
    later.removeIf(e -> at(e) <= k);
    path.removeAll(later);
    for (JsonObject entry : later) {
      if (Actions.live(entry)) {
        entry.addProperty("at", k);
        replaced(entry, k);
        path.add(entry);
      }
    }
  }

  static int at(JsonObject entry) {
    return Actions.fields(entry).whole("at", 0, Integer.MAX_VALUE);
  }

  JsonObject start() {
    return start;
  }

  /** The beginning without the source's pixels, for records that lie beside them. */
  private JsonObject bareStart() {
    JsonObject bare = start.deepCopy();
    bare.getAsJsonArray("targets").forEach(t -> t.getAsJsonObject().remove("source"));
    return bare;
  }

  JsonArray path() {
    return array(path);
  }

  /** All of it, see {@link Session#log}. */
  JsonObject toJson() {
    JsonObject json = new JsonObject();
    json.addProperty("format", 1);
    json.add("start", bareStart());
    json.add("actions", array(actions));
    return json;
  }

  /** The edits that count, without their pixels. */
  JsonArray edits() {
    JsonArray edits = new JsonArray();
    for (JsonObject entry : path) {
      if (Actions.name(entry).equals("inject")) {
        JsonObject edit = entry.deepCopy();
        for (String stack : new String[] {"steps", "latents"}) {
          if (edit.has(stack)) {
            edit.getAsJsonObject(stack).remove("channels");
          }
        }
        edits.add(edit);
      }
    }
    return edits;
  }

  private static JsonArray array(List<JsonObject> entries) {
    JsonArray all = new JsonArray();
    entries.forEach(e -> all.add(e.deepCopy()));
    return all;
  }
}
