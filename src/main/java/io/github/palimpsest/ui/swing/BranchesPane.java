package io.github.palimpsest.ui.swing;

import io.github.palimpsest.session.SessionState;
import io.github.palimpsest.ui.guided.Snapshot;
import io.github.palimpsest.ui.guided.Snapshot.BranchRow;
import io.github.palimpsest.ui.guided.Snapshot.State;
import java.awt.BorderLayout;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.swing.DefaultListModel;
import javax.swing.JList;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.ListSelectionModel;

/** The tree of branches; a click or the arrow keys choose the one acted on. */
final class BranchesPane extends JPanel {
  private static final long serialVersionUID = 1L;
  private final DefaultListModel<String> rows = new DefaultListModel<>();
  private final JList<String> list = new JList<>(rows);
  private transient List<BranchRow> branches = List.of();
  private boolean showing;

  /**
   * @param select acts on another branch
   */
  BranchesPane(Consumer<String> select) {
    super(new BorderLayout(4, 0));
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
  }

  void show(Snapshot s) {
    list.setEnabled(s.state() != State.RUNNING);
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
