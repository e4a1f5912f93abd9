package io.github.palimpsest.ui.swing;

import ij.ImagePlus;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.sample.solver.Schedulers;
import io.github.palimpsest.ui.form.ChoiceRow;
import io.github.palimpsest.ui.form.FormGrid;
import io.github.palimpsest.ui.form.ImageNames;
import io.github.palimpsest.ui.form.Note;
import io.github.palimpsest.ui.form.Row;
import io.github.palimpsest.ui.form.Section;
import io.github.palimpsest.ui.form.SwitchRow;
import io.github.palimpsest.ui.form.TextRow;
import io.github.palimpsest.ui.form.ValueRow;
import io.github.palimpsest.ui.form.Widgets;
import io.github.palimpsest.ui.form.WordsField;
import io.github.palimpsest.ui.guided.GuidedPresenter;
import io.github.palimpsest.ui.guided.PanelText;
import io.github.palimpsest.ui.guided.Snapshot;
import java.awt.EventQueue;
import java.awt.Insets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import javax.swing.JButton;
import javax.swing.JComponent;

/**
 * The rows of everything a user sets, in sections; shows a {@link Snapshot}'s values. For the event
 * thread.
 */
final class SettingsPane implements TextRow.Listener {
  private static final double HUNDREDTH = 0.01;
  private static final double TENTH = 0.1;
  private static final String ALL = "all";
  private static final String OWN = "the model's own";
  private static final int GUIDANCE_TOP = 15;
  private static final int LEAST_STEPS = 50;

  private final GuidedPresenter presenter;
  private final ImagePlus image;
  private final FormGrid what = new FormGrid();
  private final FormGrid how = new FormGrid();
  private final FormGrid edits = new FormGrid();
  private final FormGrid controls = new FormGrid();
  private final FormGrid sampler = new FormGrid();
  private final ChoiceRow model;
  private final WordsField prompt =
      new WordsField(Param.PROMPT, "Pro&mpt", Param.PROMPT.help(), 2, this);
  private final WordsField negative =
      new WordsField(Param.NEGATIVE, "Negative prompt", Param.NEGATIVE.help(), 0, this);
  private final ChoiceRow mask;
  private final ChoiceRow output;
  private final ValueRow steps =
      slider(Param.STEPS, "S&teps", "Steps from the frame shown to the end", LEAST_STEPS, 1, null);
  private final ValueRow guidance =
      slider(Param.GUIDANCE, "&Guidance scale", Param.GUIDANCE.help(), GUIDANCE_TOP, TENTH, null);
  private final Seed seed = new Seed(this);
  private final ValueRow editWeight =
      slider(
          Param.WEIGHT,
          "Edit &weight",
          "How much of your paint is taken in: 0 none, 1 as painted",
          1,
          HUNDREDTH,
          null);
  private final ValueRow horizon =
      slider(
          Param.HORIZON,
          "Edit &horizon",
          "For how many steps the paint is held; fewer let the model blend it in",
          LEAST_STEPS,
          1,
          ALL);
  private final ChoiceRow control;
  private final ValueRow controlWeight =
      slider(
          Param.CONTROLWEIGHT, "&Control weight", Param.CONTROLWEIGHT.help(), 2, HUNDREDTH, null);
  private final ValueRow strength =
      slider(
          Param.STRENGTH,
          "Strength",
          "0 keeps the image, 1 repaints from noise; in a session: noise the estimate again",
          1,
          HUNDREDTH,
          null);
  private final ChoiceRow scheduler;
  private final ChoiceRow seam;
  private final SwitchRow latents;

  /** The frame shown, in the terms of the model. */
  private final Note details = new Note("");

  private Snapshot last;

  /**
   * @param models names of those that are installed
   */
  SettingsPane(GuidedPresenter presenter, List<String> models, EstimateSwitch estimate) {
    this.presenter = presenter;
    image = presenter.image();
    model = choice(Param.MODEL, "Mo&del", models, true, null).orFolder();
    mask = choice(Param.MASK, "Mas&k", masks(), false, null);
    mask.offerWhenOpened(this::masks);
    output = choice(Param.OUTPUT, "Output", Param.OUTPUT.choices(), false, null);
    control = choice(Param.CONTROL, "Control map", maps(), true, null);
    control.offerWhenOpened(this::maps);
    scheduler = choice(Param.SCHEDULER, "Sched&uler", own(Schedulers.names()), false, OWN);
    seam = choice(Param.SEAM, "Seam", own(Param.SEAM.choices()), false, OWN);
    latents =
        new SwitchRow(
            Param.LATENTS,
            "Latents stack too (&x)",
            "Also show the raw latents x of every step; they can be painted on",
            this);
    editWeight.show("1");
    horizon.show(Integer.toString(Integer.MAX_VALUE));
    fill(what, model, prompt, mask, output);
    fill(how, steps, seed, guidance, negative);
    fill(edits, editWeight, horizon);
    fill(controls, control, controlWeight);
    fill(sampler, strength, scheduler, seam, latents);
    sampler.add(estimate.label(), estimate.every(), null);
    details.setName("details");
    sampler.wide(details);
    FormGrid.align(what, how, edits, controls, sampler);
  }

  private static void fill(FormGrid grid, Row... rows) {
    for (Row row : rows) {
      grid.add(row);
    }
  }

  /** What most sessions need, open until their user closes it. */
  List<JComponent> first() {
    return List.of(
        new Section("What to paint", "panel.what", what).openAtFirst(),
        new Section("Steps and guidance", "panel.steps", how).openAtFirst(),
        new Section("Paint on a frame", "panel.paint", edits).openAtFirst());
  }

  /** The rest. */
  List<JComponent> more() {
    return List.of(
        new Section("Control map", "panel.control", controls),
        new Section("Sampler", "panel.sampler", sampler));
  }

  private ValueRow slider(
      Param param, String text, String help, double max, double unit, String top) {
    double min = param == Param.STEPS ? 1 : 0;
    return new ValueRow(param, text, help, min, max, unit, top, this);
  }

  private ChoiceRow choice(
      Param param, String text, List<String> choices, boolean free, String blank) {
    return new ChoiceRow(param, text, choices, free, blank, this);
  }

  /** The seed with a button that draws another. */
  private static final class Seed extends TextRow {
    private static final int MOST = 1_000_000;
    private final JButton dice = Widgets.button(new JButton(Widgets.dice()), "", "Another seed");

    Seed(TextRow.Listener listener) {
      super(Param.SEED, "Seed", Param.SEED.help(), listener);
      dice.setName("dice");
      dice.getAccessibleContext().setAccessibleName("Another seed");
      dice.setMargin(new Insets(1, 4, 1, 4));
      dice.addActionListener(
          e -> {
            write(Long.toString(ThreadLocalRandom.current().nextInt(1, MOST)));
            tell(true);
          });
    }

    @Override
    public JComponent beside() {
      return dice;
    }

    @Override
    public void enable(boolean on) {
      super.enable(on);
      dice.setEnabled(on);
    }
  }

  @Override
  public boolean set(Param param, Object value, boolean settled) {
    boolean fine = settled ? presenter.set(param, value) : presenter.offer(param, value);
    for (FormGrid grid : List.of(what, how, edits, controls, sampler)) {
      if (grid.rows().containsKey(param)) {
        grid.error(param, fine || !settled ? null : presenter.refusal());
      }
    }
    return fine;
  }

  @Override
  public void left() {
    EventQueue.invokeLater(
        () -> {
          if (last != null) {
            show(last);
          }
        });
  }

  private static List<String> own(List<String> others) {
    List<String> names = new ArrayList<>(others);
    names.add(0, OWN);
    return names;
  }

  private List<String> masks() {
    return ImageNames.fitting(image, List.of("Selection", "Overlay", "ROI Manager"));
  }

  private List<String> maps() {
    List<String> kinds = new ArrayList<>(Param.KIND.choices());
    kinds.add(0, "");
    return ImageNames.fitting(image, kinds);
  }

  void show(Snapshot s) {
    last = s;
    // a snapshot made before the last value was set would take that back
    if (s.version() == presenter.version()) {
      values(s);
    }
    enable(s);
    details.say(Note.Kind.PLAIN, PanelText.details(s));
  }

  private void values(Snapshot s) {
    if (s.open()) {
      steps.range(Math.max(LEAST_STEPS, s.steps()));
    }
    horizon.range(s.steps() > 0 ? s.steps() : LEAST_STEPS);
    for (FormGrid grid : List.of(what, how, controls, sampler)) {
      grid.rows().forEach((param, row) -> row.show(value(s, param)));
    }
  }

  private static String value(Snapshot s, Param param) {
    return s.values().get(param) == null && param == Param.SEAM ? "" : s.values().get(param);
  }

  private void enable(Snapshot s) {
    boolean there = !s.gone();
    boolean fresh = !s.closed() && !s.open();
    Snapshot.ModelDefaults f = s.model();
    boolean guided = there && f != null && f.guided();
    prompt.enable(there);
    // what a model cannot read must still be possible to clear
    negative.enable(guided || there && !negative.text().isEmpty());
    guidance.enable(guided);
    boolean nets = there && f != null && f.controlled();
    control.enable(nets);
    String map = s.values().get(Param.CONTROL);
    controlWeight.enable(nets && map != null && !map.isBlank());
    for (Row row : List.of(editWeight, horizon, strength, steps, scheduler, seam, output)) {
      row.enable(there);
    }
    mask.enable(!s.closed());
    for (Row row : List.of(model, seed, latents)) {
      row.enable(fresh);
    }
    steps.label().setText(s.open() ? "Steps left" : "Steps");
    strength.label().setText(s.open() ? "Noise again" : "Strength");
    if (f != null) {
      prompt.words(f.words());
      negative.words(f.words());
      String own = " The model's own: ";
      steps.entry().setToolTipText(Param.STEPS.help() + "." + own + f.steps() + ".");
      guidance.entry().setToolTipText(Param.GUIDANCE.help() + "." + own + f.guidance() + ".");
      scheduler.hint(f.scheduler());
    }
  }
}
