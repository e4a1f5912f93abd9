package io.github.palimpsest.ui.swing;

import io.github.palimpsest.request.Request;
import io.github.palimpsest.ui.guided.GuidedHost;
import io.github.palimpsest.ui.guided.GuidedPresenter;
import io.github.palimpsest.ui.guided.GuidedState;
import io.github.palimpsest.ui.guided.Snapshot;
import java.util.function.Consumer;
import javax.swing.JButton;
import javax.swing.JMenuItem;
import javax.swing.JPopupMenu;
import javax.swing.JToggleButton;

/** The panel's other ways to run: live, and several seeds to choose from. For the event thread. */
final class RunModes {
  private static final int[] COUNTS = {2, 4, 8, 16};

  private final GuidedPresenter guide;
  private final JToggleButton toggle;
  private final JButton button;
  private final LiveBox live;
  private final CandidatesRun candidates;
  private boolean free;

  RunModes(
      GuidedPresenter guide,
      GuidedHost host,
      JToggleButton toggle,
      JButton button,
      Consumer<String> words) {
    this.guide = guide;
    this.toggle = toggle;
    this.button = button;
    live = new LiveBox(guide.image(), guide::request, host, this::turned);
    candidates =
        new CandidatesRun(
            guide.image(),
            host,
            sentence -> {
              words.accept(sentence);
              enable();
            });
    Widgets.button(toggle, "&Live", "Paint anew whenever selection, words, maps or sliders change");
    Widgets.button(button, "Cand&idates…", "Several seeds to choose from");
    toggle.addActionListener(e -> live.turn(toggle.isSelected()));
    JPopupMenu menu = new JPopupMenu();
    for (int n : COUNTS) {
      JMenuItem item = new JMenuItem(n + " candidates");
      item.addActionListener(e -> start(n));
      menu.add(item);
    }
    button.addActionListener(e -> menu.show(button, 0, button.getHeight()));
    enable();
  }

  private void start(int n) {
    live.turn(false);
    Request request = guide.request();
    candidates.start(request, n);
    enable();
  }

  LiveBox box() {
    return live;
  }

  /** Whether candidates are being made. */
  boolean busy() {
    return candidates.running();
  }

  /** An open session has the image's overlay and the model to itself. */
  void show(Snapshot s) {
    free = !s.closed() && !s.open() && s.state() != GuidedState.RUNNING;
    if (!free) {
      live.turn(false);
    }
    enable();
  }

  private void enable() {
    toggle.setEnabled(free && !candidates.running());
    button.setEnabled(free && !candidates.running());
  }

  private void turned() {
    toggle.setSelected(live.on());
    var top = javax.swing.SwingUtilities.getWindowAncestor(live);
    if (top != null && top.getHeight() < top.getPreferredSize().height) {
      top.setSize(top.getWidth(), top.getPreferredSize().height);
    }
    if (top != null) {
      top.validate();
    }
  }

  /** Ends what runs. */
  void stop() {
    live.turn(false);
    candidates.stop();
  }
}
