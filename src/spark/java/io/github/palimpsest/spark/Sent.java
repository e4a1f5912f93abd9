package io.github.palimpsest.spark;

import java.io.Serializable;

/**
 * What an executor needs beside a task, the same for all.
 *
 * @param shared what it must see
 * @param model a model that the driver has sent, or null
 */
record Sent(SharedFolders shared, ShippedModel model) implements Serializable {
  private static final long serialVersionUID = 1L;

  /**
   * In an executor, before a task: looks once, unpacks once.
   *
   * @throws io.github.palimpsest.check.BadInput if it does not see what the driver sees
   */
  void arrive() {
    shared.check();
    if (model != null) {
      model.unpack();
    }
  }
}
