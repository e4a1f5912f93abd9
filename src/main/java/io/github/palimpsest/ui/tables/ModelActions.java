package io.github.palimpsest.ui.tables;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.inpaint.monitor.Monitor;
import java.nio.file.Path;
import java.util.List;

/**
 * What can be done with models. Each call does it on the calling thread, and writes its line for
 * the Recorder.
 */
public interface ModelActions {
  /** A description, a line each; reads every weight file. */
  List<String> describe(String name);

  /**
   * Runs a model for two steps.
   *
   * @return what was done, a line each
   * @throws BadInput if it cannot run
   */
  List<String> check(String name, Monitor monitor);

  /**
   * Installs a model.
   *
   * @param source folder or zip
   * @return its name
   * @throws BadInput if it is unfit; nothing is left behind
   */
  String install(Path source, Monitor monitor);

  /**
   * Removes an installed model.
   *
   * @throws BadInput if it cannot be
   */
  void remove(String name);

  /** Makes dialogs begin with a model. */
  void use(String name);

  /** The model that dialogs begin with. */
  String used();
}
