package io.github.palimpsest.ui.tables;

import java.awt.Component;
import java.awt.Dimension;
import java.awt.KeyboardFocusManager;
import java.awt.datatransfer.DataFlavor;
import java.awt.datatransfer.UnsupportedFlavorException;
import java.awt.event.MouseEvent;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import javax.swing.DropMode;
import javax.swing.JLabel;
import javax.swing.JTable;
import javax.swing.KeyStroke;
import javax.swing.TransferHandler;
import javax.swing.table.TableCellRenderer;
import javax.swing.table.TableColumn;

/** The table on the screen: columns as wide as their texts, files can be dropped on it. */
final class ModelsView extends JTable {
  private static final long serialVersionUID = 1L;

  /** No column is wider than so many letters; the whole text is its tooltip. */
  private static final int LETTERS = 24;

  private static final int ROWS = 8;

  ModelsView(ModelTable models, Consumer<List<Path>> dropped) {
    super(models);
    setName("models-table");
    getAccessibleContext().setAccessibleName("Models");
    setFillsViewportHeight(true);
    setDropMode(DropMode.ON);
    setTransferHandler(new Files(dropped));
    models.addTableModelListener(e -> fit());
    setAutoResizeMode(AUTO_RESIZE_LAST_COLUMN);
    // Tab leaves the table, arrows move in it
    setFocusTraversalKeys(
        KeyboardFocusManager.FORWARD_TRAVERSAL_KEYS, Set.of(KeyStroke.getKeyStroke("TAB")));
    setFocusTraversalKeys(
        KeyboardFocusManager.BACKWARD_TRAVERSAL_KEYS, Set.of(KeyStroke.getKeyStroke("shift TAB")));
  }

  @Override
  public void updateUI() {
    super.updateUI();
    int line = getFontMetrics(getFont()).getHeight();
    setRowHeight(line + line / 4);
  }

  private void fit() {
    int gap = 2 * getIntercellSpacing().width + getRowHeight() / 2;
    int most = LETTERS * getFontMetrics(getFont()).charWidth('n');
    for (int c = 0; c < getColumnCount(); c++) {
      TableColumn column = getColumnModel().getColumn(c);
      int width =
          getTableHeader()
              .getDefaultRenderer()
              .getTableCellRendererComponent(this, column.getHeaderValue(), false, false, -1, c)
              .getPreferredSize()
              .width;
      for (int r = 0; r < getRowCount(); r++) {
        width =
            Math.max(width, prepareRenderer(getCellRenderer(r, c), r, c).getPreferredSize().width);
      }
      column.setPreferredWidth(Math.min(width + gap, most));
    }
  }

  @Override
  public Dimension getPreferredScrollableViewportSize() {
    int width = LETTERS * getColumnCount() * 5 / 8 * getFontMetrics(getFont()).charWidth('n');
    return new Dimension(Math.max(width, getPreferredSize().width), ROWS * getRowHeight());
  }

  @Override
  public Component prepareRenderer(TableCellRenderer renderer, int row, int column) {
    Component cell = super.prepareRenderer(renderer, row, column);
    if (cell instanceof JLabel label) {
      label.setToolTipText(label.getText().isEmpty() ? null : label.getText());
    }
    return cell;
  }

  @Override
  public String getToolTipText(MouseEvent event) {
    String text = super.getToolTipText(event);
    return text == null ? null : "<html><p width=\"400\">" + text + "</p></html>";
  }

  @Override
  public boolean isCellEditable(int row, int column) {
    return false;
  }

  /** Takes files from the desktop. */
  private static final class Files extends TransferHandler {
    private static final long serialVersionUID = 1L;
    private final transient Consumer<List<Path>> dropped;

    Files(Consumer<List<Path>> dropped) {
      this.dropped = dropped;
    }

    @Override
    public boolean canImport(TransferSupport support) {
      return support.isDataFlavorSupported(DataFlavor.javaFileListFlavor);
    }

    @Override
    public boolean importData(TransferSupport support) {
      try {
        Object files = support.getTransferable().getTransferData(DataFlavor.javaFileListFlavor);
        dropped.accept(((List<?>) files).stream().map(file -> ((File) file).toPath()).toList());
        return true;
      } catch (UnsupportedFlavorException | IOException e) {
        return false;
      }
    }
  }
}
