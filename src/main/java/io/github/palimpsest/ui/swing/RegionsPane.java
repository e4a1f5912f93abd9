package io.github.palimpsest.ui.swing;

import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.image.Overlays;
import io.github.palimpsest.image.PlanePositions;
import io.github.palimpsest.roi.OutlineColours;
import io.github.palimpsest.roi.Rois;
import io.github.palimpsest.roi.Role;
import io.github.palimpsest.ui.form.Widgets;
import io.github.palimpsest.ui.form.WordHelp;
import io.github.palimpsest.ui.guided.Snapshot;
import java.awt.Color;
import java.awt.Component;
import java.awt.Dimension;
import java.awt.FontMetrics;
import java.awt.Graphics;
import java.awt.event.FocusAdapter;
import java.awt.event.FocusEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.swing.DefaultCellEditor;
import javax.swing.Icon;
import javax.swing.JButton;
import javax.swing.JComboBox;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JTable;
import javax.swing.JTextField;
import javax.swing.ListSelectionModel;
import javax.swing.table.DefaultTableCellRenderer;
import net.miginfocom.swing.MigLayout;

/**
 * The regions of the image, each in its own colour: words that say what to paint there, or kept as
 * they are. For the event thread.
 */
final class RegionsPane extends JPanel {
  private static final long serialVersionUID = 1L;
  private static final int ROWS = 3;

  private final transient ImagePlus image;
  private final RegionRows rows = new RegionRows(this::draw);
  private final JTable table = new JTable(rows);
  private final JTextField prompt = new JTextField();
  private final transient WordHelp help = WordHelp.in(prompt);
  private final JButton addition;
  private final JButton removal;

  /** Whether a region that was added waits for its words. */
  private boolean waits;

  RegionsPane(ImagePlus image) {
    super(new MigLayout("insets 0, fillx, wrap 1, gapy 3lp", "[grow, fill]"));
    this.image = image;
    table.setName("regions");
    table.getAccessibleContext().setAccessibleName("Regions");
    table.setToolTipText(
        "ROIs of the overlay or the ROI Manager with palimpsest.role=region or freeze");
    table.putClientProperty("terminateEditOnFocusLost", Boolean.TRUE);
    table.setSurrendersFocusOnKeystroke(true);
    table.setSelectionMode(ListSelectionModel.SINGLE_SELECTION);
    FontMetrics font = table.getFontMetrics(table.getFont());
    table.setRowHeight(font.getHeight() + font.getHeight() / 3);
    columns(font);
    prompt.setName("region prompt");
    prompt.getAccessibleContext().setAccessibleName("Prompt of the region");
    JScrollPane scroll = new JScrollPane(table);
    scroll.setPreferredSize(new Dimension(1, (ROWS + 1) * table.getRowHeight() + 4));
    add(scroll, "wmin 0");
    addition =
        Widgets.button(
            new JButton(), "&Add selection", "Make the image's selection a region with a prompt");
    removal = Widgets.button(new JButton(), "Remove", "Remove the region from the overlay");
    addition.addActionListener(e -> add());
    removal.addActionListener(e -> remove());
    table.getSelectionModel().addListSelectionListener(e -> reach());
    table.addFocusListener(
        new FocusAdapter() {
          @Override
          public void focusGained(FocusEvent e) {
            if (waits) {
              write();
            }
          }
        });
    JPanel buttons = new JPanel(new MigLayout("insets 0, gap rel"));
    buttons.add(addition);
    buttons.add(removal);
    add(buttons);
  }

  private void columns(FontMetrics font) {
    int number = font.stringWidth("Strength  ");
    var columns = table.getColumnModel();
    columns.getColumn(RegionRows.NAME).setCellRenderer(new Coloured());
    JComboBox<String> uses = new JComboBox<>(new String[] {RegionRows.REPAINT, RegionRows.KEEP});
    columns.getColumn(RegionRows.USE).setCellEditor(new DefaultCellEditor(uses));
    columns.getColumn(RegionRows.USE).setMaxWidth(2 * number);
    DefaultCellEditor words = new DefaultCellEditor(prompt);
    words.setClickCountToStart(1);
    columns.getColumn(RegionRows.PROMPT).setCellEditor(words);
    columns.getColumn(RegionRows.PROMPT).setCellRenderer(new Checked());
    columns.getColumn(RegionRows.PROMPT).setPreferredWidth(3 * number);
    for (int c = RegionRows.PROMPT + 1; c < rows.getColumnCount(); c++) {
      columns.getColumn(c).setMaxWidth(number);
    }
  }

  /** Reads the regions anew; the words that the model knows are offered for their prompts. */
  void look(Snapshot s) {
    if (s.model() != null && !s.model().words().equals(help.words())) {
      help.words(s.model().words());
      table.repaint();
    }
    look();
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
    if (!table.isEditing()) {
      List<Roi> found = found();
      if (!same(found, rows.rois())) {
        int chosen = table.getSelectedRow();
        rows.show(found);
        if (chosen >= 0 && chosen < found.size()) {
          table.setRowSelectionInterval(chosen, chosen);
        }
      }
    }
    reach();
  }

  private List<Roi> found() {
    try {
      int position = PlanePositions.current(image).position();
      return Rois.withRole(image, position, Role.REGION, Role.FREEZE);
    } catch (BadInput e) {
      // a ROI with an unknown role is told of when the run reads it
      return List.of();
    }
  }

  private static boolean same(List<Roi> a, List<Roi> b) {
    boolean same = a.size() == b.size();
    for (int i = 0; same && i < a.size(); i++) {
      same = a.get(i) == b.get(i);
    }
    return same;
  }

  private void reach() {
    addition.setEnabled(image.getRoi() != null && image.getRoi().isArea());
    int i = table.getSelectedRow();
    Overlay overlay = image.getOverlay();
    removal.setEnabled(
        i >= 0
            && i < rows.rois().size()
            && overlay != null
            && overlay.contains(rows.rois().get(i)));
  }

  /** A region gets a colour and a name, and waits for its words. */
  private void add() {
    List<Roi> regions = rows.rois();
    List<Color> taken = regions.stream().map(Roi::getStrokeColor).filter(Objects::nonNull).toList();
    Roi region = (Roi) image.getRoi().clone();
    region.setName(freeName(regions));
    region.setStrokeColor(OutlineColours.free(taken));
    region.setProperty(Role.PROPERTY, "region");
    RegionRows.prompt(region, "");
    Overlay overlay = image.getOverlay() == null ? new Overlay() : image.getOverlay();
    overlay.add(region);
    image.setOverlay(overlay);
    look();
    for (int i = 0; i < rows.rois().size(); i++) {
      if (rows.rois().get(i) == region) {
        table.changeSelection(i, RegionRows.PROMPT, false, false);
      }
    }
    waits = true;
    if (table.isFocusOwner()) {
      write();
    } else {
      table.requestFocusInWindow();
    }
  }

  /**
   * Lets the prompt of the region chosen be written. Not before the table has the focus: where the
   * button gets it late, because the click has first brought the window to the front, that would
   * end what is written.
   */
  private void write() {
    waits = false;
    table.editCellAt(table.getSelectedRow(), RegionRows.PROMPT);
    prompt.requestFocusInWindow();
  }

  private static String freeName(List<Roi> regions) {
    List<String> names = new ArrayList<>();
    regions.forEach(roi -> names.add(roi.getName()));
    int i = 1;
    while (names.contains("region " + i)) {
      i++;
    }
    return "region " + i;
  }

  private void remove() {
    if (table.isEditing()) {
      table.getCellEditor().cancelCellEditing();
    }
    Overlay overlay = image.getOverlay();
    Overlays.remove(overlay, rows.rois().get(table.getSelectedRow()));
    image.setOverlay(overlay.size() == 0 ? null : overlay);
    look();
  }

  /** Another name or role may be drawn otherwise. */
  private void draw() {
    image.draw();
  }

  /** A name beside the colour in which the image shows the ROI. */
  private final class Coloured extends DefaultTableCellRenderer {
    private static final long serialVersionUID = 1L;

    @Override
    public Component getTableCellRendererComponent(
        JTable shown, Object value, boolean chosen, boolean focus, int row, int column) {
      super.getTableCellRendererComponent(shown, value, chosen, focus, row, column);
      Color own = rows.rois().get(row).getStrokeColor();
      setIcon(new Swatch(own == null ? Roi.getColor() : own));
      return this;
    }
  }

  /** Words, in another colour where the model does not know one, which the tooltip says. */
  private final class Checked extends DefaultTableCellRenderer {
    private static final long serialVersionUID = 1L;

    @Override
    public Component getTableCellRendererComponent(
        JTable shown, Object value, boolean chosen, boolean focus, int row, int column) {
      setForeground(null);
      super.getTableCellRendererComponent(shown, value, chosen, focus, row, column);
      String unknown = value == null ? "" : help.words().sentence(value.toString());
      if (!unknown.isEmpty()) {
        setForeground(Widgets.warningColour());
      }
      setToolTipText(unknown.isEmpty() ? null : unknown);
      return this;
    }
  }

  /** A square of a colour. */
  private final class Swatch implements Icon {
    private final Color colour;

    Swatch(Color colour) {
      this.colour = colour;
    }

    @Override
    public void paintIcon(Component c, Graphics g, int x, int y) {
      g.setColor(colour);
      g.fillRect(x, y, getIconWidth() - 1, getIconHeight() - 1);
      g.setColor(c.getForeground());
      g.drawRect(x, y, getIconWidth() - 1, getIconHeight() - 1);
    }

    @Override
    public int getIconWidth() {
      return table.getRowHeight() / 2;
    }

    @Override
    public int getIconHeight() {
      return table.getRowHeight() / 2;
    }
  }
}
