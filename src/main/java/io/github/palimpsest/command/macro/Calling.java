package io.github.palimpsest.command.macro;

import ij.Executer;
import ij.ImagePlus;
import ij.WindowManager;
import ij.macro.Interpreter;
import java.awt.EventQueue;
import java.lang.ref.WeakReference;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.stream.Stream;
import org.scijava.thread.ThreadService;

/**
 * Who calls a command: the thread that waits for it, and what of ImageJ belongs to that thread.
 * ImageJ's own flags say only whether any macro runs anywhere; the stack of the thread says whether
 * this command was called by one.
 */
public final class Calling {
  /** How ImageJ2 hands one of ImageJ's commands to SciJava. */
  private static final String HANDED_OVER = "interceptRunPlugIn";

  private static final Set<String> IMAGEJ = Set.of("ij.IJ", "ij.Executer");

  /** By thread, which macro called the command that runs there. */
  private static final Map<Thread, WeakReference<Interpreter>> MACROS =
      Collections.synchronizedMap(new WeakHashMap<>());

  private final Thread thread;
  private final boolean byRun;
  private final boolean byScript;
  private final boolean waits;
  private final Interpreter macro;
  private final String options;

  private Calling(
      Thread thread, boolean byRun, boolean byScript, boolean waits, Interpreter macro) {
    this.thread = thread;
    this.byRun = byRun;
    this.byScript = byScript;
    this.waits = waits;
    this.macro = macro;
    options = byRun ? ThreadState.options(thread) : null;
  }

  /**
   * Notes from now on, at the beginning of every command of ImageJ's and on the thread that runs
   * it, which macro has called it. Without, a SciJava module asks when another macro may have
   * called one of its own already.
   */
  public static void watchCommands() {
    Executer.addCommandListener(
        command -> {
          Interpreter macro = ThreadState.macro();
          if (macro == null) {
            MACROS.remove(Thread.currentThread());
          } else {
            MACROS.put(Thread.currentThread(), new WeakReference<>(macro));
          }
          return command;
        });
  }

  /**
   * The caller of the ImageJ plugin that this thread runs.
   *
   * @param plugin whose {@code run} is on the stack
   */
  public static Calling ofPlugin(Class<?> plugin) {
    return of(Thread.currentThread(), plugin.getName());
  }

  /** The caller of the SciJava module that this thread runs. */
  public static Calling ofModule(ThreadService threads) {
    Thread worker = Thread.currentThread();
    Thread caller = threads.getParent(worker);
    if (caller == null) {
      return of(worker, null);
    }
    // left by another command on a thread that SciJava uses again
    WindowManager.setTempCurrentImage(null);
    return of(caller, null);
  }

  private static Calling of(Thread thread, String plugin) {
    List<StackTraceElement> stack = List.of(thread.getStackTrace());
    int first = 0;
    while (first < stack.size() && !stack.get(first).getClassName().equals("ij.IJ")) {
      first++;
    }
    int next = first;
    boolean run = false;
    while (next < stack.size() && IMAGEJ.contains(stack.get(next).getClassName())) {
      run |= stack.get(next).getMethodName().equals("run") && in(stack, next, "ij.IJ");
      next++;
    }
    boolean byRun = run && first > 0 && handsOver(stack.get(first - 1), plugin);
    boolean inMacro =
        byRun
            && stack.subList(next, stack.size()).stream()
                .anyMatch(frame -> frame.getClassName().equals("ij.macro.Interpreter"));
    boolean byMacro =
        inMacro && next < stack.size() && stack.get(next).getClassName().startsWith("ij.macro.");
    boolean waits =
        byRun
            || thread == Thread.currentThread()
            || stack.stream()
                .anyMatch(frame -> frame.getClassName().equals("java.util.concurrent.FutureTask"));
    return new Calling(thread, byRun, byRun && !byMacro, waits, inMacro ? macro(thread) : null);
  }

  private static Interpreter macro(Thread thread) {
    WeakReference<Interpreter> noted = MACROS.get(thread);
    Interpreter macro = noted == null ? null : noted.get();
    return macro != null ? macro : ThreadState.macro();
  }

  private static boolean in(List<StackTraceElement> stack, int i, String type) {
    return stack.get(i).getClassName().equals(type);
  }

  private static boolean handsOver(StackTraceElement frame, String plugin) {
    return frame.getClassName().equals(plugin) || frame.getMethodName().equals(HANDED_OVER);
  }

  /** Whether a macro, or a script by {@code IJ.run}, gave the inputs as options. */
  public boolean byRun() {
    return byRun;
  }

  /** Whether the nearest caller of {@code IJ.run} is a script, inside a macro or not. */
  boolean byScript() {
    return byScript;
  }

  /** The macro that waits for the command, or null. */
  public Interpreter macro() {
    return macro;
  }

  /** The options given to {@code IJ.run}, or null. */
  public String options() {
    return options;
  }

  /** Whether the macro that called has run to its end, or was aborted. */
  boolean ended() {
    return macro.done()
        || Stream.of(thread.getStackTrace())
            .noneMatch(frame -> frame.getClassName().equals("ij.macro.Interpreter"));
  }

  /** Whether the event dispatch thread waits, so that no dialog can be answered meanwhile. */
  boolean blocksEvents() {
    return waits && thread != Thread.currentThread() && thread.getName().contains("AWT-EventQueue");
  }

  /** The image that the caller sees as current, or null. */
  public ImagePlus image() {
    // what the event thread keeps is not what a user sees, unless it runs a macro
    boolean events = thread.getName().contains("AWT-EventQueue") && !byRun;
    ImagePlus own = events ? null : ThreadState.image(thread);
    return own != null ? own : active();
  }

  /** The image that is current on a thread without one of its own. */
  private static ImagePlus active() {
    ImagePlus own = WindowManager.getTempCurrentImage();
    try {
      WindowManager.setTempCurrentImage(null);
      ImagePlus active = WindowManager.getCurrentImage();
      return active == null || active.getProcessor() == null ? null : active;
    } finally {
      WindowManager.setTempCurrentImage(own);
    }
  }

  /** Makes {@code image}, which is shown already, current for the caller's next statement. */
  public void makeCurrent(ImagePlus image) {
    if (Thread.currentThread() != thread) {
      WindowManager.setTempCurrentImage(null);
    }
    if (waits && !(EventQueue.isDispatchThread() && !byRun)) {
      WindowManager.setTempCurrentImage(thread, image.getWindow() == null ? image : null);
    }
  }
}
