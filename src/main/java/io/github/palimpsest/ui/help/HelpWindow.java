package io.github.palimpsest.ui.help;

import ij.IJ;
import ij.plugin.BrowserLauncher;
import io.github.palimpsest.ui.form.Look;
import io.github.palimpsest.ui.form.Widgets;
import io.github.palimpsest.ui.window.WindowPlace;
import java.awt.Component;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.Rectangle;
import java.awt.event.KeyEvent;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.swing.AbstractAction;
import javax.swing.DefaultListCellRenderer;
import javax.swing.DefaultListModel;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JEditorPane;
import javax.swing.JFrame;
import javax.swing.JLabel;
import javax.swing.JList;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JSplitPane;
import javax.swing.JTextField;
import javax.swing.KeyStroke;
import javax.swing.ListSelectionModel;
import javax.swing.ScrollPaneConstants;
import javax.swing.event.DocumentEvent;
import javax.swing.event.DocumentListener;
import javax.swing.event.HyperlinkEvent;
import net.miginfocom.swing.MigLayout;

/** The window of the help: contents with a search on the left, the page on the right. */
final class HelpWindow extends JFrame {
  private static final long serialVersionUID = 1L;

  /** In lines and letters of the font, so that the window grows with it. */
  private static final int LINES = 36;

  private static final int COLUMNS = 110;
  private static final String NONE = " ";
  private static HelpWindow open;

  private final transient HelpPages pages;
  private final transient Deque<String> before = new ArrayDeque<>();
  private final transient Deque<String> after = new ArrayDeque<>();
  private final JTextField search = new JTextField();
  private final DefaultListModel<HelpSection> found = new DefaultListModel<>();
  private final JList<HelpSection> contents = new JList<>(found);
  private final JEditorPane page = new JEditorPane();
  private final JButton back;
  private final JButton forward;
  private final JLabel target = new JLabel(NONE);
  private String shown = "";
  private boolean filling;

  private HelpWindow(HelpPages pages) {
    super("Palimpsest Help");
    setName("help");
    this.pages = pages;
    back = Widgets.button(new JButton(), "&Back", "The page before (Alt+Left)");
    forward = Widgets.button(new JButton(), "&Forward", "Back to where you came from (Alt+Right)");
    back.addActionListener(e -> turn(before, after));
    forward.addActionListener(e -> turn(after, before));
    lay();
    search.getDocument().addDocumentListener(new Typed());
    keys();
    fill();
    Look.follow(this);
    pack();
    int line = getFontMetrics(page.getFont()).getHeight();
    Rectangle screen = WindowPlace.screen(IJ.getInstance());
    Dimension size =
        new Dimension(
            Math.min(COLUMNS * line / 2, screen.width * 9 / 10),
            Math.min(LINES * line, screen.height * 9 / 10));
    WindowPlace.beside(this, size, null);
  }

  /** Shows an address in the one window there is. For the event thread. */
  static void show(HelpPages pages, String address) {
    if (open == null || !open.isDisplayable()) {
      open = new HelpWindow(pages);
      open.setDefaultCloseOperation(DISPOSE_ON_CLOSE);
    }
    open.go(address);
    open.setVisible(true);
    open.toFront();
  }

  private void lay() {
    page.setName("help-page");
    page.setEditable(false);
    page.setContentType("text/html");
    page.putClientProperty(JEditorPane.HONOR_DISPLAY_PROPERTIES, true);
    page.setFont(search.getFont());
    page.getAccessibleContext().setAccessibleName("Page");
    page.addHyperlinkListener(this::followed);
    contents.setName("help-contents");
    contents.setSelectionMode(ListSelectionModel.SINGLE_SELECTION);
    contents.setCellRenderer(new Entry());
    contents.getAccessibleContext().setAccessibleName("Contents");
    contents.addListSelectionListener(
        e -> {
          if (!e.getValueIsAdjusting() && !filling && contents.getSelectedValue() != null) {
            go(contents.getSelectedValue().address());
          }
        });
    search.setName("help-search");
    JLabel label = Widgets.label("&Search");
    label.setLabelFor(search);
    JPanel left = new JPanel(new MigLayout("insets 0, fill", "[][grow]", "[][grow]"));
    left.add(label);
    left.add(search, "growx, wrap");
    // a long title is told by its tooltip
    left.add(
        new JScrollPane(
            contents,
            ScrollPaneConstants.VERTICAL_SCROLLBAR_AS_NEEDED,
            ScrollPaneConstants.HORIZONTAL_SCROLLBAR_NEVER),
        "span, grow, wmin 0");
    JPanel right = new JPanel(new MigLayout("insets 0, fill", "[][][grow]", "[][grow]"));
    right.add(back);
    right.add(forward);
    right.add(target, "growx, wmin 0, wrap");
    right.add(new JScrollPane(page), "span, grow, wmin 0");
    JSplitPane split = new JSplitPane(JSplitPane.HORIZONTAL_SPLIT, left, right);
    split.setResizeWeight(0.3);
    split.setBorder(null);
    getContentPane().setLayout(new MigLayout("fill, insets rel"));
    getContentPane().add(split, "grow");
  }

  private void keys() {
    key("help-back", KeyEvent.VK_LEFT, KeyEvent.ALT_DOWN_MASK, () -> turn(before, after));
    key("help-forward", KeyEvent.VK_RIGHT, KeyEvent.ALT_DOWN_MASK, () -> turn(after, before));
    key("help-close", KeyEvent.VK_ESCAPE, 0, this::dispose);
  }

  private void key(String name, int code, int modifiers, Runnable action) {
    getRootPane()
        .getInputMap(JComponent.WHEN_IN_FOCUSED_WINDOW)
        .put(KeyStroke.getKeyStroke(code, modifiers), name);
    getRootPane()
        .getActionMap()
        .put(
            name,
            new AbstractAction() {
              private static final long serialVersionUID = 1L;

              @Override
              public void actionPerformed(java.awt.event.ActionEvent e) {
                action.run();
              }
            });
  }

  private void fill() {
    filling = true;
    found.clear();
    pages.search(search.getText()).forEach(found::addElement);
    filling = false;
  }

  /** Shows a page and where in it one came from can be found again. */
  private void go(String address) {
    if (!shown.isEmpty() && !shown.equals(address)) {
      before.push(shown);
      after.clear();
    }
    turnTo(address);
  }

  private void turn(Deque<String> from, Deque<String> to) {
    if (!from.isEmpty()) {
      to.push(shown);
      turnTo(from.pop());
    }
  }

  private void turnTo(String address) {
    int hash = address.indexOf('#');
    String path = hash < 0 ? address : address.substring(0, hash);
    boolean other = !shown.equals(path) && !shown.startsWith(path + "#");
    shown = address;
    HelpPage now = pages.page(path);
    if (other) {
      page.setText(now.html());
      page.setCaretPosition(0);
    }
    if (hash >= 0) {
      page.scrollToReference(address.substring(hash + 1));
    } else {
      page.scrollRectToVisible(new Rectangle(0, 0, 1, 1));
    }
    HelpWords.mark(page, search.getText());
    back.setEnabled(!before.isEmpty());
    forward.setEnabled(!after.isEmpty());
    choose(address);
  }

  /** Shows in the contents where one is. */
  private void choose(String address) {
    filling = true;
    contents.clearSelection();
    for (int i = 0; i < found.size(); i++) {
      if (found.get(i).address().equals(address)) {
        contents.setSelectedIndex(i);
        contents.ensureIndexIsVisible(i);
      }
    }
    filling = false;
  }

  private void followed(HyperlinkEvent e) {
    String address = e.getDescription();
    if (e.getEventType() == HyperlinkEvent.EventType.ENTERED) {
      target.setText(Links.outside(address) ? "Opens your browser: " + address : address);
    } else if (e.getEventType() == HyperlinkEvent.EventType.EXITED) {
      target.setText(NONE);
    } else if (Links.outside(address)) {
      try {
        BrowserLauncher.openURL(address);
      } catch (IOException x) {
        target.setText("No browser was found for " + address);
      }
    } else {
      go(address);
    }
  }

  /** Sections of pages are set in under them. */
  private static final class Entry extends DefaultListCellRenderer {
    private static final long serialVersionUID = 1L;

    @Override
    public Component getListCellRendererComponent(
        JList<?> list, Object value, int index, boolean selected, boolean focused) {
      HelpSection section = (HelpSection) value;
      boolean top = section.level() == 1;
      super.getListCellRendererComponent(
          list, (top ? "" : "    ") + section.title(), index, selected, focused);
      setToolTipText(section.title());
      setFont(list.getFont().deriveFont(top ? Font.BOLD : Font.PLAIN));
      return this;
    }
  }

  private final class Typed implements DocumentListener {
    @Override
    public void insertUpdate(DocumentEvent e) {
      changedUpdate(e);
    }

    @Override
    public void removeUpdate(DocumentEvent e) {
      changedUpdate(e);
    }

    @Override
    public void changedUpdate(DocumentEvent e) {
      fill();
      choose(shown);
      HelpWords.mark(page, search.getText());
    }
  }
}
