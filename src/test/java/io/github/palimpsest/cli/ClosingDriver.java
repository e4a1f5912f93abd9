package io.github.palimpsest.cli;

import ij.IJ;
import ij.ImageJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.MultiLineLabel;
import ij.gui.OvalRoi;
import ij.text.TextWindow;
import java.awt.Component;
import java.awt.Container;
import java.awt.Dialog;
import java.awt.EventQueue;
import java.awt.Label;
import java.awt.Window;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * A user of plain ImageJ who closes the image while it is repainted. Prints what is said and what
 * is left: message, windows, threads. Runs in a JVM of its own.
 */
public final class ClosingDriver {
  private ClosingDriver() {}

  /**
   * @param args the image
   */
  public static void main(String[] args) {
    try {
      close(args[0]);
      System.exit(0);
    } catch (Exception e) {
      e.printStackTrace();
      System.exit(2);
    }
  }

  private static void close(String file) throws Exception {
    Main.main(new String[] {"gui"});
    EventQueue.invokeAndWait(() -> {});
    ImagePlus image = IJ.openImage(file);
    image.show();
    image.setRoi(new OvalRoi(28.0, 24.0, 26.0, 20.0));
    Thread macro =
        new Thread(
            () -> IJ.runMacro("run('Diffusion Inpaint...', 'steps=1000 stream'); print('on');"),
            "macro");
    macro.start();
    await(() -> WindowManager.getImage("field-steps") != null);
    image.changes = false;
    EventQueue.invokeAndWait(image::close);
    await(() -> message() != null);
    System.out.println("says " + text(message()));
    Dialog dialog = message();
    Thread.sleep(500); // a dialog that is disposed of while it is being shown may wait all the same
    EventQueue.invokeAndWait(dialog::dispose);
    macro.join(20_000);
    System.out.println("macro " + (macro.isAlive() ? "runs" : "ended"));
    EventQueue.invokeAndWait(() -> {});
    Thread.sleep(300);
    System.out.println("windows " + windows());
    System.out.println("threads " + threads());
  }

  private static Dialog message() {
    for (Window w : Window.getWindows()) {
      if (w instanceof Dialog d && d.isShowing()) {
        return d;
      }
    }
    return null;
  }

  private static String[] lines(MultiLineLabel label) throws ReflectiveOperationException {
    // ImageJ tells nobody what it shows
    Field lines = MultiLineLabel.class.getDeclaredField("lines");
    lines.setAccessible(true);
    return (String[]) lines.get(label);
  }

  private static String text(Container dialog) throws ReflectiveOperationException {
    StringBuilder text = new StringBuilder();
    for (Component c : dialog.getComponents()) {
      if (c instanceof Label label) {
        text.append(' ').append(label.getText());
      } else if (c instanceof MultiLineLabel label) {
        text.append(' ').append(String.join(" ", lines(label)));
      } else if (c instanceof Container inner) {
        text.append(' ').append(text(inner));
      }
    }
    return text.toString().strip().replaceAll("\\s+", " ");
  }

  private static List<String> windows() {
    List<String> found = new ArrayList<>();
    for (Window w : Window.getWindows()) {
      if (w.isShowing() && !(w instanceof ImageJ)) {
        boolean written = w instanceof TextWindow;
        found.add(w.getClass().getSimpleName() + (written ? " " + IJ.getLog() : ""));
      }
    }
    return found;
  }

  /** Ours but for helpers, which rest a while, and those that are left of running the macro. */
  private static TreeSet<String> threads() {
    TreeSet<String> found = new TreeSet<>();
    for (Thread t : Thread.getAllStackTraces().keySet()) {
      String name = t.getName();
      boolean ours = name.startsWith("Palimpsest") && !name.equals("Palimpsest-helper");
      if (ours || name.startsWith("Run$_")) {
        found.add(name);
      }
    }
    return found;
  }

  private static void await(java.util.function.BooleanSupplier there) throws InterruptedException {
    for (int i = 0; i < 600; i++) {
      if (there.getAsBoolean()) {
        return;
      }
      Thread.sleep(50);
    }
    throw new IllegalStateException("waited in vain, with " + windows());
  }
}
