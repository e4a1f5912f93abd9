package io.github.palimpsest.ui.candidates;

import ij.ImagePlus;
import ij.WindowManager;
import io.github.palimpsest.candidates.Candidates;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.ui.form.Look;
import io.github.palimpsest.ui.guided.GuidedHost;
import io.github.palimpsest.ui.guided.MacroLines;
import io.github.palimpsest.ui.window.WindowPlace;
import java.awt.Dimension;
import java.awt.KeyboardFocusManager;
import java.awt.Rectangle;
import java.awt.Window;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.util.ArrayList;
import java.util.List;
import javax.swing.BorderFactory;
import javax.swing.JComponent;
import javax.swing.JFrame;
import javax.swing.Timer;
import javax.swing.WindowConstants;
import javax.swing.text.JTextComponent;

/**
 * The strip of candidates: beside the image while they come, then those of their stack. Non-modal;
 * ends with the stack, and without it when closed. For the event thread.
 */
final class CandidatesWindow extends JFrame {
  private static final long serialVersionUID = 1L;
  private static final int TICK_MILLIS = 150;
  private static final int GAP = 6;

  private final transient GuidedHost host;
  private final transient List<String> chosen;
  private final Timer timer = new Timer(TICK_MILLIS, e -> {});

  /** The window that it stands beside. */
  private Window beside;

  /** Takes away what the strip has laid over an image. */
  private transient Runnable end = () -> {};

  /**
   * @param host told what was accepted, as macro lines
   * @param chosen how a macro chooses what was repainted
   */
  CandidatesWindow(ImagePlus source, GuidedHost host, List<String> chosen) {
    super("Candidates for " + source.getTitle());
    this.host = host;
    this.chosen = chosen;
    setName("Candidates");
    setDefaultCloseOperation(WindowConstants.DISPOSE_ON_CLOSE);
    addWindowListener(
        new WindowAdapter() {
          @Override
          public void windowClosed(WindowEvent e) {
            timer.stop();
            end.run();
            host.ended();
            WindowManager.removeWindow(CandidatesWindow.this);
          }
        });
  }

  /**
   * Shows a run that goes on.
   *
   * @param by the window of its image
   */
  void show(ComingStrip strip, Window by) {
    show(strip, by, strip::look, strip::end);
  }

  /** Shows a stack, in place of the run that made it. */
  CandidatesStrip show(Candidates candidates) {
    CandidatesStrip strip =
        new CandidatesStrip(candidates, values -> record(values), this::dispose);
    show(strip, candidates.stack().getWindow(), strip::look, strip::end);
    return strip;
  }

  private void show(JComponent strip, Window by, Runnable look, Runnable ended) {
    end.run();
    end = ended;
    beside = by;
    strip.setBorder(BorderFactory.createEmptyBorder(GAP, GAP, GAP, GAP));
    Look.plain(strip);
    setContentPane(strip);
    for (var old : timer.getActionListeners()) {
      timer.removeActionListener(old);
    }
    timer.addActionListener(e -> look.run());
    if (isVisible()) {
      fit();
      strip.requestFocusInWindow();
      return;
    }
    pack();
    WindowPlace.beside(this, by);
    WindowManager.addWindow(this);
    // who is typing goes on
    setAutoRequestFocus(
        !(KeyboardFocusManager.getCurrentKeyboardFocusManager().getFocusOwner()
            instanceof JTextComponent));
    setVisible(true);
    timer.start();
  }

  /** Grows where the strip needs it, and stays on the screen. */
  void fit() {
    Dimension wanted = getPreferredSize();
    Dimension size =
        new Dimension(Math.max(getWidth(), wanted.width), Math.max(getHeight(), wanted.height));
    if (WindowPlace.screen(this).contains(new Rectangle(getLocation(), size))) {
      setSize(size);
    } else {
      WindowPlace.beside(this, size, beside);
    }
    validate();
  }

  private void record(Request values) {
    boolean selection = values.text(Param.MASK).equalsIgnoreCase("Selection");
    List<String> lines = new ArrayList<>(selection ? chosen : chosen.subList(0, 1));
    lines.add(MacroLines.run(values));
    host.record(lines);
  }
}
