package io.github.palimpsest.ui.form;

import io.github.palimpsest.inpaint.input.WordCheck;
import io.github.palimpsest.request.Param;
import java.awt.Dimension;
import java.awt.EventQueue;
import java.awt.Insets;
import java.awt.event.FocusAdapter;
import java.awt.event.FocusEvent;
import javax.swing.BorderFactory;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JToggleButton;
import javax.swing.ScrollPaneConstants;
import net.miginfocom.swing.MigLayout;

/**
 * A prompt: a text field, the model's words as chips under it, which a click adds or takes away,
 * and a line that names the words the model does not know. Lay out {@link #label} and {@link
 * #control}. For the event thread.
 *
 * <p>It is higher by a line while there is a word that the model does not know.
 */
public final class WordsField extends TextRow {
  private static final int GAP = 3;

  /** Field, note and chips. */
  private final JPanel panel =
      new JPanel(
          new MigLayout("insets 0, fillx, hidemode 3, novisualpadding, gap 0 2lp", "[grow, fill]"));

  /** As wide as there is room: a long sentence makes no window wider, and is its own tooltip. */
  private final JLabel note =
      new JLabel() {
        private static final long serialVersionUID = 1L;

        @Override
        public Dimension getPreferredSize() {
          return new Dimension(0, super.getPreferredSize().height);
        }
      };

  /** Why there is nothing to write. */
  private final Note why = new Note("");

  private final WrappedRow chips = new WrappedRow(GAP);
  private final JScrollPane scroll;
  private final int lines;
  private final WordHelp help;
  private boolean enabled = true;

  /**
   * A row.
   *
   * @param text label; the character after an ampersand is its mnemonic
   * @param lines of chips that are seen at once, the others are scrolled to; 0 = no chips
   */
  public WordsField(Param param, String text, String help, int lines, Listener listener) {
    super(param, text, help, listener);
    this.lines = lines;
    this.help = WordHelp.in(field);
    chips.setName(param.key() + "-words");
    note.setName(param.key() + "-note");
    note.setMinimumSize(new Dimension(0, 0));
    scroll =
        new JScrollPane(
            chips,
            ScrollPaneConstants.VERTICAL_SCROLLBAR_AS_NEEDED,
            ScrollPaneConstants.HORIZONTAL_SCROLLBAR_NEVER);
    scroll.setBorder(BorderFactory.createEmptyBorder());
    scroll.setOpaque(false);
    scroll.getViewport().setOpaque(false);
    panel.setOpaque(false);
    panel.add(field, "wrap, wmin 0");
    panel.add(note, "wrap, wmin 0");
    why.setVisible(false);
    panel.add(why, "wrap, wmin 0");
    panel.add(scroll, "wmin 0");
    field.addFocusListener(
        new FocusAdapter() {
          @Override
          public void focusLost(FocusEvent e) {
            update();
          }
        });
    scroll.setVisible(false);
    words(WordCheck.FREE);
  }

  /** Other words from now on, as of another model. */
  public void words(WordCheck check) {
    if (check.equals(help.words()) && chips.getComponentCount() == check.known().size()) {
      update();
      return;
    }
    help.words(check);
    chips.removeAll();
    for (String word : check.known()) {
      JToggleButton chip = new JToggleButton(word);
      chip.setName("word-" + word);
      chip.setToolTipText("Adds \"" + word + "\" to the prompt, or takes it away");
      chip.putClientProperty("JButton.buttonType", "roundRect");
      chip.setMargin(new Insets(0, GAP, 0, GAP));
      // Tab would stop at each of them; who has no mouse takes words from the list under the field
      chip.setFocusable(false);
      chip.addActionListener(e -> toggle(word));
      chips.add(chip);
    }
    Look.plain(chips);
    scroll.setPreferredSize(new Dimension(0, lines * (chips.line() + GAP) - GAP));
    scroll.setVisible(lines > 0 && !check.known().isEmpty());
    update();
    panel.revalidate();
    panel.repaint();
  }

  @Override
  public JComponent control() {
    return panel;
  }

  private void toggle(String word) {
    field.setText(help.words().toggled(field.getText(), word));
    field.setCaretPosition(field.getDocument().getLength());
    tell(true);
  }

  @Override
  public void typed() {
    // the caret is not there yet
    EventQueue.invokeLater(this::update);
  }

  @Override
  public void show(String text) {
    super.show(text);
    update();
  }

  @Override
  public void enable(boolean on) {
    enabled = on;
    update();
  }

  private void update() {
    WordCheck words = help.words();
    String prompt = field.getText();
    // what is there must be seen and can be taken away
    boolean open = enabled && (words.closed().isEmpty() || !prompt.isBlank());
    super.enable(open);
    for (var chip : chips.getComponents()) {
      chip.setEnabled(open);
      ((JToggleButton) chip).setSelected(words.has(prompt, ((JToggleButton) chip).getText()));
    }
    String closed = words.closed();
    String said = closed.isEmpty() ? words.sentence(prompt, help.unknown()) : closed;
    note.setForeground(Widgets.warningColour());
    note.setText(said);
    note.setToolTipText(said.isEmpty() ? null : said);
    note.setVisible(!said.isEmpty() && closed.isEmpty());
    if (!closed.equals(why.getText())) {
      why.say(Note.Kind.PLAIN, closed);
    }
    field
        .getAccessibleContext()
        .setAccessibleDescription(said.isEmpty() ? field.getToolTipText() : said);
  }
}
