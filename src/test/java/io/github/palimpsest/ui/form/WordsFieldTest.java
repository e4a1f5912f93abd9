package io.github.palimpsest.ui.form;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.palimpsest.inpaint.input.WordCheck;
import io.github.palimpsest.request.Param;
import java.awt.Component;
import java.awt.Container;
import java.awt.Dimension;
import java.awt.EventQueue;
import java.util.ArrayList;
import java.util.List;
import javax.swing.JLabel;
import javax.swing.JToggleButton;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The prompt as built and laid out without a window. */
class WordsFieldTest {
  private static final WordCheck WORDS =
      new WordCheck("small", true, List.of("nuclei", "cells", "dense"), null);

  private final List<String> told = new ArrayList<>();
  private WordsField prompt;

  @BeforeEach
  void make() throws Exception {
    on(
        () -> {
          prompt =
              new WordsField(
                  Param.PROMPT,
                  "Prompt",
                  "help",
                  2,
                  new TextRow.Listener() {
                    @Override
                    public boolean set(Param param, Object value, boolean settled) {
                      told.add(value + (settled ? "!" : ""));
                      return true;
                    }

                    @Override
                    public void left() {
                      // nothing is shown again
                    }
                  });
          prompt.words(WORDS);
        });
  }

  private static void on(Runnable task) throws Exception {
    EventQueue.invokeAndWait(task);
    // what the task has put off
    EventQueue.invokeAndWait(() -> {});
  }

  private static <C> C find(Container in, Class<C> type, String name) {
    for (Component c : in.getComponents()) {
      if (type.isInstance(c) && name.equals(c.getName())) {
        return type.cast(c);
      }
      C inner = c instanceof Container box ? find(box, type, name) : null;
      if (inner != null) {
        return inner;
      }
    }
    return null;
  }

  private JToggleButton chip(String word) {
    return find(prompt.control(), JToggleButton.class, "word-" + word);
  }

  private String note() {
    return find(prompt.control(), JLabel.class, "prompt-note").getText().strip();
  }

  @Test
  void aChipAddsItsWordAndTakesItAway() throws Exception {
    on(() -> chip("dense").doClick());
    on(() -> chip("nuclei").doClick());
    assertEquals("dense nuclei", prompt.field.getText());
    assertEquals("dense nuclei!", told.get(told.size() - 1));
    assertTrue(chip("dense").isSelected());
    assertFalse(chip("cells").isSelected());
    on(() -> chip("dense").doClick());
    assertEquals("nuclei", prompt.field.getText());
    assertFalse(chip("dense").isSelected());
  }

  @Test
  void anUnknownWordIsSaidAtOnceAndUnderlined() throws Exception {
    on(() -> prompt.field.setText("dense nucleii"));
    assertEquals("Unknown: nucleii. Did you mean nuclei?", note());
    assertEquals(1, prompt.field.getHighlighter().getHighlights().length);
    assertEquals(note(), prompt.field.getAccessibleContext().getAccessibleDescription());
    on(() -> prompt.field.setText("dense nuclei"));
    assertEquals("", note());
    assertEquals(0, prompt.field.getHighlighter().getHighlights().length);
    on(() -> prompt.show("frog"));
    assertEquals("Unknown: frog. Known: nuclei, cells, dense.", note());
  }

  @Test
  void aModelThatReadsNoTextClosesTheField() throws Exception {
    WordCheck mute = new WordCheck("old", false, List.of(), null);
    on(() -> prompt.words(mute));
    assertFalse(prompt.field.isEnabled());
    assertFalse(prompt.label.isEnabled());
    assertEquals(null, chip("dense"));
    // what is there can be taken away
    on(() -> prompt.show("dense"));
    assertTrue(prompt.field.isEnabled());
    on(() -> prompt.field.setText(""));
    assertFalse(prompt.field.isEnabled());
    on(() -> prompt.words(WORDS));
    assertTrue(prompt.field.isEnabled());
    on(() -> prompt.enable(false));
    assertFalse(prompt.field.isEnabled());
    assertFalse(chip("dense").isEnabled());
  }

  @Test
  void anyTextWillDoWhereWordsAreFree() throws Exception {
    on(() -> prompt.words(WordCheck.FREE));
    on(() -> prompt.field.setText("a red frog"));
    assertEquals("", note());
    assertEquals(0, prompt.field.getHighlighter().getHighlights().length);
  }

  /** A form becomes no wider while somebody types, and higher only by what is said. */
  @Test
  void itsSizeDoesNotDependOnWhatIsTyped() throws Exception {
    Dimension before = prompt.control().getPreferredSize();
    on(() -> prompt.field.setText("dense"));
    assertEquals(before, prompt.control().getPreferredSize());
    on(() -> prompt.field.setText("xy"));
    Dimension said = prompt.control().getPreferredSize();
    on(() -> prompt.field.setText("a long text of words that nobody knows, and more of them"));
    assertEquals(said, prompt.control().getPreferredSize());
    assertEquals(before.width, said.width);
  }
}
