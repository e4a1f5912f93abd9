package io.github.palimpsest.ui.form;

import java.awt.Color;
import java.awt.Dimension;
import java.awt.EventQueue;
import javax.swing.JTextArea;
import javax.swing.UIManager;
import javax.swing.text.DefaultCaret;

/**
 * A text among the parts of a form that wraps at the width it is given, can be selected and copied,
 * and is skipped by the Tab key. For the event thread.
 */
public final class Note extends JTextArea {
  private static final long serialVersionUID = 1L;

  private static final int EMS = 8;

  /** How a text is meant. */
  public enum Kind {
    PLAIN,
    WARNING,
    ERROR
  }

  private Kind kind = Kind.PLAIN;

  public Note(String text) {
    super(text);
    setEditable(false);
    setFocusable(false);
    setLineWrap(true);
    setWrapStyleWord(true);
    setOpaque(false);
    setBorder(null);
  }

  /** Shows a text, or nothing and takes no place for null or an empty one. */
  public void say(Kind kind, String text) {
    this.kind = kind;
    setText(text);
    setForeground(ink());
    setVisible(text != null && !text.isEmpty());
    getAccessibleContext().setAccessibleName(text);
  }

  @Override
  public void setBounds(int x, int y, int width, int height) {
    boolean other = width != getWidth();
    super.setBounds(x, y, width, height);
    if (other) {
      // it wraps elsewhere now, and wants another height
      EventQueue.invokeLater(this::revalidate);
    }
  }

  /** As wide as its place, however long its text. */
  @Override
  public Dimension getPreferredSize() {
    Dimension size = super.getPreferredSize();
    return new Dimension(Math.min(size.width, EMS * Widgets.fontSize()), size.height);
  }

  @Override
  public void updateUI() {
    super.updateUI();
    // a form must not scroll to what is said somewhere in it
    ((DefaultCaret) getCaret()).setUpdatePolicy(DefaultCaret.NEVER_UPDATE);
    // text areas have a font of their own in some looks
    setFont(UIManager.getFont("Label.font"));
    setForeground(ink());
  }

  private Color ink() {
    return kind == Kind.ERROR
        ? Widgets.errorColour()
        : kind == Kind.WARNING ? Widgets.warningColour() : UIManager.getColor("Label.foreground");
  }
}
