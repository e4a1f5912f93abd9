package io.github.palimpsest.ui.dialog;

import ij.ImagePlus;
import io.github.palimpsest.command.input.Advice;
import io.github.palimpsest.inpaint.input.WordCheck;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.ui.form.FormGrid;
import io.github.palimpsest.ui.form.Look;
import io.github.palimpsest.ui.form.Note;
import io.github.palimpsest.ui.form.Row;
import io.github.palimpsest.ui.form.Section;
import io.github.palimpsest.ui.form.Sections;
import io.github.palimpsest.ui.form.TextRow;
import io.github.palimpsest.ui.form.WordsField;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The rows of a {@link FormModel}: the first keys, and sections for the others, which open one by
 * one. What is wrong with a value is said below its row. For the event thread; needs no window.
 */
final class FormView implements TextRow.Listener {

  private final FormModel model;
  private final Sections parts = new Sections();
  private final Map<Param, FormGrid> grids = new EnumMap<>(Param.class);
  private final Map<Section, List<Param>> sections = new LinkedHashMap<>();
  private Map<Param, String> doubts = Map.of();
  private Runnable resized = () -> {};

  /** The key that its user is setting in its row, which shows it already. */
  private Param setting;

  /**
   * Rows of a model.
   *
   * @param image on which the command works, or null
   */
  FormView(FormModel model, ImagePlus image) {
    this.model = model;
    DialogRows rows = new DialogRows(image, model.has(Param.INPUT), this);
    List<FormGrid> all = new ArrayList<>();
    FormGrid first = new FormGrid();
    all.add(first);
    for (Param key : model.first()) {
      put(first, rows.of(key));
      if (key == Param.PROMPT) {
        PlanesRow.add(first, model, image);
      }
    }
    parts.put(first);
    model
        .sections()
        .forEach(
            (title, keys) -> {
              FormGrid grid = new FormGrid();
              keys.forEach(key -> put(grid, rows.of(key)));
              Section section = new Section(title.title(), null, grid);
              section.whenToggled(() -> resized.run());
              sections.put(section, keys);
              all.add(grid);
              parts.put(section);
            });
    FormGrid.align(all.toArray(FormGrid[]::new));
    model.keys().forEach(this::update);
    model.listen(this::update);
  }

  private void put(FormGrid grid, Row row) {
    grid.add(row, FormModel.unit(row.param()));
    grids.put(row.param(), grid);
  }

  /** All of it. */
  Sections parts() {
    return parts;
  }

  /** Calls somebody when the form wants to be higher or lower. */
  void whenResized(Runnable listener) {
    resized = listener;
  }

  private void update(Param key) {
    Row row = row(key);
    if (key != setting) {
      row.show(model.text(key));
    }
    if (key != setting || model.error(key).isEmpty()) {
      say(key);
    }
    sections.forEach((section, keys) -> section.summary(model.summary(keys)));
  }

  /** What is wrong with a value comes before what the command doubts of it. */
  private void say(Param key) {
    String error = model.error(key).orElse(null);
    String doubt = doubts.get(key);
    boolean before = isVisible(key);
    grids
        .get(key)
        .say(
            key,
            error != null ? Note.Kind.ERROR : Note.Kind.WARNING,
            error != null ? error : doubt);
    if (before != isVisible(key)) {
      resized.run();
    }
  }

  private boolean isVisible(Param key) {
    return grids.get(key).says(key);
  }

  Row row(Param key) {
    return grids.get(key).rows().get(key);
  }

  /** An error is said when its user has paused or left the field, not at the first letter. */
  @Override
  public boolean set(Param key, Object value, boolean settled) {
    setting = key;
    boolean good;
    try {
      good = model.set(key, value.toString());
    } finally {
      setting = null;
    }
    if (settled) {
      say(key);
    }
    return good;
  }

  @Override
  public void left() {
    // rows show their own values
  }

  /** Takes every value as its row shows it, also one that was not left yet. */
  void take() {
    model.keys().forEach(key -> set(key, row(key).text(), true));
  }

  /** Opens the part in which a key stands and gives its row the focus. */
  void goTo(Param key) {
    sections.forEach(
        (section, keys) -> {
          if (keys.contains(key) && !section.isOpen()) {
            section.setOpen(true);
          }
        });
    parts.validate();
    Row row = row(key);
    row.entry().requestFocusInWindow();
    row.entry().scrollRectToVisible(new Rectangle(row.entry().getSize()));
  }

  /** Lets only what has an effect be set. */
  void enable(Predicate<Param> acts) {
    // what is wrong must be possible to mend
    model.keys().forEach(key -> row(key).enable(model.error(key).isPresent() || acts.test(key)));
  }

  /** The words that the model knows. */
  void words(WordCheck check) {
    for (Param key : model.keys()) {
      if (row(key) instanceof WordsField field) {
        field.words(check);
        Look.plain(field.control());
      }
    }
  }

  /** Shows what the command has to say beside the fields. */
  void show(Advice advice) {
    doubts = advice.wrong();
    words(advice.words());
    for (Param key : model.keys()) {
      Row row = row(key);
      row.hint(advice.auto().get(key));
      if (model.error(key).isEmpty()) {
        say(key);
      }
    }
    resized.run();
  }

  /** The row that takes the focus at first. */
  Optional<Row> start() {
    boolean words = model.has(Param.PROMPT) && !model.has(Param.INPUT);
    Param key = words ? Param.PROMPT : model.first().get(0);
    return Optional.of(row(key)).filter(row -> row.entry().isEnabled());
  }
}
