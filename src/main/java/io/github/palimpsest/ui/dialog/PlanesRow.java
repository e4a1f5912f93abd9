package io.github.palimpsest.ui.dialog;

import ij.ImagePlus;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.ui.dialog.PlaneChoices.Choice;
import io.github.palimpsest.ui.form.FormGrid;
import io.github.palimpsest.ui.form.Widgets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import javax.swing.JComboBox;
import javax.swing.JLabel;

/**
 * Asks which planes of a composite or stack to repaint, in words: a row of a form that sets the
 * keys channels, slices and frames together. For the event thread.
 */
final class PlanesRow {
  private static final List<Param> KEYS = List.of(Param.CHANNELS, Param.SLICES, Param.FRAMES);
  private static final String OTHERS = "As written under Image";

  private final FormModel model;
  private final List<Choice> choices;
  private final JComboBox<String> box = new JComboBox<>();
  private boolean showing;

  private PlanesRow(FormModel model, List<Choice> choices) {
    this.model = model;
    this.choices = choices;
    box.setName("planes");
    box.setToolTipText("Which planes of the image are repainted");
    choices.forEach(choice -> box.addItem(choice.words()));
    box.addActionListener(e -> chosen());
    model.listen(key -> update());
    update();
  }

  /** Adds the row to a form that has such keys, if the image has more than one plane. */
  static void add(FormGrid grid, FormModel model, ImagePlus image) {
    List<Choice> choices = image == null ? List.of() : PlaneChoices.of(image);
    if (!choices.isEmpty() && KEYS.stream().allMatch(model::has)) {
      PlanesRow row = new PlanesRow(model, choices);
      JLabel label = Widgets.label("Repaint");
      label.setLabelFor(row.box);
      grid.add(label, row.box, null);
    }
  }

  private void chosen() {
    int i = box.getSelectedIndex();
    if (!showing && i >= 0 && i < choices.size()) {
      choices.get(i).keys().forEach(model::set);
    }
  }

  private void update() {
    Map<Param, String> values = new EnumMap<>(Param.class);
    KEYS.forEach(key -> values.put(key, model.text(key)));
    Choice said = PlaneChoices.said(choices, values);
    showing = true;
    box.removeItem(OTHERS);
    if (said == null) {
      box.addItem(OTHERS);
    }
    box.setSelectedItem(said == null ? OTHERS : said.words());
    showing = false;
  }
}
