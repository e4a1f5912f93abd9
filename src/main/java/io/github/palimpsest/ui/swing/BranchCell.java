package io.github.palimpsest.ui.swing;

import io.github.palimpsest.ui.guided.PanelText;
import io.github.palimpsest.ui.guided.Snapshot.BranchRow;
import java.awt.Component;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import javax.swing.Icon;
import javax.swing.JTree;
import javax.swing.tree.DefaultMutableTreeNode;
import javax.swing.tree.DefaultTreeCellRenderer;

/** A branch in the tree: its newest frame, its name, and where it left and stands. */
final class BranchCell extends DefaultTreeCellRenderer {
  private static final long serialVersionUID = 1L;
  private static final int GAP = 2;

  private final int edge;
  private String acting = "";

  BranchCell(JTree tree) {
    edge = 2 * tree.getFontMetrics(tree.getFont()).getHeight();
  }

  /** Height of a row. */
  int height() {
    return edge + 2 * GAP;
  }

  /** Says which branch is acted on, empty where there is no other. */
  void acting(String name) {
    acting = name;
  }

  @Override
  public Component getTreeCellRendererComponent(
      JTree tree,
      Object value,
      boolean chosen,
      boolean open,
      boolean leaf,
      int row,
      boolean focus) {
    super.getTreeCellRendererComponent(tree, value, chosen, open, leaf, row, focus);
    if (value instanceof DefaultMutableTreeNode node
        && node.getUserObject() instanceof BranchRow branch) {
      String mark = branch.name().equals(acting) ? StackWindows.ACTS : "";
      String state = PanelText.branch(branch);
      String lines = escape(mark + PanelText.name(branch)) + "<br>" + escape(state);
      setText("<html><nobr>" + lines + "</nobr></html>");
      getAccessibleContext().setAccessibleName(branch.name() + ", " + state);
      setEnabled(branch.open());
      setIcon(new Thumbnail(branch.picture()));
      setDisabledIcon(getIcon());
    }
    return this;
  }

  private static String escape(String words) {
    return words.replace("&", "&amp;").replace("<", "&lt;");
  }

  /** A frame in small; nothing before there is one. */
  private final class Thumbnail implements Icon {
    private final transient BufferedImage picture;

    Thumbnail(BufferedImage picture) {
      this.picture = picture;
    }

    @Override
    public void paintIcon(Component c, Graphics g, int x, int y) {
      if (picture != null) {
        Graphics2D g2 = (Graphics2D) g.create();
        g2.setRenderingHint(
            RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        Rectangle fit = StepStrip.fit(picture.getWidth(), picture.getHeight(), x, y, edge);
        g2.drawImage(picture, fit.x, fit.y, fit.width, fit.height, null);
        g2.dispose();
      }
    }

    @Override
    public int getIconWidth() {
      return edge;
    }

    @Override
    public int getIconHeight() {
      return edge;
    }
  }
}
