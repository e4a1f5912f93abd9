package io.github.palimpsest.ui.form;

import io.github.palimpsest.inpaint.input.WordCheck;
import java.awt.Color;
import java.awt.EventQueue;
import java.awt.Graphics;
import java.awt.Rectangle;
import java.awt.Shape;
import java.awt.event.FocusAdapter;
import java.awt.event.FocusEvent;
import java.awt.event.KeyAdapter;
import java.awt.event.KeyEvent;
import java.awt.event.MouseAdapter;
import java.awt.event.MouseEvent;
import java.awt.geom.Rectangle2D;
import java.util.List;
import javax.swing.BorderFactory;
import javax.swing.JList;
import javax.swing.JPopupMenu;
import javax.swing.JScrollPane;
import javax.swing.JTextField;
import javax.swing.ListSelectionModel;
import javax.swing.event.DocumentEvent;
import javax.swing.event.DocumentListener;
import javax.swing.text.BadLocationException;
import javax.swing.text.Highlighter.HighlightPainter;
import javax.swing.text.JTextComponent;

/**
 * Helps to write a prompt in any text field: a list of the words that go on what is typed, and a
 * line under each word that the model does not know. For the event thread.
 *
 * <p>Keys, while the list is open: Down and Up choose, Enter takes the word, Esc closes the list
 * and nothing else. Down opens it.
 */
public final class WordHelp {
  private static final int ROWS = 8;

  private final JTextField field;
  private final JList<String> options = new JList<>();
  private final JPopupMenu popup = new JPopupMenu();
  private WordCheck words = WordCheck.FREE;
  private int from;
  private boolean taking;

  private WordHelp(JTextField field) {
    this.field = field;
  }

  /** Helps in a field from now on. */
  public static WordHelp in(JTextField field) {
    WordHelp help = new WordHelp(field);
    help.listen();
    return help;
  }

  /** Other words from now on. */
  public void words(WordCheck check) {
    if (!check.equals(words)) {
      words = check;
      popup.setVisible(false);
      mark();
    }
  }

  /** The words it helps with. */
  public WordCheck words() {
    return words;
  }

  private void listen() {
    options.setSelectionMode(ListSelectionModel.SINGLE_SELECTION);
    options.setFocusable(false);
    options.setName("completions");
    JScrollPane scroll = new JScrollPane(options);
    scroll.setBorder(BorderFactory.createEmptyBorder());
    popup.setFocusable(false);
    popup.add(scroll);
    options.addMouseListener(
        new MouseAdapter() {
          @Override
          public void mouseReleased(MouseEvent e) {
            take();
          }
        });
    field.addKeyListener(
        new KeyAdapter() {
          @Override
          public void keyPressed(KeyEvent e) {
            pressed(e);
          }
        });
    field.addFocusListener(
        new FocusAdapter() {
          @Override
          public void focusLost(FocusEvent e) {
            popup.setVisible(false);
            mark();
          }
        });
    field
        .getDocument()
        .addDocumentListener(
            new DocumentListener() {
              @Override
              public void insertUpdate(DocumentEvent e) {
                later(e.getOffset() + e.getLength());
              }

              @Override
              public void removeUpdate(DocumentEvent e) {
                later(e.getOffset());
              }

              @Override
              public void changedUpdate(DocumentEvent e) {
                // of styles, which a text field has not
              }
            });
  }

  /** Once the caret is where the text has changed. */
  private void later(int caret) {
    boolean typed = !taking && field.isFocusOwner();
    EventQueue.invokeLater(
        () -> {
          mark();
          if (typed && field.isFocusOwner()) {
            offer(caret, false);
          }
        });
  }

  private void pressed(KeyEvent e) {
    boolean open = popup.isVisible();
    int key = e.getKeyCode();
    boolean acts = true;
    if (key == KeyEvent.VK_DOWN && !open) {
      offer(field.getCaretPosition(), true);
    } else if (open && (key == KeyEvent.VK_DOWN || key == KeyEvent.VK_UP)) {
      choose(options.getSelectedIndex() + (key == KeyEvent.VK_DOWN ? 1 : -1));
    } else if (open && key == KeyEvent.VK_ESCAPE) {
      popup.setVisible(false);
    } else if (open && key == KeyEvent.VK_ENTER && options.getSelectedIndex() >= 0) {
      take();
    } else {
      acts = false;
    }
    if (acts) {
      e.consume();
    }
  }

  private void choose(int row) {
    int last = options.getModel().getSize() - 1;
    int next = Math.max(0, Math.min(last, row));
    options.setSelectedIndex(next);
    options.ensureIndexIsVisible(next);
  }

  /**
   * Opens the list, or closes it where nothing goes on what is typed.
   *
   * @param all also where nothing is typed yet: then every word
   */
  private void offer(int caret, boolean all) {
    String text = field.getText();
    WordCheck.Completion found = words.completion(text, Math.min(caret, text.length()));
    var offered = found.options().isEmpty() && all ? words.known() : found.options();
    from = found.options().isEmpty() ? caret : found.from();
    popup.setVisible(false);
    if (offered.isEmpty() || !field.isShowing()) {
      return;
    }
    options.setFont(field.getFont());
    options.setListData(offered.toArray(String[]::new));
    options.setVisibleRowCount(Math.min(ROWS, offered.size()));
    // Enter after a whole word is meant for the form
    if (all || !words.unknown(text).isEmpty()) {
      options.setSelectedIndex(0);
    }
    popup.pack();
    popup.show(field, x(from), field.getHeight());
  }

  private int x(int place) {
    try {
      Rectangle2D at = field.modelToView2D(place);
      return at == null ? 0 : (int) at.getX();
    } catch (BadLocationException e) {
      return 0;
    }
  }

  /** Puts the chosen word in place of what is typed of it. */
  private void take() {
    String word = options.getSelectedValue();
    popup.setVisible(false);
    if (word == null) {
      return;
    }
    String text = field.getText();
    int caret = Math.max(from, Math.min(field.getCaretPosition(), text.length()));
    String between =
        from > 0 && from == caret && !Character.isWhitespace(text.charAt(from - 1)) ? " " : "";
    taking = true;
    field.setText(text.substring(0, from) + between + word + text.substring(caret));
    field.setCaretPosition(from + between.length() + word.length());
    taking = false;
  }

  /** What to tell the user of his prompt now; not of the word that he is typing. */
  List<WordCheck.Span> unknown() {
    String text = field.getText();
    return field.isFocusOwner()
        ? words.unknown(text, Math.min(field.getCaretPosition(), text.length()))
        : words.unknown(text);
  }

  private void mark() {
    field.getHighlighter().removeAllHighlights();
    for (WordCheck.Span span : unknown()) {
      try {
        field.getHighlighter().addHighlight(span.from(), span.to(), LINE);
      } catch (BadLocationException e) {
        return; // the text is another by now, and is marked again
      }
    }
  }

  private static final HighlightPainter LINE = WordHelp::underline;

  private static void underline(Graphics g, int from, int to, Shape s, JTextComponent c) {
    try {
      Rectangle a = c.modelToView2D(from).getBounds();
      Rectangle b = c.modelToView2D(to).getBounds();
      g.setColor(Color.RED);
      int y = a.y + a.height - 1;
      int step = Math.max(2, a.height / 8);
      for (int x = a.x; x < b.x; x += step) {
        int next = Math.min(b.x, x + step);
        boolean down = (x - a.x) / step % 2 == 0;
        g.drawLine(x, down ? y - step / 2 : y, next, down ? y : y - step / 2);
      }
    } catch (BadLocationException e) {
      // the text is another by now
    }
  }
}
