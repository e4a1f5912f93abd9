package io.github.palimpsest.batch;

import java.io.Serializable;

/** One thing to be done of a {@link Job}; small, for it is sent to whoever does it. */
public interface Task extends Serializable {
  /** What users know it by. */
  String name();

  /** How much work it is beside the other tasks of its job; above 0. */
  default double weight() {
    return 1;
  }
}
