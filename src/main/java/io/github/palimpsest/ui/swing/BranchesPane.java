package io.github.palimpsest.ui.swing;

import io.github.palimpsest.ui.form.Widgets;
import io.github.palimpsest.ui.guided.PanelText;
import io.github.palimpsest.ui.guided.Snapshot;
import io.github.palimpsest.ui.guided.Snapshot.BranchRow;
import io.github.palimpsest.ui.guided.Snapshot.State;
import java.awt.Dimension;
import java.awt.Rectangle;
import java.awt.event.ActionEvent;
import java.awt.event.MouseAdapter;
import java.awt.event.MouseEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import javax.swing.AbstractAction;
import javax.swing.JButton;
import javax.swing.JDialog;
import javax.swing.JOptionPane;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JTree;
import javax.swing.KeyStroke;
import javax.swing.SwingUtilities;
import javax.swing.tree.DefaultMutableTreeNode;
import javax.swing.tree.DefaultTreeModel;
import javax.swing.tree.TreePath;
import javax.swing.tree.TreeSelectionModel;
import net.miginfocom.swing.MigLayout;

/**
 * The tree of branches, each with its newest frame in small; a click or the arrow keys choose the
 * one acted on, Delete ends it.
 */
final class BranchesPane extends JPanel {
  private static final long serialVersionUID = 1L;
  private static final int ROWS = 3;

  private final DefaultMutableTreeNode root = new DefaultMutableTreeNode("branches");
  private final DefaultTreeModel model = new DefaultTreeModel(root);
  private final JTree tree = new JTree(model);
  private final JButton ended = new JButton();
  private transient List<BranchRow> rows = List.of();
  private final transient Consumer<String> select;
  private String acting = "";
  private boolean showing;

  /**
   * @param select acts on a branch and brings its stack to the front
   * @param end ends one branch; told whether its stack stays open
   */
  BranchesPane(Consumer<String> select, BiConsumer<String, Boolean> end) {
    super(new MigLayout("insets 0, wrap 2", "[grow, fill][]", "[grow, top]"));
    this.select = select;
    tree.setName("branches");
    tree.getAccessibleContext().setAccessibleName("Branches");
    tree.setRootVisible(false);
    tree.setShowsRootHandles(false);
    tree.setToggleClickCount(0);
    tree.setVisibleRowCount(ROWS);
    BranchCell cell = new BranchCell(tree);
    tree.setCellRenderer(cell);
    tree.setRowHeight(cell.height());
    tree.getSelectionModel().setSelectionMode(TreeSelectionModel.SINGLE_TREE_SELECTION);
    tree.setToolTipText("Choose the branch to go on with; its stack comes to the front");
    tree.addTreeSelectionListener(e -> chosen());
    tree.addMouseListener(
        new MouseAdapter() {
          @Override
          public void mousePressed(MouseEvent e) {
            pressed(e.getX(), e.getY());
          }
        });
    key("DELETE", () -> ask(end));
    key("ENTER", this::raise);
    JScrollPane scroll = new JScrollPane(tree);
    scroll.setMinimumSize(new Dimension(0, 2 * cell.height()));
    add(scroll, "grow, wmin 0");
    Widgets.button(ended, "End branch…", "End the branch chosen; the others go on");
    ended.addActionListener(e -> ask(end));
    add(ended);
  }

  private void key(String stroke, Runnable action) {
    tree.getInputMap().put(KeyStroke.getKeyStroke(stroke), stroke);
    tree.getActionMap()
        .put(
            stroke,
            new AbstractAction() {
              private static final long serialVersionUID = 1L;

              @Override
              public void actionPerformed(ActionEvent e) {
                if (ended.isEnabled()) {
                  action.run();
                }
              }
            });
  }

  /** A row is chosen wherever it is pressed; the one chosen already comes to the front again. */
  private void pressed(int x, int y) {
    int at = tree.getClosestRowForLocation(x, y);
    Rectangle bounds = at < 0 ? null : tree.getRowBounds(at);
    if (tree.isEnabled() && bounds != null && y < bounds.y + bounds.height) {
      tree.setSelectionRow(at);
      if (row() != null && row().name().equals(acting)) {
        raise();
      }
    }
  }

  private void raise() {
    BranchRow row = row();
    if (row != null && row.open()) {
      select.accept(row.name());
    }
  }

  void show(Snapshot s) {
    tree.setEnabled(s.state() != State.RUNNING);
    showing = true;
    boolean grown = !names(rows).equals(names(s.branches()));
    boolean changed = !rows.equals(s.branches());
    rows = s.branches();
    if (grown) {
      build();
    } else if (changed) {
      nodes().forEach((name, node) -> update(node, name));
    }
    if (changed || !acting.equals(s.branch())) {
      long open = rows.stream().filter(BranchRow::open).count();
      ((BranchCell) tree.getCellRenderer()).acting(open > 1 ? s.branch() : "");
      // the tree measures anew
      nodes().values().forEach(model::nodeChanged);
    }
    if (grown || !acting.equals(s.branch())) {
      acting = s.branch();
      TreePath path = path(acting);
      tree.setSelectionPath(path);
      if (path != null && tree.getPathBounds(path) != null) {
        // up and down only: the left ends of the rows stay in view
        Rectangle row = tree.getPathBounds(path);
        tree.scrollRectToVisible(new Rectangle(0, row.y, 1, row.height));
      }
    }
    showing = false;
    reach();
  }

  private static List<String> names(List<BranchRow> rows) {
    return rows.stream().map(BranchRow::name).toList();
  }

  private void build() {
    root.removeAllChildren();
    Map<String, DefaultMutableTreeNode> nodes = new HashMap<>();
    for (BranchRow row : rows) {
      DefaultMutableTreeNode node = new DefaultMutableTreeNode(row);
      nodes.getOrDefault(row.of() == null ? "" : row.of(), root).add(node);
      nodes.put(row.name(), node);
    }
    model.reload();
    for (int i = 0; i < tree.getRowCount(); i++) {
      tree.expandRow(i);
    }
  }

  private void update(DefaultMutableTreeNode node, String name) {
    for (BranchRow row : rows) {
      if (row.name().equals(name) && !row.equals(node.getUserObject())) {
        node.setUserObject(row);
        model.nodeChanged(node);
      }
    }
  }

  private Map<String, DefaultMutableTreeNode> nodes() {
    Map<String, DefaultMutableTreeNode> nodes = new HashMap<>();
    root.preorderEnumeration()
        .asIterator()
        .forEachRemaining(
            n -> {
              DefaultMutableTreeNode node = (DefaultMutableTreeNode) n;
              if (node.getUserObject() instanceof BranchRow row) {
                nodes.put(row.name(), node);
              }
            });
    return nodes;
  }

  private TreePath path(String name) {
    DefaultMutableTreeNode node = nodes().get(name);
    return node == null ? null : new TreePath(node.getPath());
  }

  /** The row chosen, or null. */
  private BranchRow row() {
    Object node = tree.getLastSelectedPathComponent();
    return node instanceof DefaultMutableTreeNode n && n.getUserObject() instanceof BranchRow row
        ? row
        : null;
  }

  private void chosen() {
    BranchRow row = row();
    if (!showing && row != null && row.open() && !row.name().equals(acting)) {
      select.accept(row.name());
    }
    reach();
  }

  private void reach() {
    BranchRow row = row();
    ended.setEnabled(tree.isEnabled() && row != null && row.open());
  }

  /** Asks what is to become of the branch chosen. */
  private void ask(BiConsumer<String, Boolean> end) {
    BranchRow row = row();
    String[] answers = {"Close its stack", "Keep its stack", "Cancel"};
    JOptionPane pane =
        new JOptionPane(
            PanelText.question(row, rows.stream().filter(BranchRow::open).count() > 1),
            JOptionPane.QUESTION_MESSAGE,
            JOptionPane.DEFAULT_OPTION,
            null,
            answers,
            answers[2]);
    JDialog dialog = pane.createDialog(SwingUtilities.getWindowAncestor(this), "End branch");
    dialog.setName("End branch");
    dialog.setVisible(true);
    dialog.dispose();
    if (pane.getValue() == answers[0] || pane.getValue() == answers[1]) {
      end.accept(row.name(), pane.getValue() == answers[1]);
    }
  }
}
