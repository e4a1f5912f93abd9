package io.github.palimpsest.ui.swing;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import io.github.palimpsest.model.Models;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.ui.form.Look;
import io.github.palimpsest.ui.form.Section;
import io.github.palimpsest.ui.form.Sections;
import io.github.palimpsest.ui.guided.GuidedHost;
import io.github.palimpsest.ui.guided.GuidedPresenter;
import io.github.palimpsest.ui.guided.PanelText;
import io.github.palimpsest.ui.guided.Snapshot;
import io.github.palimpsest.ui.guided.Snapshot.Action;
import io.github.palimpsest.ui.guided.Snapshot.State;
import io.github.palimpsest.ui.window.WindowPlace;
import java.awt.Dimension;
import java.awt.EventQueue;
import java.awt.Rectangle;
import java.awt.Window;
import java.awt.event.ActionEvent;
import java.awt.event.KeyEvent;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.util.List;
import javax.swing.JComponent;
import javax.swing.JDialog;
import javax.swing.JFrame;
import javax.swing.JOptionPane;
import javax.swing.JPanel;
import javax.swing.KeyStroke;
import javax.swing.Timer;
import javax.swing.WindowConstants;
import net.miginfocom.swing.MigLayout;

/**
 * The panel of a guided session, beside its step stack. Shows the snapshots of a {@link
 * GuidedPresenter} and passes on what the user does; nothing here waits for the model.
 */
public final class GuidedWindow extends JFrame {
  private static final long serialVersionUID = 1L;
  private static final int TICK_MILLIS = 200;

  /** Bars of the desktop and of the window, where nobody says how high they are. */
  private static final int BARS = 60;

  private final transient GuidedPresenter presenter;
  private final TransportPane transport;
  private final transient EstimateSwitch estimate;
  private final transient SettingsPane settings;
  private final transient RunModes modes;
  private final RegionsPane regions;
  private final BranchesPane branches;
  private final transient StackWindows stacks;
  private final Timer timer = new Timer(TICK_MILLIS, e -> tick());
  private transient Snapshot last;

  private GuidedWindow(GuidedPresenter presenter, GuidedHost host, List<String> models) {
    super("Guided Diffusion – " + presenter.image().getTitle());
    this.presenter = presenter;
    setName("Guided Diffusion");
    modes = new RunModes(presenter, host, this::say);
    estimate = new EstimateSwitch(presenter);
    transport = new TransportPane(presenter, modes, estimate, this::discard);
    settings = new SettingsPane(presenter, models, estimate);
    regions = new RegionsPane(presenter.image());
    branches = new BranchesPane(this::select, presenter.branches()::end);
    stacks = new StackWindows(presenter.branches());
    setContentPane(content(transport, settings, regions, branches));
    Look.follow(this);
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
            FocusedHost focused = new FocusedHost(host);
            GuidedPresenter presenter =
                new GuidedPresenter(image, request, focused, EventQueue::invokeLater);
            window = new GuidedWindow(presenter, host, models);
            focused.keep(window);
            window.begin();
          }
          window.presenter.branches().choose(image);
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
    QuitQuestion.begin();
    presenter.listen(this::show);
    pack();
    Window by = presenter.image().getWindow();
    Dimension size = fitting(by);
    setMinimumSize(new Dimension(getContentPane().getMinimumSize().width, size.height / 2));
    WindowPlace.beside(this, size, by);
  }

  /** As large as it would like to be, but not over the image or ImageJ's buttons. */
  private Dimension fitting(Window by) {
    Rectangle screen = WindowPlace.screen(by);
    Rectangle taken = by == null ? new Rectangle(screen.getLocation()) : by.getBounds();
    int left = taken.x - screen.x;
    int beside = Math.max(left, screen.width - left - taken.width);
    int narrow = getContentPane().getMinimumSize().width + getInsets().left + getInsets().right;
    int width = Math.max(narrow, Math.min(getWidth(), beside));
    int room = screen.height - BARS;
    Rectangle bar = IJ.getInstance() == null ? null : IJ.getInstance().getBounds();
    if (bar != null && screen.x + screen.width - bar.x - bar.width < width) {
      room =
          Math.max(
              getContentPane().getMinimumSize().height + BARS / 2,
              screen.y + screen.height - bar.y - bar.height - BARS / 2);
    }
    return new Dimension(width, Math.min(getHeight(), room));
  }

  void reveal() {
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

  /** Whether frames would be lost that no window shows. */
  boolean hides() {
    return isDisplayable() && last != null && last.kept() && presenter.hides();
  }

  /** Asks whether the session may be discarded. */
  boolean confirmed() {
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

  /** Acts on a branch, whose stack comes to the front. */
  private void select(String branch) {
    presenter.branches().select(branch);
    stacks.raise(branch);
  }

  /** What is always seen above what scrolls. */
  static JPanel content(
      TransportPane transport, SettingsPane settings, RegionsPane regions, BranchesPane branches) {
    Sections sections = new Sections();
    settings.first().forEach(sections::put);
    sections.put(new Section("Branches", "panel.branches", branches).openAtFirst());
    sections.put(new Section("Regions with words of their own", "panel.regions", regions));
    settings.more().forEach(sections::put);
    JPanel all =
        new JPanel(new MigLayout("insets rel, fill, wrap 1", "[grow, fill]", "[]rel[grow, fill]"));
    all.add(transport, "w :480lp:");
    all.add(sections.scrolled(), "wmin 0, hmin 100lp");
    return all;
  }

  /** Shows a sentence of the modes, which stands until the presenter says something. */
  private void say(String sentence) {
    transport.say(sentence);
  }

  private void show(Snapshot s) {
    if (s.state() == State.RUNNING && (last == null || last.state() != s.state())) {
      IJ.resetEscape();
    }
    last = s;
    transport.show(s);
    estimate.show(s);
    settings.show(s);
    branches.show(s);
    stacks.mark(s);
    if (s.gone() || !isVisible() && !s.open()) {
      dispose();
    } else if (isDisplayable() && s.kept() && !s.seen()) {
      // closed panel, closed windows: the frames could not be reached any more
      reveal();
    }
  }

  /** Does what ImageJ tells nobody of: Esc in its windows, ROIs of a region, saved stacks. */
  private void tick() {
    if (last == null) {
      return;
    }
    if (last.kept()) {
      presenter.markUnsaved();
    }
    regions.look(last);
    transport.tick();
    stacks.mark(last);
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
    stacks.close();
    presenter.close();
  }
}
