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
import java.awt.EventQueue;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.util.ArrayList;
import java.util.List;
import javax.swing.BorderFactory;
import javax.swing.JFrame;
import javax.swing.Timer;
import javax.swing.WindowConstants;

/**
 * The strip of candidates below their stack. Non-modal; ends with the stack, and without it when
 * closed.
 */
public final class CandidatesWindow extends JFrame {
  private static final long serialVersionUID = 1L;
  private static final int TICK_MILLIS = 150;
  private static final int GAP = 6;

  private final transient Candidates candidates;
  private final CandidatesStrip strip;
  private final Timer timer;

  private CandidatesWindow(Candidates candidates, GuidedHost host, List<String> chosen) {
    super("Candidates for " + candidates.source().getTitle());
    this.candidates = candidates;
    setName("Candidates");
    strip =
        new CandidatesStrip(
            candidates,
            values -> {
              List<String> lines = new ArrayList<>(chosen);
              boolean selection = values.text(Param.MASK).equalsIgnoreCase("Selection");
              host.record(recorded(selection ? lines : lines.subList(0, 1), values));
            },
            this::dispose);
    strip.setBorder(BorderFactory.createEmptyBorder(GAP, GAP, GAP, GAP));
    Look.plain(strip);
    setContentPane(strip);
    setDefaultCloseOperation(WindowConstants.DISPOSE_ON_CLOSE);
    timer = new Timer(TICK_MILLIS, e -> strip.look());
    addWindowListener(
        new WindowAdapter() {
          @Override
          public void windowClosed(WindowEvent e) {
            timer.stop();
            strip.end();
            WindowManager.removeWindow(CandidatesWindow.this);
          }
        });
  }

  private static List<String> recorded(List<String> chosen, Request values) {
    List<String> lines = new ArrayList<>(chosen);
    lines.add(MacroLines.run(values));
    return lines;
  }

  /**
   * The macro lines that choose an image and its selection. Asked for before a run begins, because
   * its user may select something else meanwhile.
   */
  public static List<String> chosen(ImagePlus source) {
    return MacroLines.chosen(source, Request.defaults());
  }

  /**
   * Opens the strip of a result with several samples. From any thread; returns at once.
   *
   * @param source what was repainted
   * @param result its stack, shown
   * @param host told what was accepted, as macro lines
   * @param chosen how a macro chooses what was repainted, see {@link #chosen}
   */
  public static void open(
      ImagePlus source, ImagePlus result, GuidedHost host, List<String> chosen) {
    EventQueue.invokeLater(
        () -> {
          CandidatesWindow window =
              new CandidatesWindow(Candidates.of(source, result), host, chosen);
          window.pack();
          WindowPlace.beside(window, window.candidates.stack().getWindow());
          WindowManager.addWindow(window);
          window.setVisible(true);
          window.timer.start();
        });
  }
}
