package io.github.palimpsest.ui.help;

import java.awt.Color;
import java.util.Locale;
import javax.swing.JEditorPane;
import javax.swing.UIManager;
import javax.swing.text.BadLocationException;
import javax.swing.text.DefaultHighlighter;
import javax.swing.text.Document;

/** Marks the words of a search in a page. */
final class HelpWords {
  private HelpWords() {}

  /** Marks each word wherever it occurs; nothing for none. For the event thread. */
  static void mark(JEditorPane page, String words) {
    page.getHighlighter().removeAllHighlights();
    if (words.isBlank()) {
      return;
    }
    Color selection = UIManager.getColor("TextField.selectionBackground");
    var painter = new DefaultHighlighter.DefaultHighlightPainter(selection);
    Document document = page.getDocument();
    try {
      String text = document.getText(0, document.getLength()).toLowerCase(Locale.ROOT);
      for (String word : words.toLowerCase(Locale.ROOT).strip().split("\\s+")) {
        for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length())) {
          page.getHighlighter().addHighlight(at, at + word.length(), painter);
        }
      }
    } catch (BadLocationException e) {
      // the page was replaced meanwhile, and is marked anew
    }
  }
}
