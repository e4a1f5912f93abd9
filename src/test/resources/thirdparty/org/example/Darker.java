package org.example;

import io.github.palimpsest.sample.StepHook;
import io.github.palimpsest.sample.StepView;
import org.scijava.plugin.Plugin;

/** A hook of somebody else: the clean estimate becomes a little darker at every call. */
@Plugin(type = StepHook.class, name = "Darker")
public final class Darker implements StepHook {
  @Override
  public void afterGuidance(StepView view) {
    view.map(v -> v - 0.2);
  }
}
