package io.github.palimpsest.cli;

import ij.ImagePlus;
import io.github.palimpsest.inpaint.monitor.Monitor;
import sun.misc.Signal;

/**
 * Shows a long run on stderr, a plain line every few seconds, and stops it at Ctrl-C as Esc does in
 * ImageJ: what is finished stays, and the caller goes on to its end. A second Ctrl-C ends the
 * process.
 *
 * <p>Not by a hook at the JVM's end: ONNX Runtime would be closed while it computes.
 */
public final class BatchConsole extends Monitor.Cancellable {
  private static final long SECOND = 1_000_000_000L;
  private static final long OFTEN = 5 * SECOND;
  private static final long SELDOM = 30 * SECOND;

  /** After so long lines come seldom. */
  private static final long BEGINNING = 60 * SECOND;

  private final long begun = System.nanoTime();
  private long said = begun - OFTEN;
  private volatile int signal;

  /** Shows and stops a run from now on. */
  public BatchConsole() {
    handle("INT");
    handle("TERM");
    // the terminal was closed; nohup is heeded
    handle("HUP");
  }

  private void handle(String name) {
    try {
      Signal.handle(new Signal(name), this::caught);
    } catch (IllegalArgumentException e) {
      // this system has no such signal, or its caller has switched it off
    }
  }

  private void caught(Signal caught) {
    if (signal != 0) {
      Runtime.getRuntime().halt(exitStatus());
    }
    signal = caught.getNumber();
    System.err.println("Stopping; finished images stay. Once more to end at once.");
    stop();
  }

  /** The exit status of a process that was stopped, as shells have it: 130 after Ctrl-C. */
  public int exitStatus() {
    return 128 + signal;
  }

  @Override
  public synchronized void status(String words) {
    long now = System.nanoTime();
    if (now - said >= (now - begun < BEGINNING ? OFTEN : SELDOM)) {
      said = now;
      System.err.println(words);
    }
  }

  @Override
  public void progress(double fraction) {
    // the words say it
  }

  @Override
  public void warn(String sentence) {
    System.err.println(sentence);
  }

  @Override
  public void opened(ImagePlus stack) {
    // nothing is shown
  }
}
