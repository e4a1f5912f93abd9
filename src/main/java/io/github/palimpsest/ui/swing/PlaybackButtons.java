package io.github.palimpsest.ui.swing;

import io.github.palimpsest.ui.guided.GuidedAction;
import io.github.palimpsest.ui.guided.GuidedPresenter;
import io.github.palimpsest.ui.guided.Snapshot;
import java.awt.GridLayout;
import java.util.EnumMap;
import java.util.Map;
import javax.swing.JButton;
import javax.swing.JPanel;

/** The buttons of the acts; each is enabled only while its act can be done. */
final class PlaybackButtons extends JPanel {
  private static final long serialVersionUID = 1L;
  private final transient Map<GuidedAction, JButton> buttons = new EnumMap<>(GuidedAction.class);

  PlaybackButtons(GuidedPresenter guide) {
    super(new GridLayout(1, 0, 3, 0));
    add(
        GuidedAction.RUN,
        "&Run",
        "Go on from the frame shown, to the end or until Pause",
        guide::run);
    add(GuidedAction.PAUSE, "&Pause", "Halt after the step that runs", guide::pause);
    add(GuidedAction.STEP, "&Step", "One step from the frame shown", guide::step);
    add(GuidedAction.BACK, "&Back", "One step back from the frame shown", guide::back);
    add(
        GuidedAction.BRANCH,
        "Bra&nch",
        "Go on from the frame shown in a stack of its own; this one stays",
        guide::branch);
    add(GuidedAction.FINISH, "&Finish", "Do what remains and accept the result", guide::finish);
    add(
        GuidedAction.STOP,
        "St&op",
        "Stop the step that runs, at once; all that is done stays (Esc)",
        guide::stop);
  }

  private void add(GuidedAction act, String text, String help, Runnable action) {
    JButton button = Widgets.button(new JButton(), text, help);
    button.setMargin(new java.awt.Insets(3, 2, 3, 2));
    button.addActionListener(e -> action.run());
    button.setEnabled(false);
    buttons.put(act, button);
    add(button);
  }

  void show(Snapshot s) {
    buttons.forEach((act, button) -> button.setEnabled(s.can().contains(act)));
  }
}
