package io.github.palimpsest.ui.form;

import io.github.palimpsest.request.Param;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import javax.swing.JComponent;
import javax.swing.JPanel;
import net.miginfocom.swing.MigLayout;

/**
 * Rows in three columns: label, control, and what stands beside it; what is wrong with a value is
 * said below its row. For the event thread.
 */
public final class FormGrid extends JPanel {
  private static final long serialVersionUID = 1L;
  private static final String COLUMNS = "[%s]rel[grow,fill]rel[]";

  private final transient Map<Param, Row> rows = new EnumMap<>(Param.class);
  private final transient Map<Param, Note> errors = new EnumMap<>(Param.class);
  private int labels;

  public FormGrid() {
    super(
        new MigLayout(
            "insets 0, fillx, wrap 3, hidemode 3, gapy 3lp",
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

  public void add(Row row) {
    JComponent label = row.label();
    if (label != null) {
      add(label);
      labels = Math.max(labels, label.getPreferredSize().width);
    }
    JComponent beside = row.beside();
    String place = "wmin 0, growx" + (label == null ? ", skip 1" : "");
    add(row.control(), place + (beside == null ? ", span 2, wrap" : ""));
    if (beside != null) {
      add(beside, "wrap");
    }
    Note error = new Note("");
    error.setName(row.param().key() + "-error");
    error.setVisible(false);
    add(error, "skip 1, span 2, growx, wmin 0, wrap");
    rows.put(row.param(), row);
    errors.put(row.param(), error);
  }

  /** Two or three parts of one row that are no {@link Row}; each may be null. */
  public void add(JComponent left, JComponent middle, JComponent right) {
    if (left != null) {
      add(left);
      labels = Math.max(labels, left.getPreferredSize().width);
    }
    String place = "wmin 0, growx" + (left == null ? ", skip 1" : "");
    add(middle, place + (right == null ? ", span 2, wrap" : ""));
    if (right != null) {
      add(right, "wrap");
    }
  }

  /** One component over all columns. */
  public void wide(JComponent part) {
    add(part, "span 3, growx, wmin 0, wrap");
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
