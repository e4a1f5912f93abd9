package io.github.palimpsest.leftover;

import ij.IJ;
import ij.ImagePlus;
import ij.Macro;
import ij.WindowManager;
import ij.macro.Interpreter;
import ij.plugin.frame.RoiManager;
import io.github.palimpsest.check.Scarce;
import io.github.palimpsest.concurrent.Threads;
import io.github.palimpsest.model.TinyModels;
import io.github.palimpsest.model.onnx.Natives;
import java.awt.Window;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TimeZone;
import java.util.TreeSet;
import java.util.concurrent.SynchronousQueue;

/**
 * What test classes share because they run in one virtual machine, as it is at a moment.
 *
 * @param things that were made and must end: held models, threads, windows, images, files; each
 *     with its description
 * @param settings by name
 */
record VirtualMachine(Map<Object, String> things, Map<String, Object> settings) {
  private static final File TEMPORARY = new File(System.getProperty("java.io.tmpdir"));

  /** Whether no other process makes files there. */
  private static final boolean OWN_TEMPORARY =
      TEMPORARY.toPath().toAbsolutePath().startsWith(Path.of("target").toAbsolutePath());

  /** System properties that libraries and Java's own classes set when they are loaded. */
  private static final List<String> SET_ONCE =
      List.of(
          "awt.", "jdk.", "jna.", "jnidispatch.", "palimpsest.loaded.", "sun.", "user.timezone");

  /**
   * Files that stay to the end of the virtual machine, such as native libraries of codecs; JUnit
   * takes its own away later.
   */
  private static final List<String> KEPT =
      List.of("junit-", TinyModels.PREFIX, "palimpsest-cache.", "lib");

  /** Makes the folder of temporary files if it is ours. */
  static void makeTemporary() {
    if (OWN_TEMPORARY) {
      TEMPORARY.mkdirs();
    }
  }

  static VirtualMachine now() {
    Map<Object, String> things = new HashMap<>(Natives.held());
    threads(things);
    images(things);
    for (Window window : Window.getWindows()) {
      if (window.isDisplayable()) {
        things.put(window, "an open window: " + window);
      }
    }
    if (OWN_TEMPORARY) {
      files(things);
    }
    Map<String, Object> settings = new HashMap<>(Natives.hooks());
    settings.putAll(Threads.hooks());
    settings.putAll(Scarce.hooks());
    settings.putAll(Hidden.preferences());
    java(settings);
    imageJ(settings);
    return new VirtualMachine(things, settings);
  }

  /** What has come, or has changed, one sentence each. */
  List<String> since(VirtualMachine before) {
    List<String> left = new ArrayList<>();
    things.forEach(
        (thing, description) -> {
          if (!before.things.containsKey(thing)) {
            left.add(description);
          }
        });
    TreeSet<String> names = new TreeSet<>(settings.keySet());
    names.addAll(before.settings.keySet());
    for (String name : names) {
      Object was = before.settings.get(name);
      Object is = settings.get(name);
      if (!Objects.equals(was, is)) {
        left.add(name + " = " + is + ", which was " + was);
      }
    }
    return left;
  }

  /** Our own, but for those that wait a while to be used again, and all that keep Java alive. */
  private static void threads(Map<Object, String> things) {
    ThreadGroup top = Thread.currentThread().getThreadGroup();
    while (top.getParent() != null) {
      top = top.getParent();
    }
    Thread[] all = new Thread[top.activeCount() + 50];
    int count = top.enumerate(all);
    for (int i = 0; i < count; i++) {
      String name = all[i].getName();
      boolean ours = name.startsWith("Palimpsest") && !name.equals("Palimpsest-helper");
      boolean javas = name.startsWith("AWT-") || name.startsWith("junit-");
      if (ours || !javas && !all[i].isDaemon()) {
        StackTraceElement[] trace = all[i].getStackTrace();
        if (!idle(trace)) {
          things.put(all[i], "a thread: " + name + stack(trace));
        }
      }
    }
  }

  /** Whether a thread waits in a pool such as ImageJ's, which it leaves by itself. */
  private static boolean idle(StackTraceElement[] trace) {
    return Arrays.stream(trace)
        .anyMatch(element -> element.getClassName().startsWith(SynchronousQueue.class.getName()));
  }

  private static void images(Map<Object, String> things) {
    int[] ids = WindowManager.getIDList();
    for (int id : ids == null ? new int[0] : ids) {
      things.put(id, "an open image: " + WindowManager.getImage(id));
    }
    for (ImagePlus image : Hidden.batchImages()) {
      things.put(image.getID(), "an image of batch mode: " + image);
    }
    ImagePlus temporary = WindowManager.getTempCurrentImage();
    if (temporary != null) {
      things.put(temporary, "a current image: " + temporary);
    }
    if (RoiManager.getRawInstance() != null) {
      things.put(RoiManager.getRawInstance(), "a ROI Manager");
    }
  }

  private static void files(Map<Object, String> things) {
    String[] names = TEMPORARY.list();
    for (String name : names == null ? new String[0] : names) {
      if (KEPT.stream().noneMatch(name::startsWith)) {
        things.put(name, "a temporary file: " + new File(TEMPORARY, name));
      }
    }
  }

  private static void java(Map<String, Object> settings) {
    for (String name : System.getProperties().stringPropertyNames()) {
      if (SET_ONCE.stream().noneMatch(name::startsWith)) {
        settings.put("system property " + name, System.getProperty(name));
      }
    }
    settings.put("the locale", Locale.getDefault());
    settings.put("the locale of numbers", Locale.getDefault(Locale.Category.FORMAT));
    settings.put("the time zone", TimeZone.getDefault());
    settings.put("System.out", System.out);
    settings.put("System.err", System.err);
    settings.put("what catches exceptions", Thread.getDefaultUncaughtExceptionHandler());
    settings.put("an interrupt of the thread", Thread.currentThread().isInterrupted());
    settings.put("the thread's class loader", Thread.currentThread().getContextClassLoader());
  }

  private static void imageJ(Map<String, Object> settings) {
    settings.put("the ImageJ", IJ.getInstance());
    settings.put("batch mode", Interpreter.isBatchMode());
    settings.put("the running macro", Interpreter.getInstance());
    settings.put("the options of a macro", Macro.getOptions());
  }

  static String stack(StackTraceElement[] trace) {
    StringBuilder lines = new StringBuilder();
    for (StackTraceElement element : trace) {
      lines.append("\n    at ").append(element);
    }
    return lines.toString();
  }
}
