package io.github.palimpsest.ui.guided;

import ij.ImagePlus;
import io.github.palimpsest.record.SessionAction;
import io.github.palimpsest.record.SessionAction.Inject;
import io.github.palimpsest.record.SessionAction.Rewind;
import io.github.palimpsest.record.SessionAction.SetValue;
import io.github.palimpsest.record.SessionAction.Step;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/**
 * A session as a macro that does it again to the same bits: one line an action; paint and masks are
 * in the lines themselves.
 */
public final class MacroLines {
  private MacroLines() {}

  /** The lines with which a session begins: the image, its selection, the options. */
  static List<String> start(ImagePlus image, Request request) {
    List<String> lines = new ArrayList<>(chosen(image, request));
    lines.add("run(\"Palimpsest Macro Extensions\");");
    lines.add("Ext.start(" + quoted(options(request)) + ");");
    return List.copyOf(lines);
  }

  /**
   * Everything up to the end of a branch, which is accepted.
   *
   * @param start from {@link #start}
   */
  static List<String> of(List<String> start, Branch branch) {
    List<String> lines = new ArrayList<>(start);
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
    List<SessionAction> actions = branch.session().log().actions();
    if (branch.origin() != null && from < actions.size() && goesBack(actions.get(from), branch)) {
      // done by the branching itself
      from++;
    }
    for (int i = from; i < Math.min(end, actions.size()); i++) {
      if (actions.get(i) instanceof Step step) {
        steps += step.n();
      } else {
        steps = flush(lines, steps);
        lines.add(line(actions.get(i)));
      }
    }
    flush(lines, steps);
  }

  private static boolean goesBack(SessionAction action, Branch branch) {
    return action instanceof Rewind rewind && rewind.to() == branch.at();
  }

  private static int flush(List<String> lines, int steps) {
    if (steps > 0) {
      lines.add("Ext.step(" + steps + ");");
    }
    return 0;
  }

  private static String line(SessionAction action) {
    if (action instanceof Rewind rewind) {
      return "Ext.rewind(" + rewind.to() + ");";
    }
    if (action instanceof Inject i) {
      return "Ext.inject(" + i.weight() + ", " + i.horizon() + ", " + quoted(i.data()) + ");";
    }
    if (action instanceof SetValue set) {
      String value = set.holdsData() ? set.data() : set.value();
      return "Ext.set(" + quoted(set.key()) + ", " + quoted(value) + ");";
    }
    throw new IllegalStateException("a session does not do " + action.name());
  }

  /** A text as a literal of ImageJ's macro language. */
  static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  /** The image and, if it is the mask, its selection. */
  public static List<String> chosen(ImagePlus image, Request request) {
    List<String> lines = new ArrayList<>();
    lines.add("selectImage(" + quoted(image.getTitle()) + ");");
    if (request.text(Param.MASK).equalsIgnoreCase("Selection") && image.getRoi() != null) {
      lines.addAll(SelectionLines.of(image.getRoi()));
    }
    return lines;
  }

  /** The image, its selection and a run that repaints it. */
  public static List<String> inpaint(ImagePlus image, Request request) {
    List<String> lines = chosen(image, request);
    lines.add(run(request));
    return lines;
  }

  /** A run that does the same at once. */
  public static String run(Request request) {
    return "run(\"Diffusion Inpaint...\", " + quoted(options(request)) + ");";
  }

  private static String options(Request request) {
    StringJoiner words = new StringJoiner(" ");
    request
        .toJson()
        .entrySet()
        .forEach(
            e -> {
              String value = e.getValue().getAsString();
              if (value.equals("true")) {
                words.add(e.getKey());
              } else if (!value.equals("false")) {
                boolean plain = value.matches("[^\\s\\['&]\\S*");
                words.add(e.getKey() + "=" + (plain ? value : "[" + value + "]"));
              }
            });
    return words.toString();
  }
}
