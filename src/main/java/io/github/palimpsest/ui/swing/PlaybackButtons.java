package io.github.palimpsest.ui.swing;

import io.github.palimpsest.ui.form.Widgets;
import io.github.palimpsest.ui.guided.GuidedPresenter;
import io.github.palimpsest.ui.guided.Snapshot;
import io.github.palimpsest.ui.guided.Snapshot.Action;
import java.awt.GridLayout;
import java.awt.Insets;
import java.util.EnumMap;
import java.util.Map;
import javax.swing.JButton;
import javax.swing.JPanel;

/** The buttons of the {@link Action}s; each is enabled only while its action can be done. */
final class PlaybackButtons extends JPanel {
  private static final long serialVersionUID = 1L;
  private final transient Map<Action, JButton> buttons = new EnumMap<>(Action.class);

  PlaybackButtons(GuidedPresenter presenter) {
    super(new GridLayout(1, 0, 3, 0));
    add(presenter, Action.RUN, "&Run", "Go on from the frame shown, to the end or until Pause");
    add(presenter, Action.PAUSE, "&Pause", "Halt after the step that runs");
    add(presenter, Action.STEP, "&Step", "One step from the frame shown");
    add(presenter, Action.BACK, "&Back", "One step back from the frame shown");
    add(
        presenter,
        Action.BRANCH,
        "Bra&nch",
        "Go on from the frame shown in a stack of its own; this one stays");
    add(presenter, Action.FINISH, "&Finish", "Do what remains and accept the result");
    add(
        presenter,
        Action.STOP,
        "St&op",
        "Stop the step that runs, at once; all that is done stays (Esc)");
  }

  private void add(GuidedPresenter presenter, Action action, String text, String help) {
    JButton button = Widgets.button(new JButton(), text, help);
    button.setMargin(new Insets(3, 2, 3, 2));
    button.addActionListener(e -> presenter.act(action));
    button.setEnabled(false);
    buttons.put(action, button);
    add(button);
  }

  void show(Snapshot s) {
    buttons.forEach((act, button) -> button.setEnabled(s.can().contains(act)));
  }
}
