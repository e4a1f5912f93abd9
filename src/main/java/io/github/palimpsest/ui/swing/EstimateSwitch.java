package io.github.palimpsest.ui.swing;

import io.github.palimpsest.ui.form.Widgets;
import io.github.palimpsest.ui.guided.GuidedPresenter;
import io.github.palimpsest.ui.guided.Snapshot;
import javax.swing.JCheckBox;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JSpinner;
import javax.swing.SpinnerNumberModel;

/** The switch that lays the estimate of a session over its image, and how often. */
final class EstimateSwitch {
  private static final int RAREST = 100;
  private final JCheckBox preview = new JCheckBox();
  private final JLabel label = new JLabel("Estimate every");
  private final JSpinner every = new JSpinner(new SpinnerNumberModel(1, 1, RAREST, 1));

  EstimateSwitch(GuidedPresenter presenter) {
    Widgets.button(
        preview,
        "Show &estimate on image",
        "Lay what the model believes over the image while the session runs; its pixels stay");
    preview.setName("preview");
    every.setName("every");
    every.setToolTipText("Show the estimate on the image after every n-th step");
    label.setLabelFor(every);
    label.setToolTipText(every.getToolTipText());
    every.getAccessibleContext().setAccessibleName("Steps between two estimates on the image");
    Runnable tell = () -> presenter.preview(preview.isSelected() ? (Integer) every.getValue() : 0);
    preview.addActionListener(e -> tell.run());
    every.addChangeListener(e -> tell.run());
  }

  /** The switch itself. */
  JComponent box() {
    return preview;
  }

  JLabel label() {
    return label;
  }

  /** After how many steps it is shown anew. */
  JComponent every() {
    return every;
  }

  void show(Snapshot s) {
    preview.setEnabled(!s.closed());
    every.setEnabled(!s.closed() && preview.isSelected());
    label.setEnabled(every.isEnabled());
  }
}
