package io.github.palimpsest.ui.dialog;

import org.scijava.Context;
import org.scijava.command.CommandService;
import org.scijava.task.TaskService;
import org.scijava.thread.ThreadService;

/** The one SciJava context in a plain ImageJ, made on first use (about a third of a second). */
final class PluginContext {
  private PluginContext() {}

  /** The context; safe from any thread. */
  static Context get() {
    return Holder.CONTEXT;
  }

  private static final class Holder {
    private static final Context CONTEXT = create();

    /**
     * SciJava looks for plugins where the thread points, which in ImageJ is not the plugins folder.
     */
    private static Context create() {
      Thread thread = Thread.currentThread();
      ClassLoader before = thread.getContextClassLoader();
      thread.setContextClassLoader(PluginContext.class.getClassLoader());
      try {
        return new Context(CommandService.class, TaskService.class, ThreadService.class);
      } finally {
        thread.setContextClassLoader(before);
      }
    }
  }
}
