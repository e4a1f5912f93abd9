package io.github.palimpsest.ui.dialog;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.command.input.Advice;
import io.github.palimpsest.command.input.PalimpsestCommand;
import io.github.palimpsest.inpaint.input.WordCheck;
import io.github.palimpsest.request.Request;
import java.awt.EventQueue;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.swing.Timer;

/**
 * Asks a command what it has to say to the values of its form, on a thread of its own, a moment
 * after they have changed; of several answers only the last is shown. For the event thread.
 */
final class Adviser {
  private static final int PAUSE_MILLIS = 150;

  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread worker = new Thread(task, "Palimpsest-advice");
            worker.setDaemon(true);
            return worker;
          });
  private final Timer pause = new Timer(PAUSE_MILLIS, e -> begin());
  private final PalimpsestCommand command;
  private final Supplier<Request> values;
  private final Consumer<Advice> shown;
  private int asked;

  /**
   * An adviser.
   *
   * @param values of the form, or null while one is wrong; asked on the event thread
   * @param shown is given what the command says, on the event thread
   */
  Adviser(PalimpsestCommand command, Supplier<Request> values, Consumer<Advice> shown) {
    this.command = command;
    this.values = values;
    this.shown = shown;
    pause.setRepeats(false);
  }

  /** The values or the image have changed; from any thread. */
  void ask() {
    pause.restart();
  }

  private void begin() {
    Request now = values.get();
    if (now == null || thread.isShutdown()) {
      return;
    }
    int turn = ++asked;
    thread.execute(
        () -> {
          Advice advice = advice(now);
          EventQueue.invokeLater(
              () -> {
                if (turn == asked && !thread.isShutdown()) {
                  shown.accept(advice);
                }
              });
        });
  }

  /** What hinders the advice hinders the run, too. */
  private Advice advice(Request now) {
    try {
      return command.advice(now);
    } catch (BadInput e) {
      List<String> notes = List.of(e.getMessage());
      return new Advice(Map.of(), WordCheck.FREE, Map.of(), notes, "");
    }
  }

  void close() {
    pause.stop();
    thread.shutdownNow();
  }
}
