package io.github.palimpsest.ui.swing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.OvalRoi;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.io.RoiDecoder;
import ij.io.RoiEncoder;
import io.github.palimpsest.roi.PromptRegions;
import io.github.palimpsest.roi.Role;
import java.awt.Component;
import java.awt.Container;
import java.awt.EventQueue;
import java.awt.event.FocusEvent;
import java.awt.event.FocusListener;
import java.util.HashSet;
import java.util.Set;
import javax.swing.JButton;
import javax.swing.JTable;
import org.junit.jupiter.api.Test;

/** The table of regions writes what a macro would. */
class RegionsPaneTest {
  private final ImagePlus image = IJ.createImage("cells", "8-bit", 64, 64, 1);

  private static <T extends Component> T named(Container in, Class<T> type, String name) {
    for (Component c : in.getComponents()) {
      if (type.isInstance(c) && name.equals(c.getName())) {
        return type.cast(c);
      }
      T inner = c instanceof Container box ? named(box, type, name) : null;
      if (inner != null) {
        return inner;
      }
    }
    return null;
  }

  private static void focused(JTable table) {
    for (FocusListener listener : table.getFocusListeners()) {
      listener.focusGained(new FocusEvent(table, FocusEvent.FOCUS_GAINED));
    }
  }

  private void add(RegionsPane pane, Roi roi) {
    image.setRoi(roi);
    pane.look();
    named(pane, JButton.class, "Add selection").doClick();
    JTable table = named(pane, JTable.class, "regions");
    // its words are written as soon as the table has the focus
    assertEquals(RegionRows.PROMPT, table.getSelectedColumn());
    focused(table);
    assertTrue(table.isEditing());
    assertEquals("", table.getCellEditor().getCellEditorValue());
    table.getCellEditor().stopCellEditing();
    focused(table);
    assertFalse(table.isEditing());
  }

  @Test
  void aRegionHasAColourANameAndNoWords() throws Exception {
    EventQueue.invokeAndWait(
        () -> {
          RegionsPane pane = new RegionsPane(image);
          Set<Object> colours = new HashSet<>(Set.of(Roi.getColor()));
          for (int i = 0; i < 6; i++) {
            add(pane, new OvalRoi(2 + 8 * i, 10, 8, 9));
            Roi region = image.getOverlay().get(i);
            assertEquals("region " + (i + 1), region.getName());
            assertEquals(Role.REGION, Role.of(region));
            assertTrue(colours.add(region.getStrokeColor()), "the colour is there already");
          }
          // a model would not know the word region: the name is not the prompt, also when saved
          assertEquals("", PromptRegions.of(image, 1).get(0).prompt());
          Roi saved =
              RoiDecoder.openFromByteArray(RoiEncoder.saveAsByteArray(image.getOverlay().get(0)));
          image.setOverlay(new Overlay(saved));
          assertEquals("", PromptRegions.of(image, 1).get(0).prompt());
        });
  }

  @Test
  void cellsAreWrittenToTheRoi() throws Exception {
    EventQueue.invokeAndWait(
        () -> {
          RegionsPane pane = new RegionsPane(image);
          add(pane, new Roi(4, 4, 10, 10));
          add(pane, new Roi(24, 4, 10, 10));
          JTable table = named(pane, JTable.class, "regions");
          Roi first = image.getOverlay().get(0);
          table.setValueAt("nuclei", 0, RegionRows.PROMPT);
          table.setValueAt("left", 0, RegionRows.NAME);
          table.setValueAt(0.5, 0, 3);
          table.setValueAt(7.0, 0, 4);
          assertEquals("nuclei", first.getProperty("palimpsest.prompt"));
          assertEquals("left", first.getName());
          assertEquals("0.5", first.getProperty("palimpsest.weight"));
          // no strength beyond 1
          assertNull(first.getProperty("palimpsest.strength"));
          table.setValueAt(RegionRows.KEEP, 1, RegionRows.USE);
          assertEquals(Role.FREEZE, Role.of(image.getOverlay().get(1)));
          assertFalse(table.isCellEditable(1, RegionRows.PROMPT));
          pane.look();
          assertEquals(2, table.getRowCount());
          table.setRowSelectionInterval(0, 0);
          named(pane, JButton.class, "Remove").doClick();
          assertEquals(1, image.getOverlay().size());
          // the next one takes the place that is free
          add(pane, new Roi(44, 4, 10, 10));
          assertEquals("region 1", image.getOverlay().get(1).getName());
          assertNotEquals(
              image.getOverlay().get(0).getStrokeColor(),
              image.getOverlay().get(1).getStrokeColor());
        });
  }

  @Test
  void aMacrosRegionKeepsItsWordsWhenRenamed() throws Exception {
    EventQueue.invokeAndWait(
        () -> {
          Roi roi = new Roi(4, 4, 10, 10);
          roi.setName("nuclei");
          roi.setProperty(Role.PROPERTY, "region");
          image.setOverlay(new Overlay(roi));
          RegionsPane pane = new RegionsPane(image);
          pane.look();
          JTable table = named(pane, JTable.class, "regions");
          assertEquals("nuclei", table.getValueAt(0, RegionRows.PROMPT));
          table.setValueAt("left", 0, RegionRows.NAME);
          assertEquals("nuclei", PromptRegions.of(image, 1).get(0).prompt());
        });
  }
}
