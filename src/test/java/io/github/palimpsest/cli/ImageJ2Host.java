package io.github.palimpsest.cli;

import ij.IJ;
import ij.ImageJ;
import ij.ImagePlus;
import ij.Menus;
import ij.WindowManager;
import ij.process.ByteProcessor;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import net.imagej.patcher.LegacyHooks;
import net.imagej.patcher.LegacyInjector;
import org.scijava.Context;
import org.scijava.MenuPath;
import org.scijava.command.Command;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;
import org.scijava.module.ModuleInfo;
import org.scijava.module.ModuleService;
import org.scijava.plugin.Parameter;
import org.scijava.thread.ThreadService;

/**
 * The thinnest ImageJ2 that still has its traps: ImageJ patched so that a menu command runs as a
 * SciJava module on a thread of SciJava's while the caller waits; macro options visible from that
 * thread; every image current on one thread only; threads used again with what others left on them;
 * ImageJ's own entries of our commands beside SciJava's. For a JVM of its own.
 */
final class ImageJ2Host {
  private static Context context;

  private ImageJ2Host() {}

  /** Patches and starts ImageJ, with a window where there is a display. */
  static void start() {
    LegacyInjector.preinit();
    Started.host();
  }

  static Context context() {
    return context;
  }

  /**
   * Runs a macro on a thread of SciJava's, as ImageJ2 runs scripts, and waits for it.
   *
   * @return what {@code IJ.runMacro} returns
   */
  static Future<String> macro(String text) {
    return context
        .service(ThreadService.class)
        .run(
            () -> {
              Thread thread = Thread.currentThread();
              String name = thread.getName();
              thread.setName("Run$_" + name + "Macro$");
              try {
                return IJ.runMacro(text);
              } finally {
                thread.setName(name);
              }
            });
  }

  /** Leaves another image on every idle thread of SciJava's, as commands that show images do. */
  static void soilThreads() throws InterruptedException, ExecutionException {
    List<Future<?>> busy = new ArrayList<>();
    CountDownLatch all = new CountDownLatch(6);
    for (int i = 0; i < 6; i++) {
      busy.add(
          context
              .service(ThreadService.class)
              .run(
                  () -> {
                    WindowManager.setTempCurrentImage(
                        new ImagePlus("stale", new ByteProcessor(5, 5)));
                    all.countDown();
                    await(all);
                  }));
    }
    for (Future<?> one : busy) {
      one.get();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Apart, so that ImageJ's classes come after the patcher. */
  private static final class Started {
    static void host() {
      context = new Context();
      ModuleService modules = context.service(ModuleService.class);
      LegacyInjector.installHooks(ImageJ2Host.class.getClassLoader(), new Hooks(modules));
      if (!java.awt.GraphicsEnvironment.isHeadless()) {
        new ImageJ(ImageJ.EMBEDDED).setVisible(true);
      }
      MenuEntries.register();
      Map<String, String> table = table();
      table.forEach(
          (label, plugin) -> {
            if (plugin.startsWith("io.github.palimpsest.")) {
              modules.addModule(new LegacyEntry(label, plugin));
            }
          });
      for (CommandInfo info : context.service(CommandService.class).getCommands()) {
        if (info.getDelegateClassName().startsWith("io.github.palimpsest.")
            && info.getMenuPath().getLeaf() != null) {
          table.put(info.getMenuPath().getLeaf().getName(), info.getIdentifier());
        }
      }
      HostModules.awake = true;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, String> table() {
      return Menus.getCommands();
    }
  }

  /** How ImageJ hands its commands over. */
  private static final class Hooks extends LegacyHooks {
    private final ModuleService modules;

    private Hooks(ModuleService modules) {
      this.modules = modules;
    }

    @Override
    public Object getContext() {
      return context;
    }

    @Override
    public Object interceptRunPlugIn(String identifier, String argument) {
      ModuleInfo info = modules.getModuleById(identifier);
      if (info == null || info instanceof LegacyEntry) {
        return null;
      }
      try {
        return modules.run(info, true).get();
      } catch (Exception e) {
        throw e instanceof RuntimeException fault ? fault : new IllegalStateException(e);
      }
    }

    @Override
    public Iterable<Thread> getThreadAncestors() {
      ThreadService threads = context.service(ThreadService.class);
      Iterator<Thread> above =
          Stream.iterate(
                  threads.getParent(Thread.currentThread()), t -> t != null, threads::getParent)
              .limit(8)
              .iterator();
      return () -> above;
    }
  }

  /** A command of ImageJ's as ImageJ2 lists it for its search bar. */
  static final class LegacyEntry extends CommandInfo {
    private final String plugin;

    private LegacyEntry(String label, String plugin) {
      super(LegacyRun.class);
      // without its argument, if it has one
      this.plugin = plugin.replaceFirst("\\(.*", "");
      setMenuPath(new MenuPath("Plugins>Palimpsest>" + label));
    }

    @Override
    public String getIdentifier() {
      return "legacy:" + plugin;
    }
  }

  /** What such an entry would run. */
  public static final class LegacyRun implements Command {
    @Parameter private String className;

    @Override
    public void run() {
      throw new IllegalStateException("the legacy entry of " + className + " was run");
    }
  }
}
