package io.github.palimpsest.ui.repaint;

import ij.WindowManager;
import ij.gui.ImageCanvas;
import ij.gui.ImageWindow;
import ij.gui.Roi;
import io.github.palimpsest.inpaint.input.WordCheck;
import io.github.palimpsest.inpaint.monitor.Background;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.ui.form.Look;
import io.github.palimpsest.ui.form.Note;
import io.github.palimpsest.ui.form.TextRow;
import io.github.palimpsest.ui.form.Widgets;
import io.github.palimpsest.ui.form.WordsField;
import io.github.palimpsest.ui.repaint.RepaintView.State;
import io.github.palimpsest.ui.window.WindowPlace;
import java.awt.EventQueue;
import java.awt.Insets;
import java.awt.Rectangle;
import java.awt.event.ActionEvent;
import java.awt.event.KeyEvent;
import java.util.List;
import javax.swing.AbstractButton;
import javax.swing.BorderFactory;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JDialog;
import javax.swing.JPanel;
import javax.swing.JProgressBar;
import javax.swing.JToggleButton;
import javax.swing.KeyStroke;
import javax.swing.Timer;
import net.miginfocom.swing.MigLayout;

/**
 * The buttons of a repainting, under the selection: they follow it, never lie over it and never
 * take the focus from the image, where their keys work as well. For the event thread.
 */
final class RepaintBar extends JDialog {
  private static final long serialVersionUID = 1L;
  private static final int TICK_MILLIS = 100;
  private static final int MARGIN = 5;
  private static final String SEED = "Paint with the next seed; with Shift the one before";

  final transient Repaint repaint;
  private final ImageWindow window;
  private final JButton accept = new JButton();
  private final JButton another = new JButton();
  private final JToggleButton before = new JToggleButton();
  private final JToggleButton words = new JToggleButton();
  private final JButton guide = new JButton();
  private final JButton discard = new JButton();
  private final Note message = new Note("");
  private final JProgressBar progress = new JProgressBar(0, 100);
  private final transient WordsField prompt;
  private final JPanel content =
      new JPanel(new MigLayout("insets 2lp, hidemode 3, novisualpadding, gap 2lp", "[fill]"));
  private final transient RepaintKeys keys;
  private final Timer timer = new Timer(TICK_MILLIS, e -> follow());
  private transient List<Object> placed = List.of();

  /**
   * @param guide goes on in the panel
   */
  RepaintBar(ImageWindow window, Repaint repaint, Runnable guide) {
    super(window, "Repaint " + repaint.image().getTitle());
    this.window = window;
    this.repaint = repaint;
    setName("Repaint");
    setUndecorated(true);
    setType(Type.UTILITY);
    setAutoRequestFocus(false);
    prompt =
        new WordsField(Param.PROMPT, "Prom&pt", Param.PROMPT.help(), 2, new Typed(repaint::prompt));
    keys = new RepaintKeys(window, this);
    buttons(guide);
    lay();
    setContentPane(content);
    Look.follow(this);
    escape();
  }

  private void buttons(Runnable guides) {
    Widgets.button(accept, "&Accept", "Write the picture into the image; Edit>Undo (Enter)");
    Widgets.button(another, "A&nother", SEED);
    Widgets.button(before, "&Before", "Show the image as it was, or as it will be (hold B)");
    Widgets.button(words, "&Words…", "Say in words what to paint");
    Widgets.button(guide, "&Guide…", "Go on in Guided Diffusion, step by step");
    Widgets.button(discard, "&Discard", "Leave the image as it was (Esc)");
    words.setName("Words");
    guide.setName("Guide");
    accept.addActionListener(e -> repaint.accept());
    another.addActionListener(e -> repaint.another(shifted(e) ? -1 : 1));
    before.addActionListener(e -> repaint.compare(before.isSelected()));
    words.addActionListener(e -> open(words.isSelected()));
    guide.addActionListener(e -> guides.run());
    discard.addActionListener(e -> repaint.discard());
    prompt.show(repaint.values().text(Param.PROMPT));
    message.setName("repaint-words");
    progress.setName("repaint-progress");
    progress.getAccessibleContext().setAccessibleName("Progress");
  }

  private static boolean shifted(ActionEvent e) {
    return (e.getModifiers() & ActionEvent.SHIFT_MASK) != 0;
  }

  private void lay() {
    content.setBorder(BorderFactory.createEtchedBorder());
    AbstractButton[] row = {accept, another, before, words, guide, discard};
    for (AbstractButton button : row) {
      button.setMargin(new Insets(1, MARGIN, 1, MARGIN));
      content.add(button, button == discard ? "wrap" : button == accept ? "split 6" : "");
    }
    content.add(progress, "h 4lp!, w 0, growx, hidemode 0, wrap");
    content.add(message, "w 0, growx, gap 4lp 4lp, wrap");
    content.add(prompt.control(), "w 0, growx");
    prompt.control().setVisible(false);
  }

  /** In the field of words Esc closes it; everywhere else it discards, see {@link RepaintKeys}. */
  private void escape() {
    getRootPane()
        .registerKeyboardAction(
            e -> open(false),
            KeyStroke.getKeyStroke(KeyEvent.VK_ESCAPE, 0),
            JComponent.WHEN_IN_FOCUSED_WINDOW);
  }

  /** Opens or closes the field of words. */
  private void open(boolean on) {
    words.setSelected(on);
    prompt.control().setVisible(on);
    fit();
    if (on) {
      String model = repaint.values().text(Param.MODEL);
      Background.begin(
          () -> {
            WordCheck check = WordCheck.of(model, repaint.image());
            EventQueue.invokeLater(() -> say(check));
          });
      toFront();
      prompt.entry().requestFocusInWindow();
    } else {
      window.getCanvas().requestFocus();
    }
  }

  private void say(WordCheck check) {
    prompt.words(check);
    Look.plain(prompt.control());
    fit();
  }

  /** Shows the bar, which then follows the selection. */
  void open() {
    show(repaint.view());
    keys.listen();
    setVisible(true);
    timer.start();
  }

  /** Shows where the repainting stands; closes the bar at its end. */
  void show(RepaintView view) {
    if (view.state() == State.ENDED) {
      close();
      return;
    }
    boolean waits = view.state() == State.ACCEPTING;
    boolean refused = view.state() == State.REFUSED;
    accept.setEnabled(!waits && !refused);
    another.setEnabled(!waits && !refused);
    before.setEnabled(!waits && !refused);
    words.setEnabled(!waits);
    guide.setEnabled(!waits);
    before.setSelected(view.before());
    another.setToolTipText(SEED + " (this is seed " + view.values().seed() + ")");
    message.say(refused ? Note.Kind.WARNING : Note.Kind.PLAIN, view.words());
    progress.setValue(view.percent());
    progress.setVisible(view.state() == State.PAINTING || waits);
    fit();
  }

  /** Makes room for what is said. */
  private void fit() {
    // a text that wraps is as high as its width makes it
    message.setSize(content.getPreferredSize().width - 4 * MARGIN, 1);
    content.invalidate();
    if (getSize().equals(getPreferredSize())) {
      validate();
    } else {
      pack();
      place();
    }
  }

  private void close() {
    timer.stop();
    keys.rest();
    boolean focused = isFocused();
    dispose();
    if (focused && window.isShowing()) {
      window.toFront();
      window.getCanvas().requestFocus();
    }
  }

  /** Moves with the selection, and with the image when that is moved, zoomed or scrolled. */
  private void follow() {
    if (!window.isShowing()) {
      // ImageJ has given the image another window, or has closed it
      repaint.discard();
      return;
    }
    // of several images, each with a picture, that of the current one
    boolean current = WindowManager.getCurrentImage() == repaint.image();
    if (current != isVisible()) {
      setVisible(current);
    }
    if (!current) {
      return;
    }
    ImageCanvas canvas = window.getCanvas();
    List<Object> now =
        List.of(
            canvas.getLocationOnScreen(),
            canvas.getSize(),
            canvas.getSrcRect().clone(),
            selected(),
            getSize());
    if (!now.equals(placed)) {
      placed = now;
      place();
    }
    RepaintView view = repaint.view();
    if (view.state() == State.PAINTING) {
      show(view);
    }
  }

  private Rectangle selected() {
    Roi roi = repaint.image().getRoi();
    Rectangle seen = (Rectangle) window.getCanvas().getSrcRect().clone();
    Rectangle selected = roi == null ? seen : roi.getBounds().intersection(seen);
    return selected.isEmpty() ? seen : selected;
  }

  private void place() {
    WindowPlace.under(this, repaint.image(), selected());
  }

  /** Passes on what is typed once its user rests. */
  private record Typed(java.util.function.Consumer<String> prompt) implements TextRow.Listener {
    @Override
    public boolean set(Param param, Object value, boolean settled) {
      if (settled) {
        prompt.accept(value.toString());
      }
      return true;
    }

    @Override
    public void left() {
      // nothing to show again
    }
  }
}
