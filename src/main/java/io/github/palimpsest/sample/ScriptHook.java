package io.github.palimpsest.sample;

import java.util.function.Consumer;

/** A hook made of closures. */
record ScriptHook(Consumer<StepView> before, Consumer<StepView> guided, Consumer<StepView> after)
    implements StepHook {
  private static final Consumer<StepView> NOTHING = view -> {};

  static StepHook beforeModel(Consumer<StepView> action) {
    return new ScriptHook(action, NOTHING, NOTHING);
  }

  static StepHook afterGuidance(Consumer<StepView> action) {
    return new ScriptHook(NOTHING, action, NOTHING);
  }

  static StepHook afterStep(Consumer<StepView> action) {
    return new ScriptHook(NOTHING, NOTHING, action);
  }

  @Override
  public void beforeModel(StepView view) {
    before.accept(view);
  }

  @Override
  public void afterGuidance(StepView view) {
    guided.accept(view);
  }

  @Override
  public void afterStep(StepView view) {
    after.accept(view);
  }
}
