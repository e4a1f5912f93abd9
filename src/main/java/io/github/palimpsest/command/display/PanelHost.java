package io.github.palimpsest.command.display;

import ij.IJ;
import ij.ImagePlus;
import ij.plugin.frame.Recorder;
import io.github.palimpsest.inpaint.Outcome;
import io.github.palimpsest.ui.guided.GuidedHost;
import io.github.palimpsest.ui.window.ImageWindows;
import java.awt.Component;
import java.awt.TextArea;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Shows and records in ImageJ what is done in a panel. */
public final class PanelHost implements GuidedHost {
  /** Titles of the stacks whose frames the lines of a session hold. */
  private final Set<String> stacks = new HashSet<>();

  /** What the Recorder held when the first of them opened; guarded by {@code stacks}. */
  private String before;

  @Override
  public void opened(ImagePlus stack) {
    note();
    Recording.pause(() -> ResultDisplay.open(stack));
    synchronized (stacks) {
      stacks.add(stack.getTitle());
    }
  }

  @Override
  public void finished(Outcome outcome) {
    ResultDisplay.show(outcome);
    outcome.results().forEach(ImageWindows::select);
  }

  @Override
  public void warn(String sentence) {
    IJ.log(sentence);
  }

  /** The lines are of the macro language: a recorder of scripts gets none. */
  @Override
  public void record(List<String> lines) {
    if (IJ.recording() && !Recorder.scriptMode()) {
      tidy();
      lines.forEach(line -> Recorder.recordString(line + "\n"));
    }
  }

  private void note() {
    String text = text() == null ? null : text().getText();
    synchronized (stacks) {
      if (stacks.isEmpty()) {
        before = text;
      }
    }
  }

  /** Takes away what ImageJ has recorded of the stacks, such as the frames that were looked at. */
  private void tidy() {
    TextArea area = text();
    synchronized (stacks) {
      String all = area == null ? "" : area.getText();
      if (before != null && all.startsWith(before)) {
        List<String> since = all.substring(before.length()).lines().toList();
        String kept = RecordedText.without(since, stacks);
        String text = before + kept + (kept.isEmpty() ? "" : "\n");
        if (!text.equals(all)) {
          area.setText(text);
          area.setCaretPosition(text.length());
        }
      }
      stacks.clear();
      before = null;
    }
  }

  /** Where the Recorder writes; null if it is closed, or another version writes elsewhere. */
  private static TextArea text() {
    Recorder recorder = Recorder.getInstance();
    for (Component part : recorder == null ? new Component[0] : recorder.getComponents()) {
      if (part instanceof TextArea area) {
        return area;
      }
    }
    return null;
  }
}
