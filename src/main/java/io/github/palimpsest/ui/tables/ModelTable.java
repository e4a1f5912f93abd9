package io.github.palimpsest.ui.tables;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import javax.swing.table.AbstractTableModel;

/** The models, a row each. For the event thread. */
final class ModelTable extends AbstractTableModel {
  private static final long serialVersionUID = 1L;

  /** The columns, in their order. */
  private enum Column {
    NAME("Name", ModelEntry::name),
    KIND("Kind", ModelEntry::kind),
    IMAGES("Images", ModelEntry::images),
    WORDS("Words", ModelEntry::words),
    LICENCE("Licence", ModelEntry::licence),
    SIZE("On disk", ModelEntry::size),
    PLACE("Place", ModelEntry::place),
    CHECK("Check", ModelEntry::check);

    final String title;
    final Function<ModelEntry, String> text;

    Column(String title, Function<ModelEntry, String> text) {
      this.title = title;
      this.text = text;
    }
  }

  private final transient List<ModelEntry> rows = new ArrayList<>();
  private String used = "";

  /**
   * Shows other models; what checks have found of those that stay is kept.
   *
   * @param used the one that dialogs begin with
   */
  void show(List<ModelEntry> models, String used) {
    List<ModelEntry> kept = new ArrayList<>();
    for (ModelEntry model : models) {
      int before = find(model.name());
      kept.add(
          before >= 0 && model.check().isEmpty() ? model.checked(rows.get(before).check()) : model);
    }
    rows.clear();
    rows.addAll(kept);
    this.used = used;
    fireTableDataChanged();
  }

  /** Shows what a check has found. */
  void checked(String name, String result) {
    int row = find(name);
    if (row >= 0) {
      rows.set(row, rows.get(row).checked(result));
      fireTableRowsUpdated(row, row);
    }
  }

  /** The row of a name, or -1. */
  int find(String name) {
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).name().equals(name)) {
        return i;
      }
    }
    return -1;
  }

  ModelEntry entry(int row) {
    return rows.get(row);
  }

  @Override
  public int getRowCount() {
    return rows.size();
  }

  @Override
  public int getColumnCount() {
    return Column.values().length;
  }

  @Override
  public String getColumnName(int column) {
    return Column.values()[column].title;
  }

  @Override
  public Object getValueAt(int row, int column) {
    ModelEntry entry = rows.get(row);
    String text = Column.values()[column].text.apply(entry);
    boolean first = column == 0 && entry.name().equals(used);
    return first ? text + " (in use)" : text;
  }
}
