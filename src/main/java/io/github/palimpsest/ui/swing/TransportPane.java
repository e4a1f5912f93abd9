package io.github.palimpsest.ui.swing;

import io.github.palimpsest.ui.form.Note;
import io.github.palimpsest.ui.form.Widgets;
import io.github.palimpsest.ui.guided.GuidedPresenter;
import io.github.palimpsest.ui.guided.PanelText;
import io.github.palimpsest.ui.guided.Snapshot;
import io.github.palimpsest.ui.guided.Snapshot.Action;
import io.github.palimpsest.ui.guided.Snapshot.State;
import java.awt.CardLayout;
import javax.swing.JButton;
import javax.swing.JPanel;
import javax.swing.JProgressBar;
import net.miginfocom.swing.MigLayout;

/**
 * The upper part of the panel, always seen: what runs a session and says where it is. Live mode
 * takes the place of the session's lines while it is on, so that nothing moves. For the event
 * thread.
 */
final class TransportPane extends JPanel {
  private static final long serialVersionUID = 1L;
  private static final String SESSION = "session";
  private static final String LIVE = "live";
  private static final int FINE = 1000;

  private final PlaybackButtons playback;
  private final transient RunModes modes;
  private final JProgressBar progress = new JProgressBar(0, FINE);
  private final Note paint = note("edit");
  private final Note next = note("next");
  private final Note message = note("message");
  private final JButton shown = new JButton();
  private final JButton discarded = new JButton();
  private final StepStrip strip;
  private final CardLayout cards = new CardLayout();
  private final JPanel card = new JPanel(cards);
  private transient Snapshot last;

  /**
   * @param modes the other ways to run
   * @param estimate shown by its owner
   * @param discard asks whether to end everything
   */
  TransportPane(
      GuidedPresenter presenter, RunModes modes, EstimateSwitch estimate, Runnable discard) {
    super(new MigLayout("insets 0, fillx, wrap 1, gapy 3lp", "[grow, fill]"));
    this.modes = modes;
    playback = new PlaybackButtons(presenter);
    strip = new StepStrip(presenter.branches());
    progress.setName("progress");
    progress.setStringPainted(true);
    progress.setString("no session");
    Widgets.button(
        shown, "Show stacks", "Open closed stacks again, as they were; replace changed ones");
    Widgets.button(
        discarded, "Discard…", "End the session and close its stacks; the image is as it was");
    shown.addActionListener(e -> presenter.act(Action.SHOW));
    discarded.addActionListener(e -> discard.run());
    card.add(session(), SESSION);
    card.add(modes.box(), LIVE);
    modes.onTurned(on -> cards.show(card, on ? LIVE : SESSION));
    JPanel row = new JPanel(new MigLayout("insets 0, fillx", "[]push[]", "[center]"));
    row.add(estimate.box());
    row.add(modes.switches());
    add(playback);
    add(progress);
    add(card, "wmin 0");
    add(row);
  }

  /** Steps in small, what is said of them, and what is done with all of a session. */
  private JPanel session() {
    // lines that say nothing leave their room to the others
    JPanel lines =
        new JPanel(new MigLayout("insets 0, fillx, wrap 1, gapy 0, hidemode 3", "[grow, fill]"));
    for (Note note : new Note[] {message, paint, next}) {
      lines.add(note, "wmin 0");
    }
    JPanel session =
        new JPanel(
            new MigLayout("insets 0, fillx, gap 4lp 2lp", "[grow, fill][fill]", "[][top][top]"));
    session.add(strip, "span 2, growx, wmin 0, wrap");
    session.add(lines, "span 1 2, aligny top, " + room(5));
    session.add(shown, "wrap");
    session.add(discarded);
    return session;
  }

  private static Note note(String name) {
    Note note = new Note("");
    note.setName(name);
    return note;
  }

  /** Always as high as so many lines, so that nothing moves by what is said. */
  static String room(int lines) {
    Note note = new Note("");
    return "wmin 0, h " + lines * note.getFontMetrics(note.getFont()).getHeight() + "px!";
  }

  /** Says something; the tooltip has all of it. */
  static void say(Note note, Note.Kind kind, String words) {
    String said = words.strip();
    note.say(kind, said);
    note.setToolTipText(said.isEmpty() ? null : said);
  }

  /** Shows a sentence of the modes, which stands until the presenter says something. */
  void say(String sentence) {
    say(message, Note.Kind.PLAIN, sentence);
  }

  void show(Snapshot s) {
    last = s;
    playback.show(s);
    strip.show(s);
    shown.setEnabled(s.can().contains(Action.SHOW));
    discarded.setEnabled(s.can().contains(Action.DISCARD));
    say(paint, Note.Kind.PLAIN, PanelText.paint(s));
    say(next, Note.Kind.PLAIN, PanelText.next(s));
    modes.show(s);
    if (!modes.busy()) {
      say(message, s.wrong() ? Note.Kind.ERROR : Note.Kind.PLAIN, s.message());
    }
    progress.setToolTipText(s.steps() == 0 ? null : PanelText.details(s));
    tick();
  }

  /** Time goes on within a step. */
  void tick() {
    if (last != null) {
      strip.look();
      long now = System.nanoTime();
      progress.setIndeterminate(last.state() == State.RUNNING && last.steps() == 0);
      progress.setValue((int) (FINE * PanelText.done(last, now)));
      progress.setString(PanelText.progress(last, now));
    }
  }
}
