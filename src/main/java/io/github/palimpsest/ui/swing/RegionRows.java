package io.github.palimpsest.ui.swing;

import ij.gui.Roi;
import io.github.palimpsest.roi.Role;
import java.util.List;
import javax.swing.table.AbstractTableModel;

/**
 * The ROIs with words of their own, and those that are kept as they are, as rows of a table. What
 * is written in a cell becomes a property of the ROI, as a macro would set it.
 */
final class RegionRows extends AbstractTableModel {
  static final int NAME = 0;
  static final int USE = 1;
  static final int PROMPT = 2;
  private static final long serialVersionUID = 1L;
  private static final int WEIGHT = 3;
  private static final int STRENGTH = 4;

  /** What becomes of the pixels of a ROI: its words say what is painted, or nothing is. */
  static final String REPAINT = "repaint";

  static final String KEEP = "keep";

  private static final String[] COLUMNS = {"Region", "Use", "Prompt", "Weight", "Strength"};
  private static final String[] KEYS = {
    null, null, "palimpsest.prompt", "palimpsest.weight", "palimpsest.strength"
  };
  private static final double[] MOST = {0, 0, 0, 10, 1};

  private transient List<Roi> rois = List.of();
  private final transient Runnable changed;

  /**
   * @param changed called after a cell was written
   */
  RegionRows(Runnable changed) {
    this.changed = changed;
  }

  /** Shows other ROIs; the same ones may have other properties. */
  void show(List<Roi> next) {
    boolean same = next.size() == rois.size();
    for (int i = 0; same && i < next.size(); i++) {
      same = next.get(i) == rois.get(i);
    }
    rois = List.copyOf(next);
    if (same) {
      fireTableRowsUpdated(0, Math.max(0, rois.size() - 1));
    } else {
      fireTableDataChanged();
    }
  }

  List<Roi> rois() {
    return rois;
  }

  /** Sets a prompt; an empty one too, for without any the name of the ROI would be its words. */
  static void prompt(Roi roi, String words) {
    roi.setProperty(KEYS[PROMPT], words.isBlank() ? " " : words.strip());
  }

  private static boolean kept(Roi roi) {
    return Role.of(roi) == Role.FREEZE;
  }

  @Override
  public int getRowCount() {
    return rois.size();
  }

  @Override
  public int getColumnCount() {
    return COLUMNS.length;
  }

  @Override
  public String getColumnName(int column) {
    return COLUMNS[column];
  }

  @Override
  public Class<?> getColumnClass(int column) {
    return MOST[column] > 0 ? Double.class : String.class;
  }

  @Override
  public boolean isCellEditable(int row, int column) {
    return column < PROMPT || !kept(rois.get(row));
  }

  @Override
  public Object getValueAt(int row, int column) {
    Roi roi = rois.get(row);
    String name = roi.getName() == null ? "unnamed" : roi.getName();
    if (column == NAME) {
      return name;
    }
    if (column == USE) {
      return kept(roi) ? KEEP : REPAINT;
    }
    String value = roi.getProperty(KEYS[column]);
    if (kept(roi)) {
      return null;
    }
    if (column == PROMPT) {
      return value == null ? name : value.strip();
    }
    return number(value);
  }

  private static Double number(String value) {
    try {
      return value == null || value.isBlank() ? 1.0 : Double.valueOf(value.strip());
    } catch (NumberFormatException e) {
      // refused in a sentence when the run reads it
      return null;
    }
  }

  @Override
  public void setValueAt(Object value, int row, int column) {
    if (row >= rois.size()) {
      return;
    }
    Roi roi = rois.get(row);
    switch (column) {
      case NAME -> rename(roi, value.toString().strip());
      case USE -> roi.setProperty(Role.PROPERTY, KEEP.equals(value) ? "freeze" : "region");
      case PROMPT -> prompt(roi, value.toString());
      case WEIGHT, STRENGTH -> set(roi, column, (Double) value);
      default -> throw new IllegalArgumentException("column " + column);
    }
    fireTableRowsUpdated(row, row);
    changed.run();
  }

  /** A ROI whose name was its prompt keeps the prompt. */
  private static void rename(Roi roi, String name) {
    boolean worded = roi.getProperty(KEYS[PROMPT]) != null;
    if (!worded && roi.getName() != null && !kept(roi)) {
      prompt(roi, roi.getName());
    }
    roi.setName(name.isEmpty() ? null : name);
  }

  private static void set(Roi roi, int column, Double value) {
    double given = value == null ? 1 : Math.max(0, Math.min(MOST[column], value));
    roi.setProperty(KEYS[column], given == 1 ? "" : String.valueOf(given));
  }
}
