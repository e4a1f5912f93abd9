package io.github.palimpsest.session;

import io.github.palimpsest.record.BranchRecord;
import java.util.ArrayList;
import java.util.List;

/** The branches of a session, named after the steps at which they left their origins. */
final class BranchTree {
  private static final String END = "-steps";

  private final List<BranchRecord> branches = new ArrayList<>();

  BranchTree(String root) {
    branches.add(new BranchRecord(root, null, null));
  }

  String root() {
    return branches.get(0).name();
  }

  /** What the titles of a branch's stacks begin with. */
  static String title(String branch) {
    return branch.substring(0, branch.length() - END.length());
  }

  /**
   * A new branch; {@code cells-steps} left after step 5 is {@code cells-from5-steps}, then
   * cells-from5-2-…
   *
   * @return its name
   */
  synchronized String branch(String of, int step) {
    String base = title(of) + "-from" + step;
    String name = base + END;
    for (int i = 2; isKnown(name); i++) {
      name = base + "-" + i + END;
    }
    branches.add(new BranchRecord(name, of, step));
    return name;
  }

  private boolean isKnown(String name) {
    return branches.stream().anyMatch(b -> b.name().equals(name));
  }

  /** All branches, the first one first; a copy. */
  synchronized List<BranchRecord> branches() {
    return List.copyOf(branches);
  }
}
