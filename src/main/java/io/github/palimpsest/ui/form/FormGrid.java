package io.github.palimpsest.ui.form;

import io.github.palimpsest.request.Param;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;
import net.miginfocom.swing.MigLayout;

/**
 * Rows in columns: label, control, what stands beside it, and a unit; what is wrong with a value is
 * said below its row. For the event thread.
 */
public final class FormGrid extends JPanel {
  private static final long serialVersionUID = 1L;
  private static final String COLUMNS = "[%s]rel[grow,fill]rel[]rel[]";

  private final transient Map<Param, Row> rows = new EnumMap<>(Param.class);
  private final transient Map<Param, Note> errors = new EnumMap<>(Param.class);
  private int labels;

  public FormGrid() {
    super(
        new MigLayout(
            "insets 0, fillx, wrap 4, hidemode 3, gapy 3lp",
            String.format(COLUMNS, "pref!"),
            "[center]"));
  }

  /** Gives the columns of several grids in one window the same places. */
  public static void align(FormGrid... grids) {
    int widest = Arrays.stream(grids).mapToInt(grid -> grid.labels).max().orElse(0);
    for (FormGrid grid : grids) {
      ((MigLayout) grid.getLayout()).setColumnConstraints(String.format(COLUMNS, widest + "px!"));
    }
  }

  /** Adds a row. */
  public void add(Row row) {
    add(row, null);
  }

  /**
   * Adds a row.
   *
   * @param unit what follows the value, such as {@code pixels}, or null
   */
  public void add(Row row, String unit) {
    add(row.label(), row.control(), row.beside(), unit);
    Note error = new Note("");
    error.setName(row.param().key() + "-error");
    error.setVisible(false);
    add(error, "skip 1, span 3, growx, wmin 0, wrap");
    rows.put(row.param(), row);
    errors.put(row.param(), error);
  }

  /** Two or three parts of one row that are no {@link Row}; each may be null but the middle. */
  public void add(JComponent left, JComponent middle, JComponent right) {
    add(left, middle, right, null);
  }

  private void add(JComponent left, JComponent middle, JComponent right, String unit) {
    if (left != null) {
      // beside the first line of what is higher than a line
      add(left, middle instanceof JPanel ? "aligny top, gaptop 3lp" : "");
      labels = Math.max(labels, left.getPreferredSize().width);
    }
    int span = 1 + (right == null ? 1 : 0) + (unit == null ? 1 : 0);
    boolean last = right == null && unit == null;
    String skip = left == null ? ", skip 1" : "";
    add(
        middle,
        "wmin 0, growx, span " + (right == null ? span : 1) + skip + (last ? ", wrap" : ""));
    if (right != null) {
      // the slider gives way, not the number
      add(right, unit == null ? "growx, wmin pref, span 2, wrap" : "growx, wmin pref");
    }
    if (unit != null) {
      add(new JLabel(unit), "wrap");
    }
  }

  /** One component over all columns. */
  public void wide(JComponent part) {
    add(part, "span 4, growx, wmin 0, wrap");
  }

  /** Whether something is said below a row. */
  public boolean says(Param param) {
    return errors.get(param).isVisible();
  }

  /** The rows, in the order of {@link Param}. */
  public Map<Param, Row> rows() {
    return Collections.unmodifiableMap(rows);
  }

  /**
   * Says what is wrong with a value of this grid.
   *
   * @param sentence null for nothing
   */
  public void error(Param param, String sentence) {
    say(param, Note.Kind.ERROR, sentence);
  }

  /** Says something about a value below its row. */
  public void say(Param param, Note.Kind kind, String sentence) {
    errors.get(param).say(kind, sentence);
    rows.get(param).entry().getAccessibleContext().setAccessibleDescription(sentence);
    revalidate();
  }
}
