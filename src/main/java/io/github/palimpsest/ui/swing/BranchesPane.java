package io.github.palimpsest.ui.swing;

import io.github.palimpsest.session.SessionState;
import io.github.palimpsest.ui.form.Widgets;
import io.github.palimpsest.ui.guided.Snapshot;
import io.github.palimpsest.ui.guided.Snapshot.Action;
import io.github.palimpsest.ui.guided.Snapshot.BranchRow;
import io.github.palimpsest.ui.guided.Snapshot.State;
import java.awt.BorderLayout;
import java.awt.GridLayout;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.swing.DefaultListModel;
import javax.swing.JButton;
import javax.swing.JList;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.ListSelectionModel;

/** The tree of branches; a click or the arrow keys choose the one acted on. */
final class BranchesPane extends JPanel {
  private static final long serialVersionUID = 1L;
  private final DefaultListModel<String> rows = new DefaultListModel<>();
  private final JList<String> list = new JList<>(rows);
  private final JButton shown = new JButton();
  private final JButton discarded = new JButton();
  private transient List<BranchRow> branches = List.of();
  private boolean showing;

  /**
   * @param show shows stacks again
   * @param discard asks whether to end everything
   */
  BranchesPane(Consumer<String> select, Runnable show, Runnable discard) {
    super(new BorderLayout(4, 0));
    setBorder(Widgets.section("Branches"));
    list.setName("branches");
    list.setVisibleRowCount(3);
    list.setSelectionMode(ListSelectionModel.SINGLE_SELECTION);
    list.setToolTipText("Choose the branch to go on with");
    list.addListSelectionListener(
        e -> {
          int i = list.getSelectedIndex();
          if (!showing && !e.getValueIsAdjusting() && i >= 0 && i < branches.size()) {
            select.accept(branches.get(i).name());
          }
        });
    add(new JScrollPane(list), BorderLayout.CENTER);
    Widgets.button(
        shown, "Show stacks", "Open closed stacks again, as they were; replace changed ones");
    Widgets.button(
        discarded, "Discard…", "End the session and close its stacks; the image is as it was");
    shown.addActionListener(e -> show.run());
    discarded.addActionListener(e -> discard.run());
    JPanel buttons = new JPanel(new GridLayout(0, 1, 0, 2));
    buttons.add(shown);
    buttons.add(discarded);
    JPanel end = new JPanel(new BorderLayout());
    end.add(buttons, BorderLayout.NORTH);
    add(end, BorderLayout.EAST);
  }

  void show(Snapshot s) {
    list.setEnabled(s.state() != State.RUNNING);
    shown.setEnabled(s.can().contains(Action.SHOW));
    discarded.setEnabled(s.can().contains(Action.DISCARD));
    int chosen = -1;
    showing = true;
    branches = s.branches();
    Map<String, Integer> depths = new HashMap<>();
    for (int i = 0; i < branches.size(); i++) {
      BranchRow b = branches.get(i);
      int depth = b.of() == null ? 0 : depths.getOrDefault(b.of(), 0) + 1;
      depths.put(b.name(), depth);
      String row = row(b, depth);
      if (i >= rows.size()) {
        rows.addElement(row);
      } else if (!rows.get(i).equals(row)) {
        rows.set(i, row);
      }
      chosen = b.name().equals(s.branch()) ? i : chosen;
    }
    while (rows.size() > branches.size()) {
      rows.remove(rows.size() - 1);
    }
    if (chosen != list.getSelectedIndex()) {
      if (chosen < 0) {
        list.clearSelection();
      } else {
        list.setSelectedIndex(chosen);
        list.ensureIndexIsVisible(chosen);
      }
    }
    showing = false;
  }

  private static String row(BranchRow b, int depth) {
    String state =
        b.state() == SessionState.OPEN
            ? ""
            : b.state() == SessionState.FINISHED ? ", accepted" : ", closed";
    String from = b.of() == null ? "" : ", left at " + b.at();
    return "    ".repeat(depth)
        + (depth > 0 ? "└ " : "")
        + b.name()
        + "   step "
        + b.step()
        + " of "
        + b.steps()
        + from
        + state;
  }
}
