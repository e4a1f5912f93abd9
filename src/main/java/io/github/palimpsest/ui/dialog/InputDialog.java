package io.github.palimpsest.ui.dialog;

import ij.gui.GenericDialog;
import ij.plugin.frame.Recorder;
import io.github.palimpsest.command.input.CommandInputs;
import io.github.palimpsest.command.input.Remembered;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.ParamKind;
import java.awt.TextField;
import java.util.ArrayList;
import java.util.List;
import org.scijava.module.Module;

/** ImageJ's own dialog, built from the keys that a command takes. */
final class InputDialog {
  private static final int TEXT_COLUMNS = 20;
  private static final int SHORT_COLUMNS = 8;
  private static final int NUMBER_DIGITS = 2;
  private static final double SLIDER_STEP = 0.01;
  private static final int LONG = 14;
  private static final int LINE = 100;

  private InputDialog() {}

  /**
   * Asks the user. Blocks until the dialog is closed; not on the event dispatch thread.
   *
   * @return false if the user cancelled
   */
  static boolean fill(Module module) {
    List<Param> keys = CommandInputs.keys(module.getInfo());
    if (keys.isEmpty()) {
      return true;
    }
    Remembered.recall(module);
    GenericDialog dialog = new GenericDialog(module.getInfo().getTitle().replace("...", ""));
    // in two columns, or the buttons would leave a small screen
    boolean wide = keys.size() > LONG;
    for (int i = 0; i < keys.size(); i++) {
      if (wide && i % 2 == 1) {
        dialog.addToSameRow();
      }
      add(dialog, keys.get(i), CommandInputs.shown(module, keys.get(i)));
    }
    CommandInputs.messages(module).forEach(text -> dialog.addMessage(wrapped(text)));
    dialog.addHelp(help(keys));
    dialog.showDialog();
    if (dialog.wasCanceled()) {
      return false;
    }
    unrecorded(() -> keys.forEach(key -> CommandInputs.set(module, key.key(), next(dialog, key))));
    Remembered.keep(module);
    return true;
  }

  /**
   * Reads the dialog without ImageJ recording it: the Recorder takes the first word of a label for
   * the key, and would complain of labels that begin alike. Ours is fed elsewhere, alike in every
   * host.
   */
  private static void unrecorded(Runnable reading) {
    String command = Recorder.getCommand();
    Recorder.setCommand(null);
    try {
      reading.run();
    } finally {
      Recorder.setCommand(command);
    }
  }

  private static void add(GenericDialog dialog, Param key, String value) {
    if (key.kind() == ParamKind.SWITCH) {
      dialog.addCheckbox(key.label(), Boolean.parseBoolean(value));
    } else if (asNumber(key)) {
      addNumber(dialog, key, Double.parseDouble(value));
    } else if (!key.choices().isEmpty()) {
      List<String> choices = new ArrayList<>(key.choices());
      if (key.defaultValue() == null) {
        choices.add(0, Param.AUTO);
      }
      dialog.addChoice(key.label(), choices.toArray(String[]::new), value);
    } else {
      // ImageJ gives a longer field the whole row, and the next one in that row no place
      dialog.addStringField(key.label(), value, SHORT_COLUMNS);
      ((TextField) dialog.getStringFields().lastElement()).setColumns(TEXT_COLUMNS);
    }
  }

  /** A number that may be left to the model folder is a text, and so is a 64-bit seed. */
  private static boolean asNumber(Param key) {
    boolean number = key.kind() == ParamKind.NUMBER || key.kind() == ParamKind.INTEGER;
    return number && key.defaultValue() != null;
  }

  private static void addNumber(GenericDialog dialog, Param key, double value) {
    boolean whole = key.kind() == ParamKind.INTEGER;
    if (!whole && key.min() == 0 && key.max() == 1) {
      // without a fractional step ImageJ would round what it records
      dialog.addSlider(key.label(), 0, 1, value, SLIDER_STEP);
    } else {
      dialog.addNumericField(key.label(), value, whole ? 0 : NUMBER_DIGITS);
    }
  }

  private static String next(GenericDialog dialog, Param key) {
    if (key.kind() == ParamKind.SWITCH) {
      return Boolean.toString(dialog.getNextBoolean());
    }
    if (asNumber(key)) {
      double value = dialog.getNextNumber();
      return Double.isNaN(value) ? "not a number" : Double.toString(value);
    }
    return key.choices().isEmpty() ? dialog.getNextString() : dialog.getNextChoice();
  }

  private static String help(List<Param> keys) {
    StringBuilder html = new StringBuilder("<html><table width=560>");
    for (Param key : keys) {
      html.append("<tr><td valign=top><b>")
          .append(key.key())
          .append("</b></td><td>")
          .append(escape(key.help()))
          .append("</td></tr>");
    }
    return html.append("</table></html>").toString();
  }

  private static String wrapped(String text) {
    StringBuilder lines = new StringBuilder();
    int column = 0;
    for (String word : text.split(" ")) {
      boolean full = column + word.length() > LINE;
      lines.append(column == 0 ? "" : full ? "\n" : " ").append(word);
      column = full || column == 0 ? word.length() : column + word.length() + 1;
    }
    return lines.toString();
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }
}
