package io.github.palimpsest.ui.guided;

import ij.ImagePlus;
import java.util.function.Consumer;

/**
 * What a user does to single branches of a {@link GuidedPresenter}. From any thread, except where a
 * method says otherwise; what changes the session is done when all that was asked for before is.
 */
public final class BranchActions {
  private final BranchController branches;
  private final Consumer<Runnable> worker;
  private final Runnable look;

  /**
   * @param worker does an action, and tells what it could not do
   * @param look makes a snapshot shortly
   */
  BranchActions(BranchController branches, Consumer<Runnable> worker, Runnable look) {
    this.branches = branches;
    this.worker = worker;
    this.look = look;
  }

  /** Acts on another open branch from now on. */
  public void select(String name) {
    worker.accept(() -> branches.select(name));
  }

  /** Acts on the branch of a stack from now on, if it is one of a branch that is open. */
  public void choose(ImagePlus stack) {
    if (branches.acting(stack)) {
      worker.accept(() -> branches.choose(stack));
    }
  }

  /**
   * Ends one branch; the others go on.
   *
   * @param kept whether its stacks stay open, as images that can be continued
   */
  public void end(String name, boolean kept) {
    worker.accept(() -> branches.end(name, kept));
  }

  /** The step stack of an open branch, or null. */
  public ImagePlus stack(String name) {
    return branches.all().stream()
        .filter(b -> b.name().equals(name) && b.open())
        .findFirst()
        .map(b -> b.session().stepStack())
        .orElse(null);
  }

  /** The state that the step stack of the branch acted on shows; -1 without one. */
  public int shown() {
    Branch now = branches.now();
    return now == null || !now.open() ? -1 : now.frame() - 1;
  }

  /** Shows a state of the branch acted on in its step stack. On the event thread. */
  public void show(int k) {
    Branch now = branches.now();
    if (now != null && now.open()) {
      now.show(k);
      look.run();
    }
  }
}
