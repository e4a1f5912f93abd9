package io.github.palimpsest.ui.tables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.palimpsest.record.RecordFact;
import io.github.palimpsest.record.RecordFact.Topic;
import io.github.palimpsest.record.RecordedRun;
import java.io.File;
import java.util.List;
import java.util.Map;
import javax.swing.JEditorPane;
import org.junit.jupiter.api.Test;

class ProvenanceHtmlTest {
  private static final List<RecordedRun> RUNS =
      List.of(
          new RecordedRun(
              "Run 1 of 1 in a<b",
              List.of(
                  new RecordFact(Topic.VALUES, "request", "", Map.of("steps", "20"), false),
                  new RecordFact(
                      Topic.MODEL, "model", "", Map.of("name", "m", "licence", "MIT"), false),
                  new RecordFact(Topic.RUN, "command", "Diffusion <i>", Map.of(), false),
                  new RecordFact(Topic.PIXELS, "these pixels", "edited since", Map.of(), true))));

  @Test
  void everyFactStandsUnderItsTopicAsItIsWritten() throws Exception {
    String html = ProvenanceHtml.of(RUNS, "A & B.");
    JEditorPane pane = new JEditorPane("text/html", html);
    String text = pane.getDocument().getText(0, pane.getDocument().getLength());
    for (String word :
        List.of("A & B.", "Run 1 of 1 in a<b", "Diffusion <i>", "steps", "20", "model licence")) {
      assertTrue(text.contains(word), word + " in " + text);
    }
    assertTrue(text.indexOf("The run") < text.indexOf("Model"), text);
    assertTrue(text.indexOf("Model") < text.indexOf("Parameters"), text);
    assertFalse(text.contains("Edits and branches"), text);
  }

  @Test
  void warningsAreSaidFirst() {
    assertEquals(
        List.of("Run 1 of 1 in a<b, these pixels: edited since."), ProvenanceHtml.warnings(RUNS));
  }

  @Test
  void theKindChosenDecidesTheEnding() {
    assertEquals(
        new File("x/a.tif.json"), ProvenanceWindow.withEnding(new File("x/a.tif"), ".json"));
    assertEquals(new File("x/a.txt"), ProvenanceWindow.withEnding(new File("x/a.json"), ".txt"));
    assertEquals(new File("x/a.JS.json"), ProvenanceWindow.withEnding(new File("x/a.JS"), ".json"));
  }
}
