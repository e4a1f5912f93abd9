package io.github.palimpsest.command;

import ij.IJ;
import ij.plugin.frame.Recorder;
import java.util.Map;

/**
 * Writes a command into ImageJ's Recorder, the same line in every host: only what differs from its
 * default, in the order of the dialog.
 */
final class Recording {
  private Recording() {}

  /**
   * Records {@code run(label, "key=value word …")} if the Recorder is open. ImageJ's own record of
   * the menu choice is replaced.
   */
  static void save(String label, Map<String, Object> values) {
    if (!IJ.recording()) {
      return;
    }
    Recorder.setCommand(label);
    values.forEach(
        (key, value) -> {
          if (Boolean.TRUE.equals(value)) {
            Recorder.recordOption(key);
          } else if (!Boolean.FALSE.equals(value)) {
            Recorder.recordOption(key, Recorder.fixString(written(Values.plain(value))));
          }
        });
    Recorder.saveCommand();
  }

  /** Protects a value; the Recorder itself puts brackets around one that holds a blank. */
  static String written(String value) {
    if (value.indexOf(' ') >= 0) {
      return value;
    }
    boolean plain = !value.isEmpty() && value.matches("[^\\s\\['&]\\S*");
    return plain ? value : "[" + value + "]";
  }
}
