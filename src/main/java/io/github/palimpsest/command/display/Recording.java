package io.github.palimpsest.command.display;

import ij.IJ;
import ij.plugin.frame.Recorder;
import io.github.palimpsest.request.ParamKind;
import java.awt.EventQueue;
import java.awt.Toolkit;
import java.util.Map;

/**
 * Writes a command into ImageJ's Recorder, the same line in every host: only what differs from its
 * default, in the order of the dialog.
 */
public final class Recording {
  private static final int SETTLE_MILLIS = 100;

  private Recording() {}

  /**
   * Records {@code run(label, "key=value word …")} if the Recorder is open. ImageJ's own record of
   * the menu choice is replaced.
   */
  public static void save(String label, Map<String, Object> values) {
    if (!IJ.recording()) {
      return;
    }
    Recorder.setCommand(label);
    values.forEach(
        (key, value) -> {
          if (Boolean.TRUE.equals(value)) {
            Recorder.recordOption(key);
          } else if (!Boolean.FALSE.equals(value)) {
            Recorder.recordOption(key, Recorder.fixString(written(ParamKind.plain(value))));
          }
        });
    Recorder.saveCommand();
  }

  /**
   * Records nothing of a command that only opens a window: what is done in it is recorded there.
   */
  public static void nothing() {
    Recorder.setCommand(null);
  }

  /**
   * Opens and raises windows without the Recorder taking that for the user's doing: ImageJ records
   * every change of the current image, on the thread that makes it or, where the window system
   * does, on the event thread.
   */
  public static void pause(Runnable windows) {
    if (!IJ.recording()) {
      windows.run();
      return;
    }
    Recorder.suspendRecording();
    EventQueue.invokeLater(Recorder::suspendRecording);
    try {
      windows.run();
      settle();
    } finally {
      Recorder.resumeRecording();
      EventQueue.invokeLater(Recorder::resumeRecording);
    }
  }

  /** Lets the window system say which window it has brought to the front. */
  private static void settle() {
    Toolkit.getDefaultToolkit().sync();
    if (!EventQueue.isDispatchThread()) {
      IJ.wait(SETTLE_MILLIS);
    }
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
