package io.github.palimpsest.ui.tables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.palimpsest.model.Models;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelTableTest {
  private static final String PLACE = "palimpsest.models";

  @TempDir Path folder;
  private String before;

  @BeforeEach
  void ownFolder() {
    before = System.setProperty(PLACE, folder.toString());
  }

  @AfterEach
  void putBack() {
    if (before == null) {
      System.clearProperty(PLACE);
    } else {
      System.setProperty(PLACE, before);
    }
  }

  private static ModelEntry named(List<ModelEntry> all, String name) {
    return all.stream().filter(entry -> entry.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void aRowSaysWhatAModelIsFor() {
    List<ModelEntry> all = ModelEntry.all();
    assertEquals(Models.names(), all.stream().map(ModelEntry::name).toList());
    ModelEntry bundled = named(all, "micrographs");
    assertEquals("inpainting", bundled.kind());
    assertEquals("grey, multiples of 8", bundled.images());
    assertTrue(bundled.words().startsWith("fluorescence, brightfield"));
    assertEquals("BSD-2-Clause", bundled.licence());
    assertEquals("bundled", bundled.place());
    assertTrue(bundled.size().matches("\\d+ MB"), bundled.size());
    assertFalse(bundled.removable());
    ModelEntry own = named(all, "This image");
    assertEquals("own image", own.kind());
    assertEquals("made in each run", own.place());
    assertNull(own.folder());
    assertEquals("", own.check());
  }

  /** A damaged folder is a row that says what is wrong, not the end of the table. */
  @Test
  void aModelThatCannotBeUsedIsShownAndCanBeRemoved() throws Exception {
    Files.createDirectories(folder.resolve("broken"));
    Files.writeString(folder.resolve("broken/model_index.json"), "{");
    ModelEntry broken = named(ModelEntry.all(), "broken");
    assertEquals("cannot be used", broken.kind());
    assertEquals("installed", broken.place());
    assertTrue(broken.removable());
    assertTrue(broken.check().contains("model_index.json"), broken.check());
    assertEquals(folder.resolve("broken"), broken.folder());
  }

  @Test
  void theModelInUseIsMarkedAndChecksStay() {
    ModelTable table = new ModelTable();
    List<ModelEntry> all = ModelEntry.all();
    table.show(all, "This image");
    int own = table.find("This image");
    assertEquals("This image (in use)", table.getValueAt(own, 0));
    int bundled = table.find("micrographs");
    assertEquals("micrographs", table.getValueAt(bundled, 0));
    table.checked("micrographs", "works");
    table.show(all, "micrographs");
    assertEquals("works", table.getValueAt(table.find("micrographs"), table.getColumnCount() - 1));
    assertEquals("micrographs (in use)", table.getValueAt(table.find("micrographs"), 0));
    assertEquals(-1, table.find("nothing"));
  }
}
