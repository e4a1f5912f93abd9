package io.github.palimpsest.ui.swing;

import ij.ImagePlus;
import io.github.palimpsest.image.OpenImages;
import io.github.palimpsest.inpaint.input.ImageModels;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.sample.solver.Schedulers;
import io.github.palimpsest.ui.form.ChoiceRow;
import io.github.palimpsest.ui.form.TextRow;
import io.github.palimpsest.ui.form.ValueRow;
import io.github.palimpsest.ui.form.Widgets;
import io.github.palimpsest.ui.guided.GuidedPresenter;
import io.github.palimpsest.ui.guided.Snapshot;
import java.awt.BorderLayout;
import java.awt.EventQueue;
import java.awt.FlowLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import javax.swing.BoxLayout;
import javax.swing.JButton;
import javax.swing.JCheckBox;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JSpinner;
import javax.swing.SpinnerNumberModel;

/** The fields, sliders and choices of everything a user sets; shows a {@link Snapshot}'s values. */
final class SettingsPane extends JPanel implements TextRow.Listener {
  private static final long serialVersionUID = 1L;
  private static final double HUNDREDTH = 0.01;
  private static final double TENTH = 0.1;
  private static final String ALL = "all";
  private static final String OWN = "the model's own";
  private static final int GUIDANCE_TOP = 15;
  private static final int LEAST_STEPS = 50;

  private final transient GuidedPresenter presenter;
  private final transient ImagePlus image;
  private final transient TextRow prompt = text(Param.PROMPT, "Prompt");
  private final transient TextRow negative = text(Param.NEGATIVE, "Negative");
  private final transient TextRow control = text(Param.CONTROL, "Control map");
  private final transient TextRow seed = text(Param.SEED, "Seed");
  private final transient ValueRow guidance =
      slider(Param.GUIDANCE, "&Guidance", Param.GUIDANCE.help(), GUIDANCE_TOP, TENTH, null);
  private final transient ValueRow controlWeight =
      slider(
          Param.CONTROLWEIGHT, "&Control weight", Param.CONTROLWEIGHT.help(), 2, HUNDREDTH, null);
  private final transient ValueRow editWeight =
      slider(
          Param.WEIGHT,
          "Edit &weight",
          "How much of your paint is taken in: 0 none, 1 as painted",
          1,
          HUNDREDTH,
          null);
  private final transient ValueRow horizon =
      slider(
          Param.HORIZON,
          "Edit &horizon",
          "For how many steps the paint is held; fewer let the model blend it in",
          LEAST_STEPS,
          1,
          ALL);
  private final transient ValueRow strength =
      slider(
          Param.STRENGTH,
          "Str&ength",
          "0 keeps the image, 1 repaints from noise; in a session: noise the estimate again",
          1,
          HUNDREDTH,
          null);
  private final transient ValueRow steps =
      slider(
          Param.STEPS,
          "S&teps left",
          "Steps of the run; in a session those that remain",
          LEAST_STEPS,
          1,
          null);
  private final transient ChoiceRow scheduler;
  private final transient ChoiceRow seam;
  private final transient ChoiceRow model;
  private final transient ChoiceRow mask;
  private final transient ChoiceRow output;
  private final JCheckBox latents = new JCheckBox();
  private final JButton dice = new JButton(Widgets.dice());
  private final JCheckBox preview = new JCheckBox();
  private final JSpinner every = new JSpinner(new SpinnerNumberModel(1, 1, 100, 1));
  private transient Snapshot last;

  /**
   * @param models names of those that are installed
   */
  SettingsPane(GuidedPresenter presenter, List<String> models) {
    this.presenter = presenter;
    image = presenter.image();
    scheduler = choice(Param.SCHEDULER, "Sched&uler", own(Schedulers.names()), false, OWN);
    seam = choice(Param.SEAM, "Seam", own(Param.SEAM.choices()), false, OWN);
    model = choice(Param.MODEL, "Mo&del", models, true, null);
    mask = choice(Param.MASK, "Mas&k", masks(), false, null);
    mask.offerWhenOpened(this::masks);
    output = choice(Param.OUTPUT, "Output", Param.OUTPUT.choices(), false, null);
    editWeight.show("1");
    horizon.show(Integer.toString(Integer.MAX_VALUE));
    lay();
  }

  private TextRow text(Param param, String text) {
    return new TextRow(param, text, param.help(), this);
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

  @Override
  public boolean set(Param param, Object value, boolean settled) {
    return settled ? presenter.set(param, value) : presenter.offer(param, value);
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

  private void lay() {
    setLayout(new BoxLayout(this, BoxLayout.Y_AXIS));
    Widgets.Form what = new Widgets.Form("What to paint");
    what.row(model.label, model.box, null);
    what.row(mask.label, pair(mask.box, output.label, output.box), null);
    what.add(prompt);
    what.add(negative);
    what.add(control);
    add(what);
    Widgets.Form how = new Widgets.Form("Guidance");
    how.add(guidance);
    how.add(controlWeight);
    how.add(editWeight);
    how.add(horizon);
    how.add(strength);
    how.add(steps);
    Widgets.button(
        latents,
        "Latents (&x)",
        "Also show the raw latents x of every step; they can be painted on");
    latents.setName("latents");
    latents.addActionListener(e -> presenter.set(Param.LATENTS, latents.isSelected()));
    how.row(scheduler.label, scheduler.box, latents);
    Widgets.button(dice, "", "Another random seed");
    dice.setName("dice");
    dice.setMargin(new java.awt.Insets(1, 4, 1, 4));
    dice.addActionListener(
        e -> seed.field.setText(Long.toString(ThreadLocalRandom.current().nextInt(1, 1_000_000))));
    how.row(seam.label, seam.box, null);
    how.row(seed.label, seed.field, dice);
    add(how);
  }

  /** The preview's switch, for the window's upper part. */
  JPanel previewRow(GuidedPresenter presenter) {
    Widgets.button(
        preview,
        "Li&ve preview on the image",
        "Lays the estimate over the image while it forms; its pixels stay");
    preview.setName("preview");
    every.setName("every");
    every.setToolTipText("Show every n-th step");
    Runnable tell = () -> presenter.preview(preview.isSelected() ? (Integer) every.getValue() : 0);
    preview.addActionListener(e -> tell.run());
    every.addChangeListener(e -> tell.run());
    JPanel row = new JPanel(new FlowLayout(FlowLayout.LEADING, 3, 0));
    row.add(preview);
    row.add(new JLabel("every"));
    row.add(every);
    row.add(new JLabel("steps"));
    return row;
  }

  private static JPanel pair(
      javax.swing.JComponent left, JLabel middle, javax.swing.JComponent right) {
    JPanel pair = new JPanel(new BorderLayout(6, 0));
    JPanel end = new JPanel(new BorderLayout(6, 0));
    end.add(middle, BorderLayout.WEST);
    end.add(right, BorderLayout.CENTER);
    pair.add(left, BorderLayout.CENTER);
    pair.add(end, BorderLayout.EAST);
    return pair;
  }

  private static List<String> own(List<String> others) {
    List<String> names = new ArrayList<>(others);
    names.add(0, OWN);
    return names;
  }

  private List<String> masks() {
    List<String> masks = new ArrayList<>(List.of("Selection", "Overlay", "ROI Manager"));
    List<ImagePlus> others = new ArrayList<>(OpenImages.all());
    others.removeIf(
        other ->
            other == image
                || other.getWidth() != image.getWidth()
                || other.getHeight() != image.getHeight());
    for (ImagePlus other : others) {
      String title = other.getTitle();
      boolean one = others.stream().filter(o -> title.equals(o.getTitle())).count() == 1;
      // several of one title are told apart by their IDs
      masks.add(one && !masks.contains(title) ? title : Integer.toString(other.getID()));
    }
    return masks;
  }

  void show(Snapshot s) {
    last = s;
    // a snapshot made before the last value was set would take that back
    if (s.version() == presenter.version()) {
      values(s);
    }
    enable(s);
  }

  private void values(Snapshot s) {
    var v = s.values();
    prompt.show(v.get(Param.PROMPT));
    negative.show(v.get(Param.NEGATIVE));
    control.show(v.get(Param.CONTROL));
    seed.show(v.get(Param.SEED));
    guidance.show(v.get(Param.GUIDANCE));
    controlWeight.show(v.get(Param.CONTROLWEIGHT));
    strength.show(v.get(Param.STRENGTH));
    if (s.open()) {
      steps.range(Math.max(LEAST_STEPS, s.steps()));
    }
    horizon.range(s.steps() > 0 ? s.steps() : LEAST_STEPS);
    steps.show(v.get(Param.STEPS));
    scheduler.show(v.get(Param.SCHEDULER));
    seam.show(v.getOrDefault(Param.SEAM, ""));
    model.show(v.get(Param.MODEL));
    mask.show(v.get(Param.MASK));
    output.show(v.get(Param.OUTPUT));
    latents.setSelected(Boolean.parseBoolean(v.get(Param.LATENTS)));
  }

  private void enable(Snapshot s) {
    boolean there = !s.gone();
    boolean fresh = !s.closed() && !s.open();
    Snapshot.ModelDefaults f = s.model();
    boolean text = there && f != null && f.text();
    boolean guided = there && f != null && f.guided();
    // what a model cannot read must still be possible to clear
    prompt.field.setToolTipText(Param.PROMPT.help() + ". " + ImageModels.knows(image));
    prompt.enable(text || there && !prompt.field.getText().isEmpty());
    negative.enable(guided || there && !negative.field.getText().isEmpty());
    guidance.enable(guided);
    boolean nets = there && f != null && f.controlled();
    control.enable(nets);
    String map = s.values().get(Param.CONTROL);
    controlWeight.enable(nets && map != null && !map.isBlank());
    editWeight.enable(there);
    horizon.enable(there);
    strength.enable(there);
    steps.enable(there);
    scheduler.enable(there);
    seam.enable(there);
    mask.enable(!s.closed());
    output.enable(there);
    model.enable(fresh);
    seed.enable(fresh);
    latents.setEnabled(fresh);
    dice.setEnabled(fresh);
    preview.setEnabled(!s.closed());
    every.setEnabled(!s.closed() && preview.isSelected());
    steps.label.setText(s.open() ? "Steps left" : "Steps");
    strength.label.setText(s.open() ? "Noise again" : "Strength");
  }
}
