package io.github.palimpsest.model;

import java.util.List;
import org.scijava.plugin.SciJavaPlugin;

/**
 * A kind of model that {@code model=} can name, as a SciJava plug-in: annotate a class with
 * {@code @Plugin(type = ModelSource.class)} and it is found by every command, dialog and script.
 * Sources are asked in the order of their priority; model folders, which take any path, come last.
 * One instance serves all threads.
 */
public interface ModelSource extends SciJavaPlugin {
  /**
   * The model that a value of {@code model=} names. Loads no weights.
   *
   * @param value never blank, without spaces around it
   * @return null if the value is none of this source's
   * @throws io.github.palimpsest.check.BadInput if it is, but the model cannot be used
   */
  Model find(String value);

  /** Values to offer in dialogs and in the sentence about an unknown model. */
  List<String> names();

  /**
   * Whether a value that somebody else has written, such as the record in a file, may be opened
   * without asking the user.
   */
  default boolean isTrusted(String value) {
    return names().contains(value);
  }
}
