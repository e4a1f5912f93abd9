package io.github.palimpsest.ui.tables;

import io.github.palimpsest.record.RecordFact;
import io.github.palimpsest.record.RecordFact.Topic;
import io.github.palimpsest.record.RecordedRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A record as a page that can be read, selected and copied. */
final class ProvenanceHtml {
  /** Letters of a name that does not wrap. */
  private static final int NAME = 24;

  private ProvenanceHtml() {}

  /**
   * The page: the sentence for a paper, then every run with a section for each topic.
   *
   * @param sentence as of {@link io.github.palimpsest.record.MethodsSentence}
   */
  static String of(List<RecordedRun> runs, String sentence) {
    StringBuilder html = new StringBuilder("<html><body>");
    html.append("<p><i>").append(escape(sentence)).append("</i></p>");
    for (RecordedRun run : runs) {
      html.append("<h2>").append(escape(run.title())).append("</h2>");
      for (Topic topic : Topic.values()) {
        List<RecordFact> facts =
            run.facts().stream().filter(fact -> fact.topic() == topic).toList();
        if (!facts.isEmpty()) {
          html.append("<h3>").append(topic.title()).append("</h3><table cellspacing=\"2\">");
          facts.forEach(fact -> fact(html, fact));
          html.append("</table>");
        }
      }
    }
    return html.append("</body></html>").toString();
  }

  /** What is no longer as it was recorded, one sentence each. */
  static List<String> warnings(List<RecordedRun> runs) {
    List<String> warnings = new ArrayList<>();
    for (RecordedRun run : runs) {
      for (RecordFact fact : run.facts()) {
        if (fact.warning()) {
          warnings.add(run.title() + ", " + fact.name() + ": " + fact.value() + ".");
        }
      }
    }
    return warnings;
  }

  private static void fact(StringBuilder html, RecordFact fact) {
    if (fact.parts().isEmpty()) {
      row(html, fact.name(), fact.value(), fact.warning());
    } else {
      for (Map.Entry<String, String> part : fact.parts().entrySet()) {
        boolean named = part.getKey().equals("name") || fact.topic() == Topic.VALUES;
        String name = named ? part.getKey() : fact.name() + " " + part.getKey();
        if (!part.getValue().isEmpty()) {
          row(html, name.equals("name") ? fact.name() : name, part.getValue(), fact.warning());
        }
      }
    }
  }

  private static void row(StringBuilder html, String name, String value, boolean warning) {
    String text = escape(value);
    // long names wrap, or long values would leave the window
    html.append(name.length() > NAME ? "<tr><td valign=\"top\">" : "<tr><td valign=\"top\" nowrap>")
        .append(escape(name))
        .append("&nbsp;&nbsp;</td><td>")
        .append(warning ? "<b>" + text + "</b>" : text)
        .append("</td></tr>");
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
