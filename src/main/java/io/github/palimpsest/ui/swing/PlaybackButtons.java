package io.github.palimpsest.ui.swing;

import io.github.palimpsest.ui.form.Widgets;
import io.github.palimpsest.ui.guided.GuidedPresenter;
import io.github.palimpsest.ui.guided.Snapshot;
import io.github.palimpsest.ui.guided.Snapshot.Action;
import java.awt.Component;
import java.awt.GridLayout;
import java.awt.Insets;
import java.awt.Window;
import java.awt.event.ActionEvent;
import java.util.EnumMap;
import java.util.Map;
import javax.swing.AbstractAction;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JPanel;
import javax.swing.KeyStroke;
import javax.swing.SwingUtilities;

/**
 * The buttons of the {@link Action}s; each is enabled only while its action can be done.
 *
 * <p>The focus stays here: while what was pressed cannot be pressed again, Pause has it, or else
 * this panel, where the space bar pauses; then the button has it back.
 */
final class PlaybackButtons extends JPanel {
  private static final long serialVersionUID = 1L;
  private final transient Map<Action, JButton> buttons = new EnumMap<>(Action.class);

  /** The button to which the focus goes back, or null. */
  private JButton waiting;

  PlaybackButtons(GuidedPresenter presenter) {
    super(new GridLayout(1, 0, 3, 0));
    add(presenter, Action.RUN, "&Run", "Go on from the frame shown, to the end or until Pause");
    add(presenter, Action.PAUSE, "&Pause", "Halt after the step that runs (space bar)");
    add(presenter, Action.STEP, "&Step", "One step from the frame shown");
    add(presenter, Action.BACK, "&Back", "One step back from the frame shown");
    add(
        presenter,
        Action.BRANCH,
        "Bra&nch",
        "Go on from the frame shown in a stack of its own; this one stays");
    add(presenter, Action.FINISH, "&Finish", "Do what remains and make the result");
    add(
        presenter,
        Action.STOP,
        "St&op",
        "Stop the step that runs, at once; all that is done stays (Esc)");
    // with the ancestors' keys the panel itself is no stop of the tab key
    getInputMap(WHEN_ANCESTOR_OF_FOCUSED_COMPONENT).put(KeyStroke.getKeyStroke("SPACE"), "pause");
    getActionMap()
        .put(
            "pause",
            new AbstractAction() {
              private static final long serialVersionUID = 1L;

              @Override
              public void actionPerformed(ActionEvent e) {
                buttons.get(Action.PAUSE).doClick(0);
              }
            });
  }

  private void add(GuidedPresenter presenter, Action action, String text, String help) {
    JButton button = Widgets.button(new JButton(), text, help);
    button.setMargin(new Insets(3, 2, 3, 2));
    // seven of them, as narrow as their words
    button.putClientProperty("JComponent.minimumWidth", 0);
    button.addActionListener(e -> presenter.act(action));
    button.setEnabled(false);
    var keys = button.getInputMap(JComponent.WHEN_FOCUSED);
    keys.put(KeyStroke.getKeyStroke("ENTER"), "pressed");
    keys.put(KeyStroke.getKeyStroke("released ENTER"), "released");
    buttons.put(action, button);
    add(button);
  }

  void show(Snapshot s) {
    Component focused = focused();
    buttons.forEach((act, button) -> button.setEnabled(s.can().contains(act)));
    JButton pause = buttons.get(Action.PAUSE);
    if (waiting != null && waiting.isEnabled()) {
      if (focused == this || focused == pause) {
        waiting.requestFocusInWindow();
      }
      waiting = null;
    } else if (focused instanceof JButton pressed
        && buttons.containsValue(pressed)
        && !pressed.isEnabled()) {
      waiting = pressed == pause ? waiting : pressed;
      boolean runs = pressed != buttons.get(Action.STEP) && pause.isEnabled();
      (runs ? pause : this).requestFocusInWindow();
    }
  }

  /** What has the focus in the window, or will have it when the window has. */
  private Component focused() {
    Window window = SwingUtilities.getWindowAncestor(this);
    return window == null ? null : window.getMostRecentFocusOwner();
  }
}
