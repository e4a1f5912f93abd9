package io.github.palimpsest.command.input;

import io.github.palimpsest.request.Request;
import java.util.function.Consumer;

/** What a command would do, shown in its image while its dialog is open. For the event thread. */
public interface DialogPreview extends AutoCloseable {
  /**
   * The form says something else. Returns at once: the work is done on another thread, of several
   * calls only for the last.
   *
   * @param values all valid; null to show nothing
   */
  void show(Request values);

  /**
   * Who is told, on the event thread, what is shown: one sentence, empty if nothing is.
   *
   * @param listener replaces the one before
   */
  void onWords(Consumer<String> listener);

  /** Takes everything away. Does nothing the second time. */
  @Override
  void close();
}
