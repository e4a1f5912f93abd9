package io.github.palimpsest.ui.swing;

import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.image.Overlays;
import io.github.palimpsest.image.PlanePositions;
import io.github.palimpsest.roi.Rois;
import io.github.palimpsest.roi.Role;
import io.github.palimpsest.ui.form.Widgets;
import java.awt.BorderLayout;
import java.awt.Component;
import java.awt.Dimension;
import java.awt.FlowLayout;
import java.util.ArrayList;
import java.util.List;
import javax.swing.JButton;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JTable;
import javax.swing.JTextField;
import javax.swing.ListSelectionModel;
import javax.swing.table.AbstractTableModel;
import javax.swing.table.TableCellEditor;

/**
 * The ROIs in region role with the words of each. What is written here becomes a property of the
 * ROI, as a macro would set it.
 */
final class RegionsPane extends JPanel {
  private static final long serialVersionUID = 1L;
  private static final String[] COLUMNS = {"Region", "Prompt", "Weight", "Strength"};
  private static final String[] KEYS = {
    null, "palimpsest.prompt", "palimpsest.weight", "palimpsest.strength"
  };
  private static final int NUMBER_WIDTH = 62;
  private static final int HEIGHT = 76;

  private final transient ImagePlus image;
  private transient List<Roi> regions = List.of();
  private final Rows rows = new Rows();
  private final JTable table = new Cells(rows);
  private final JButton addition;
  private final JButton removal;

  RegionsPane(ImagePlus image) {
    super(new BorderLayout(0, 2));
    this.image = image;
    table.setName("regions");
    table.setToolTipText("ROIs of the overlay or the ROI Manager with palimpsest.role=region");
    table.putClientProperty("terminateEditOnFocusLost", Boolean.TRUE);
    table.setSelectionMode(ListSelectionModel.SINGLE_SELECTION);
    table.getColumnModel().getColumn(1).setPreferredWidth(2 * NUMBER_WIDTH);
    for (int c = 2; c < COLUMNS.length; c++) {
      table.getColumnModel().getColumn(c).setMaxWidth(NUMBER_WIDTH);
    }
    JScrollPane scroll = new JScrollPane(table);
    scroll.setPreferredSize(new Dimension(200, HEIGHT));
    add(scroll, BorderLayout.CENTER);
    addition =
        Widgets.button(
            new JButton(), "&Add selection", "Make the image's selection a region with a prompt");
    removal = Widgets.button(new JButton(), "Remove", "Remove the region from the overlay");
    addition.addActionListener(e -> add());
    removal.addActionListener(e -> remove());
    table.getSelectionModel().addListSelectionListener(e -> reach());
    JPanel buttons = new JPanel(new FlowLayout(FlowLayout.LEADING, 3, 0));
    buttons.add(addition);
    buttons.add(removal);
    add(buttons, BorderLayout.SOUTH);
  }

  /** Reads the regions anew. */
  void look() {
    if (image.getProcessor() == null) {
      // closed
      table.setEnabled(false);
      addition.setEnabled(false);
      removal.setEnabled(false);
      return;
    }
    List<Roi> found = new ArrayList<>();
    try {
      found.addAll(Rois.withRole(image, PlanePositions.current(image).position(), Role.REGION));
    } catch (BadInput e) {
      // a ROI with an unknown role is told of when the run reads it
      found.clear();
    }
    if (!found.equals(regions) && !table.isEditing()) {
      regions = found;
      rows.fireTableDataChanged();
    }
    reach();
  }

  private void reach() {
    addition.setEnabled(image.getRoi() != null && image.getRoi().isArea());
    int i = table.getSelectedRow();
    Overlay overlay = image.getOverlay();
    removal.setEnabled(
        i >= 0 && i < regions.size() && overlay != null && overlay.contains(regions.get(i)));
  }

  private void add() {
    Roi region = (Roi) image.getRoi().clone();
    region.setName("region " + (regions.size() + 1));
    region.setProperty(Role.PROPERTY, "region");
    region.setProperty(KEYS[1], "");
    Overlay overlay = image.getOverlay() == null ? new Overlay() : image.getOverlay();
    overlay.add(region);
    image.setOverlay(overlay);
    look();
    int last = regions.lastIndexOf(region);
    table.changeSelection(last, 1, false, false);
    table.editCellAt(last, 1);
    table.requestFocusInWindow();
  }

  private void remove() {
    Overlay overlay = image.getOverlay();
    Overlays.remove(overlay, regions.get(table.getSelectedRow()));
    image.setOverlay(overlay.size() == 0 ? null : overlay);
    look();
  }

  /** A cell that is edited has its text selected, so that typing replaces it. */
  private static final class Cells extends JTable {
    private static final long serialVersionUID = 1L;

    Cells(Rows rows) {
      super(rows);
    }

    @Override
    public Component prepareEditor(TableCellEditor editor, int row, int column) {
      Component field = super.prepareEditor(editor, row, column);
      if (field instanceof JTextField text) {
        text.selectAll();
      }
      return field;
    }
  }

  private final class Rows extends AbstractTableModel {
    private static final long serialVersionUID = 1L;

    @Override
    public int getRowCount() {
      return regions.size();
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
    public boolean isCellEditable(int row, int column) {
      return true;
    }

    @Override
    public Object getValueAt(int row, int column) {
      Roi roi = regions.get(row);
      if (column == 0) {
        return roi.getName() == null ? "unnamed" : roi.getName();
      }
      String value = roi.getProperty(KEYS[column]);
      return value != null ? value : column == 1 ? roi.getName() : "1";
    }

    @Override
    public void setValueAt(Object value, int row, int column) {
      Roi roi = regions.get(row);
      if (column == 0) {
        roi.setName(value.toString());
      } else {
        roi.setProperty(KEYS[column], value.toString());
      }
    }
  }
}
