package io.github.palimpsest.ui.guided;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * A session as a macro that does it again to the same bits: one line an action; paint and masks are
 * in the lines themselves.
 */
final class MacroLines {
  private MacroLines() {}

  /** Everything up to the end of a branch, which is accepted. */
  static List<String> of(MacroStart start, Branch branch) {
    List<String> lines = new ArrayList<>(start.lines());
    add(lines, branch, Integer.MAX_VALUE);
    lines.add("Ext.finish();");
    return lines;
  }

  private static void add(List<String> lines, Branch branch, int end) {
    int from = 0;
    if (branch.origin() != null) {
      add(lines, branch.origin(), branch.before());
      lines.add("Ext.branch(" + branch.at() + ");");
      from = branch.before();
    }
    int steps = 0;
    var actions = branch.session().log().getAsJsonArray("actions");
    if (branch.origin() != null && from < actions.size() && goesBack(actions.get(from), branch)) {
      // done by the branching itself
      from++;
    }
    for (int i = from; i < Math.min(end, actions.size()); i++) {
      JsonObject action = actions.get(i).getAsJsonObject();
      if (action.get("action").getAsString().equals("step")) {
        steps += action.get("n").getAsInt();
        continue;
      }
      steps = flush(lines, steps);
      lines.add(line(action));
    }
    flush(lines, steps);
  }

  private static boolean goesBack(JsonElement action, Branch branch) {
    JsonElement to = action.getAsJsonObject().get("to");
    return to != null && to.getAsInt() == branch.at();
  }

  private static int flush(List<String> lines, int steps) {
    if (steps > 0) {
      lines.add("Ext.step(" + steps + ");");
    }
    return 0;
  }

  private static String line(JsonObject action) {
    return switch (action.get("action").getAsString()) {
      case "rewind" -> "Ext.rewind(" + action.get("to").getAsInt() + ");";
      case "inject" ->
          "Ext.inject("
              + action.get("weight").getAsDouble()
              + ", "
              + action.get("horizon").getAsInt()
              + ", "
              + data(action, "weight", "horizon")
              + ");";
      default ->
          "Ext.set("
              + quoted(action.get("key").getAsString())
              + ", "
              + (action.size() > 3
                  ? data(action, "key")
                  : quoted(action.get("value").getAsString()))
              + ");";
    };
  }

  /** What an action holds besides its plain values, as a text that Ext takes for them. */
  private static String data(JsonObject action, String... without) {
    JsonObject rest = action.deepCopy();
    rest.remove("action");
    for (String key : without) {
      rest.remove(key);
    }
    return quoted(((JsonElement) rest).toString());
  }

  /** A text as a literal of ImageJ's macro language. */
  static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
