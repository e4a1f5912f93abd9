package io.github.palimpsest.ui.swing;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import io.github.palimpsest.model.Models;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.ui.form.Look;
import io.github.palimpsest.ui.guided.GuidedHost;
import io.github.palimpsest.ui.guided.GuidedPresenter;
import io.github.palimpsest.ui.guided.PanelText;
import io.github.palimpsest.ui.guided.Snapshot;
import io.github.palimpsest.ui.guided.Snapshot.Action;
import io.github.palimpsest.ui.guided.Snapshot.State;
import io.github.palimpsest.ui.window.WindowPlace;
import java.awt.BorderLayout;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.EventQueue;
import java.awt.GridLayout;
import java.awt.Window;
import java.awt.event.ActionEvent;
import java.awt.event.KeyEvent;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.util.List;
import javax.swing.BorderFactory;
import javax.swing.BoxLayout;
import javax.swing.JComponent;
import javax.swing.JDialog;
import javax.swing.JFrame;
import javax.swing.JLabel;
import javax.swing.JOptionPane;
import javax.swing.JPanel;
import javax.swing.JProgressBar;
import javax.swing.KeyStroke;
import javax.swing.Timer;
import javax.swing.WindowConstants;

/**
 * The panel of a guided session, beside its step stack. Shows the snapshots of a {@link
 * GuidedPresenter} and passes on what the user does; nothing here waits for the model.
 */
public final class GuidedWindow extends JFrame {
  private static final long serialVersionUID = 1L;
  private static final int TICK_MILLIS = 200;
  private static final int GAP = 6;
  private static final int WIDTH = 470;
  private static final Color WRONG = new Color(0xB00020);

  private final transient GuidedPresenter presenter;
  private final PlaybackButtons playback;
  private final SettingsPane settings;
  private final transient RunModes modes;
  private final RegionsPane regions;
  private final BranchesPane branches;
  private final JProgressBar progress = new JProgressBar(0, 1);
  private final JLabel paint = new JLabel(" ");
  private final JLabel next = new JLabel(" ");
  private final JLabel message = new JLabel(" ");
  private final JPanel extras = new JPanel();
  private final Timer timer = new Timer(TICK_MILLIS, e -> tick());
  private transient Snapshot last;

  private GuidedWindow(GuidedPresenter presenter, GuidedHost host, List<String> models) {
    super("Guided Diffusion – " + presenter.image().getTitle());
    this.presenter = presenter;
    setName("Guided Diffusion");
    playback = new PlaybackButtons(presenter);
    settings = new SettingsPane(presenter, models);
    regions = new RegionsPane(presenter.image());
    branches = new BranchesPane(presenter::select, () -> presenter.act(Action.SHOW), this::discard);
    modes = new RunModes(presenter, host, this::say);
    extras.add(modes.box());
    lay();
    setDefaultCloseOperation(WindowConstants.DO_NOTHING_ON_CLOSE);
    addWindowListener(
        new WindowAdapter() {
          @Override
          public void windowClosing(WindowEvent e) {
            leave();
          }

          @Override
          public void windowClosed(WindowEvent e) {
            end();
          }
        });
    getRootPane()
        .registerKeyboardAction(
            this::escape,
            KeyStroke.getKeyStroke(KeyEvent.VK_ESCAPE, 0),
            JComponent.WHEN_IN_FOCUSED_WINDOW);
  }

  /**
   * Opens the panel of an image, or brings the one to the front whose session it belongs to, also
   * one that was closed while its session was open. Not on the event thread, for it reads the
   * folders of the models.
   *
   * @param image to repaint, or a stack of an open session
   * @param request what its settings begin with
   * @param host shows stacks and results
   */
  public static void open(ImagePlus image, Request request, GuidedHost host) {
    List<String> models = Models.names();
    EventQueue.invokeLater(
        () -> {
          GuidedWindow window = of(image);
          if (window == null) {
            GuidedPresenter presenter =
                new GuidedPresenter(image, request, host, EventQueue::invokeLater);
            window = new GuidedWindow(presenter, host, models);
            window.begin();
          }
          window.presenter.choose(image);
          window.reveal();
          window.toFront();
        });
  }

  /** The presenter whose snapshots it shows, for tests. */
  GuidedPresenter presenter() {
    return presenter;
  }

  private static GuidedWindow of(ImagePlus image) {
    for (Window w : Window.getWindows()) {
      if (w instanceof GuidedWindow g && g.isDisplayable() && g.presenter.knows(image)) {
        return g;
      }
    }
    return null;
  }

  private void begin() {
    presenter.listen(this::show);
    pack();
    setMinimumSize(new Dimension(Math.min(getWidth(), WIDTH), Math.min(getHeight(), WIDTH)));
    WindowPlace.beside(this, presenter.image().getWindow());
  }

  private void reveal() {
    if (!isVisible()) {
      WindowManager.addWindow(this);
      setVisible(true);
      timer.start();
    }
  }

  /** The panel is closed: its session stays, where it can be reached again or is asked about. */
  private void leave() {
    if (last == null || !last.kept()) {
      dispose();
    } else if (!last.seen()) {
      discard();
    } else {
      modes.stop();
      if (last.state() == State.RUNNING) {
        presenter.act(Action.STOP);
      }
      timer.stop();
      setVisible(false);
      WindowManager.removeWindow(this);
      IJ.showStatus("The session is kept: Guided Diffusion... on its image or stack goes on");
    }
  }

  /** Discards what its user does not want to keep; nothing is asked where nothing can be lost. */
  private void discard() {
    if (last != null && last.kept() && !confirmed()) {
      return;
    }
    boolean closes = last == null || !last.seen();
    presenter.act(Action.DISCARD);
    if (closes) {
      dispose();
    }
  }

  private boolean confirmed() {
    String[] answers = {"Discard", "Keep"};
    JOptionPane pane =
        new JOptionPane(
            PanelText.question(last, presenter.image().getTitle()),
            JOptionPane.QUESTION_MESSAGE,
            JOptionPane.DEFAULT_OPTION,
            null,
            answers,
            answers[1]);
    JDialog dialog = pane.createDialog(this, "Discard");
    dialog.setName("Discard");
    dialog.setVisible(true);
    dialog.dispose();
    return answers[0].equals(pane.getValue());
  }

  private void lay() {
    JPanel top = new JPanel();
    top.setLayout(new BoxLayout(top, BoxLayout.Y_AXIS));
    progress.setStringPainted(true);
    progress.setName("progress");
    paint.setName("edit");
    next.setName("next");
    message.setName("message");
    JPanel bar = new JPanel(new BorderLayout(GAP, 3));
    progress.setString("no session");
    bar.add(progress, BorderLayout.NORTH);
    bar.add(settings.previewRow(presenter), BorderLayout.WEST);
    bar.add(modes.switches(), BorderLayout.EAST);
    JPanel lines = new JPanel(new GridLayout(0, 1, 0, 1));
    lines.add(paint);
    lines.add(next);
    lines.add(message);
    for (JComponent part : new JComponent[] {playback, bar, lines}) {
      part.setAlignmentX(LEFT_ALIGNMENT);
      part.setBorder(BorderFactory.createEmptyBorder(2, 0, 2, 0));
      top.add(part);
    }
    JPanel middle = new JPanel();
    middle.setLayout(new BoxLayout(middle, BoxLayout.Y_AXIS));
    extras.setLayout(new BoxLayout(extras, BoxLayout.Y_AXIS));
    middle.add(settings);
    middle.add(regions);
    middle.add(branches);
    middle.add(extras);
    JPanel all = new JPanel(new BorderLayout(0, 2));
    all.setBorder(BorderFactory.createEmptyBorder(GAP, GAP, GAP, GAP));
    all.add(top, BorderLayout.NORTH);
    all.add(middle, BorderLayout.CENTER);
    Look.plain(all);
    setContentPane(all);
  }

  /** Shows a sentence of the modes, which stands until the presenter says something. */
  private void say(String sentence) {
    tell(message, sentence.isBlank() ? " " : sentence);
  }

  private void show(Snapshot s) {
    if (s.state() == State.RUNNING && (last == null || last.state() != s.state())) {
      IJ.resetEscape();
    }
    last = s;
    playback.show(s);
    settings.show(s);
    branches.show(s);
    progress.setMaximum(Math.max(1, s.steps()));
    progress.setValue(s.step());
    progress.setIndeterminate(s.state() == State.RUNNING && s.steps() == 0);
    progress.setString(PanelText.progress(s));
    tell(paint, PanelText.paint(s));
    tell(next, PanelText.next(s));
    modes.show(s);
    if (!modes.busy()) {
      say(s.message());
    }
    message.setForeground(s.wrong() ? WRONG : getForeground());
    if (s.gone() || !isVisible() && !s.open()) {
      dispose();
    } else if (isDisplayable() && s.kept() && !s.seen()) {
      // closed panel, closed windows: the frames could not be reached any more
      reveal();
    }
  }

  private static void tell(JLabel line, String words) {
    line.setText(words);
    line.setToolTipText(words.isBlank() ? null : words);
  }

  /** Does what ImageJ tells nobody of: Esc in its windows, ROIs of a region, saved stacks. */
  private void tick() {
    if (last == null) {
      return;
    }
    if (last.kept()) {
      presenter.markUnsaved();
    }
    regions.look();
    boolean runs = last.state() == State.RUNNING;
    if ((runs || modes.busy()) && IJ.escapePressed()) {
      IJ.resetEscape();
      escape(null);
    }
  }

  private void escape(ActionEvent e) {
    if (modes.busy()) {
      modes.stop();
    } else if (last != null && last.can().contains(Action.STOP)) {
      presenter.act(Action.STOP);
    }
  }

  private void end() {
    timer.stop();
    WindowManager.removeWindow(this);
    modes.stop();
    presenter.close();
  }
}
