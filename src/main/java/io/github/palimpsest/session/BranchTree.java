package io.github.palimpsest.session;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** The branches of a session and where they left their origins. */
final class BranchTree {
  private static final String END = "-steps";

  /**
   * One branch.
   *
   * @param name title of its step stack
   * @param of name of its origin, or null
   * @param step where it left it
   */
  record Branch(String name, String of, int step) {
    /** What the titles of its stacks begin with. */
    String title() {
      return name.substring(0, name.length() - END.length());
    }
  }

  private final List<Branch> branches = new ArrayList<>();

  BranchTree(String root) {
    branches.add(new Branch(root, null, 0));
  }

  String root() {
    return branches.get(0).name;
  }

  /** {@code cells-steps} left after step 5 is {@code cells-from5-steps}, then cells-from5-2-… */
  synchronized Branch branch(String of, int step) {
    String base = new Branch(of, null, 0).title() + "-from" + step;
    String name = base + END;
    for (int i = 2; known(name); i++) {
      name = base + "-" + i + END;
    }
    Branch branch = new Branch(name, of, step);
    branches.add(branch);
    return branch;
  }

  private boolean known(String name) {
    return branches.stream().anyMatch(b -> b.name.equals(name));
  }

  synchronized JsonArray toJson() {
    JsonArray all = new JsonArray();
    for (Branch b : branches) {
      JsonObject json = new JsonObject();
      json.addProperty("name", b.name);
      if (b.of != null) {
        json.addProperty("of", b.of);
        json.addProperty("step", b.step);
      }
      all.add(json);
    }
    return all;
  }
}
