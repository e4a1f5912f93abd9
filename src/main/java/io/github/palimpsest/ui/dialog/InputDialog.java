package io.github.palimpsest.ui.dialog;

import ij.gui.GenericDialog;
import io.github.palimpsest.command.input.CommandInputs;
import io.github.palimpsest.command.input.Remembered;
import java.awt.TextField;
import java.util.List;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.util.ClassUtils;

/** ImageJ's own dialog, built from a command's declared inputs. */
final class InputDialog {
  private static final int TEXT_COLUMNS = 20;
  private static final int SHORT_COLUMNS = 8;
  private static final int NUMBER_DIGITS = 2;
  private static final int LONG = 14;
  private static final int LINE = 100;

  private InputDialog() {}

  /**
   * Asks the user. Blocks until the dialog is closed; not on the event dispatch thread.
   *
   * @return false if the user cancelled
   */
  static boolean fill(Module module) {
    List<ModuleItem<?>> items = CommandInputs.settable(module.getInfo());
    if (items.isEmpty()) {
      return true;
    }
    Remembered.recall(module);
    GenericDialog dialog = new GenericDialog(module.getInfo().getTitle().replace("...", ""));
    // in two columns, or the buttons would leave a small screen
    boolean wide = items.size() > LONG;
    for (int i = 0; i < items.size(); i++) {
      if (wide && i % 2 == 1) {
        dialog.addToSameRow();
      }
      add(dialog, items.get(i), module.getInput(items.get(i).getName()));
    }
    CommandInputs.messages(module).forEach(text -> dialog.addMessage(wrapped(text)));
    dialog.addHelp(help(items));
    dialog.showDialog();
    if (dialog.wasCanceled()) {
      return false;
    }
    items.forEach(item -> CommandInputs.set(module, item.getName(), next(dialog, item)));
    Remembered.keep(module);
    return true;
  }

  private static void add(GenericDialog dialog, ModuleItem<?> item, Object value) {
    String label = item.getLabel();
    Class<?> type = item.getType();
    if (ClassUtils.isBoolean(type)) {
      dialog.addCheckbox(label, (Boolean) value);
    } else if (ClassUtils.isNumber(type)) {
      addNumber(dialog, item, ((Number) value).doubleValue());
    } else if (item.getChoices() != null && !item.getChoices().isEmpty()) {
      String[] choices = item.getChoices().stream().map(String::valueOf).toArray(String[]::new);
      dialog.addChoice(label, choices, String.valueOf(value));
    } else {
      // ImageJ gives a longer field the whole row, and the next one in that row no place
      dialog.addStringField(label, String.valueOf(value), SHORT_COLUMNS);
      ((TextField) dialog.getStringFields().lastElement()).setColumns(TEXT_COLUMNS);
    }
  }

  private static void addNumber(GenericDialog dialog, ModuleItem<?> item, double value) {
    boolean whole = ClassUtils.isInteger(item.getType());
    if ("slider".equals(item.getWidgetStyle())) {
      double min = ((Number) item.getMinimumValue()).doubleValue();
      double max = ((Number) item.getMaximumValue()).doubleValue();
      // without a fractional step ImageJ would round what it records
      dialog.addSlider(item.getLabel(), min, max, value, item.getStepSize().doubleValue());
    } else {
      dialog.addNumericField(item.getLabel(), value, whole ? 0 : NUMBER_DIGITS);
    }
  }

  /** As the user wrote it; the Recorder is fed elsewhere, alike in every host. */
  private static String next(GenericDialog dialog, ModuleItem<?> item) {
    Class<?> type = item.getType();
    if (ClassUtils.isBoolean(type)) {
      return Boolean.toString(dialog.getNextBoolean());
    }
    if (ClassUtils.isNumber(type)) {
      double value = dialog.getNextNumber();
      return Double.isNaN(value) ? "not a number" : Double.toString(value);
    }
    boolean chosen = item.getChoices() != null && !item.getChoices().isEmpty();
    return chosen ? dialog.getNextChoice() : dialog.getNextString();
  }

  private static String help(List<ModuleItem<?>> items) {
    StringBuilder html = new StringBuilder("<html><table width=560>");
    for (ModuleItem<?> item : items) {
      html.append("<tr><td valign=top><b>")
          .append(item.getName())
          .append("</b></td><td>")
          .append(escape(item.getDescription()))
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
    return text == null ? "" : text.replace("&", "&amp;").replace("<", "&lt;");
  }
}
