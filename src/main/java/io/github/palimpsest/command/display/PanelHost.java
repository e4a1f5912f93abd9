package io.github.palimpsest.command.display;

import ij.IJ;
import ij.ImagePlus;
import ij.plugin.frame.Recorder;
import io.github.palimpsest.inpaint.Outcome;
import io.github.palimpsest.ui.guided.GuidedHost;
import io.github.palimpsest.ui.window.ImageWindows;
import java.util.List;

/** Shows and records in ImageJ what is done in a panel. */
public final class PanelHost implements GuidedHost {
  @Override
  public void opened(ImagePlus stack) {
    ResultDisplay.open(stack);
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
      lines.forEach(line -> Recorder.recordString(line + "\n"));
    }
  }
}
