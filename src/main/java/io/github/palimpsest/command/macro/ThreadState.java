package io.github.palimpsest.command.macro;

import ij.IJ;
import ij.ImagePlus;
import ij.Macro;
import ij.WindowManager;
import ij.macro.Interpreter;
import java.lang.reflect.Field;
import java.util.Map;

/**
 * The state that ImageJ keeps for each thread, seen from another one: SciJava runs a command on a
 * thread of its own while the thread that called it, to which all this belongs, waits. ImageJ
 * itself only tells each thread about itself.
 */
final class ThreadState {
  private ThreadState() {}

  /**
   * The image that is current on {@code thread} only, or null: that of {@code IJ.run(imp, …)}, or
   * the one that a macro in batch mode or without a display has in front. One that has been closed
   * since does not count.
   */
  static ImagePlus image(Thread thread) {
    ImagePlus own =
        kept(WindowManager.class, "tempImageTable") instanceof Map<?, ?> table
            ? (ImagePlus) table.get(thread)
            : thread == Thread.currentThread() ? WindowManager.getTempCurrentImage() : null;
    return own == null || own.getProcessor() == null ? null : own;
  }

  /** The options with which {@code thread} called {@code IJ.run}, or null. */
  static String options(Thread thread) {
    return kept(Macro.class, "table") instanceof Map<?, ?> table
        ? (String) table.get(thread)
        : Macro.getOptions();
  }

  /**
   * The macro that called {@code IJ.run} last. ImageJ keeps it once for all threads, so it is to be
   * asked as soon as a command starts.
   */
  static Interpreter macro() {
    return kept(IJ.class, "macroInterpreter") instanceof Interpreter calling
        ? calling
        : Interpreter.getInstance();
  }

  /** What {@code IJ.runMacro} returns to the caller of an aborted macro. */
  static void returnAborted(Interpreter macro) {
    try {
      field(Interpreter.class, "returnValue").set(macro, "[aborted]");
    } catch (ReflectiveOperationException e) {
      // another ImageJ may name it differently: then the caller gets nothing
    }
  }

  /** A static field, or null where another ImageJ names it differently. */
  private static Object kept(Class<?> where, String name) {
    try {
      return field(where, name).get(null);
    } catch (ReflectiveOperationException e) {
      return null;
    }
  }

  private static Field field(Class<?> where, String name) throws NoSuchFieldException {
    Field field = where.getDeclaredField(name);
    field.setAccessible(true);
    return field;
  }
}
