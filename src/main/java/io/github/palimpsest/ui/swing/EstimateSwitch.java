package io.github.palimpsest.ui.swing;

import io.github.palimpsest.ui.form.Widgets;
import io.github.palimpsest.ui.guided.GuidedPresenter;
import io.github.palimpsest.ui.guided.Snapshot;
import javax.swing.JCheckBox;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JSpinner;
import javax.swing.SpinnerNumberModel;
import net.miginfocom.swing.MigLayout;

/** The switch that lays the estimate of a session over its image, and how often. */
final class EstimateSwitch extends JPanel {
  private static final long serialVersionUID = 1L;
  private static final int RAREST = 100;
  private final JCheckBox preview = new JCheckBox();
  private final JSpinner every = new JSpinner(new SpinnerNumberModel(1, 1, RAREST, 1));

  EstimateSwitch(GuidedPresenter presenter) {
    super(new MigLayout("insets 0, gap 3lp", "", "[center]"));
    Widgets.button(
        preview,
        "Show &estimate on image",
        "Lay what the model believes over the image while the session runs; its pixels stay");
    preview.setName("preview");
    every.setName("every");
    every.setToolTipText("Show every n-th step");
    every.getAccessibleContext().setAccessibleName("Show every n-th step");
    Runnable tell = () -> presenter.preview(preview.isSelected() ? (Integer) every.getValue() : 0);
    preview.addActionListener(e -> tell.run());
    every.addChangeListener(e -> tell.run());
    add(preview);
    add(new JLabel("every"));
    add(every);
    add(new JLabel("steps"));
  }

  void show(Snapshot s) {
    preview.setEnabled(!s.closed());
    every.setEnabled(!s.closed() && preview.isSelected());
  }
}
