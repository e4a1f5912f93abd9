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
  /** Titles of the images that no line of a macro makes, or that its lines hold already. */
  private final Set<String> titles = new HashSet<>();

  /** The Recorder's text field when the first of them opened, or null; guarded by the titles. */
  private TextArea area;

  /** What stood there, and what was recorded since by {@link #record}. */
  private String before = "";

  /** Whether one of the images was the current one when that stood there. */
  private boolean first;

  @Override
  public void opened(ImagePlus stack) {
    note();
    Recording.pause(() -> ResultDisplay.open(stack));
    unrecorded(stack);
  }

  @Override
  public void unrecorded(ImagePlus image) {
    note();
    synchronized (titles) {
      titles.add(image.getTitle());
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
      synchronized (titles) {
        tidy();
        lines.forEach(line -> Recorder.recordString(line + "\n"));
        // images that stay open are not the current one: the result is
        mark(false);
      }
    }
  }

  @Override
  public void ended() {
    synchronized (titles) {
      tidy();
      titles.clear();
    }
  }

  private void note() {
    synchronized (titles) {
      if (titles.isEmpty()) {
        mark(true);
      }
    }
  }

  private void mark(boolean current) {
    area = text();
    before = area == null ? "" : area.getText();
    first = current;
  }

  /** Takes away what ImageJ has recorded of the images, such as the frames that were looked at. */
  private void tidy() {
    TextArea now = text();
    if (now == null || titles.isEmpty() || Recorder.scriptMode()) {
      return;
    }
    String all = now.getText();
    // another Recorder has been opened since
    String kept = now == area ? before : "";
    if (all.startsWith(kept)) {
      List<String> since = all.substring(kept.length()).lines().toList();
      String rest = RecordedText.without(since, titles, first);
      String text = kept + rest + (rest.isEmpty() ? "" : "\n");
      if (!text.equals(all)) {
        now.setText(text);
        now.setCaretPosition(text.length());
      }
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
