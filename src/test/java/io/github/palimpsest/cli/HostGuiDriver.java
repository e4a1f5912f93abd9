package io.github.palimpsest.cli;

import ij.Executer;
import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.GenericDialog;
import ij.gui.MessageDialog;
import ij.gui.MultiLineLabel;
import java.awt.Component;
import java.awt.Dialog;
import java.awt.EventQueue;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import javax.swing.AbstractButton;
import javax.swing.JComboBox;
import javax.swing.JDialog;
import javax.swing.JTextField;

/** What macros, scripts and a user see in ImageJ2 with windows, a line each. */
public final class HostGuiDriver {
  private HostGuiDriver() {}

  /**
   * @param args an image, a folder for results, and how often the first macro runs
   */
  public static void main(String[] args) throws Exception {
    ImageJ2Host.start();
    int status = 1;
    try {
      Windows.run(args[0], Path.of(args[1]), Integer.parseInt(args[2]));
      status = 0;
    } catch (Exception e) {
      e.printStackTrace();
    } finally {
      // ImageJ's window would keep the process
      System.exit(status);
    }
  }

  /** Apart from main, so that ImageJ's classes come after the patcher. */
  private static final class Windows {
    static void run(String field, Path out, int times) throws Exception {
      String open = "open(\"" + field + "\");\nmakeOval(28, 24, 26, 20);\n";
      int before = sum(IJ.openImage(field));
      int repainted = 0;
      for (int i = 0; i < times; i++) {
        ImageJ2Host.soilThreads();
        for (String mode : new String[] {"gui", "batch"}) {
          // with a window of another image in front
          new ImagePlus("front", IJ.openImage(field).getProcessor()).show();
          Path saved = out.resolve(mode + i + ".tif");
          String batch = mode.equals("batch") ? "setBatchMode(true);\n" : "";
          String now = ImageJ2Host.macro(batch + open + inpaint(saved)).get(60, TimeUnit.SECONDS);
          System.out.println(mode + ": " + now);
          repainted += sum(IJ.openImage(saved.toString())) == before ? 0 : 1;
          closeAll();
        }
      }
      System.out.println("repainted: " + repainted);
      macroError(open);
      scriptError();
      user(field, open);
      System.out.println("asked: " + HostModules.ASKED);
    }

    private static String inpaint(Path saved) {
      return """
          run("Diffusion Inpaint...", "steps=2 seed=7 stream");
          now = getTitle();
          saveAs("Tiff", "%s");
          selectImage("field-steps");
          now = now + " " + getTitle();
          close();
          return now + " " + getTitle();
          """
          .formatted(saved);
    }

    private static void macroError(String open) throws Exception {
      Future<String> macro =
          ImageJ2Host.macro(open + "run(\"Diffusion Mask...\", \"fether=3\");\nreturn \"on\";");
      GenericDialog dialog = Hands.await("the error", () -> Hands.window(GenericDialog.class));
      System.out.println("error: " + text(dialog.getMessage()).lines().findFirst().orElse(""));
      close(dialog);
      System.out.println("then: " + macro.get(60, TimeUnit.SECONDS));
      closeAll();
    }

    private static void scriptError() throws Exception {
      FutureTask<String> script =
          new FutureTask<>(
              () -> {
                try {
                  IJ.run("Diffusion Mask...", "fether=3");
                  return "on";
                } catch (RuntimeException e) {
                  return e.getMessage();
                }
              });
      new Thread(script, "script").start();
      MessageDialog dialog = Hands.await("the message", () -> Hands.window(MessageDialog.class));
      close(dialog);
      System.out.println("script: " + script.get(60, TimeUnit.SECONDS));
    }

    /** After a macro with values of its own, the dialog shows the defaults. */
    private static void user(String field, String open) throws Exception {
      ImageJ2Host.macro(
              open
                  + "run(\"Diffusion Inpaint...\", \"steps=1 output=Replace channels=all"
                  + " prompt=cells\");")
          .get(60, TimeUnit.SECONDS);
      closeAll();
      ImagePlus image = IJ.openImage(field);
      image.setRoi(30, 30, 20, 20);
      image.show();
      new Executer("Diffusion Inpaint...", null);
      JDialog dialog = Hands.await("the dialog", () -> Hands.dialog("Diffusion Inpaint"));
      JComboBox<?> output = Hands.named(dialog, JComboBox.class, "output");
      System.out.println(
          "dialog: "
              + dialog.getName()
              + ", replaces "
              + "Replace".equals(output.getSelectedItem()));
      System.out.println("wide: " + (dialog.getWidth() > 1280));
      Hands.fill(dialog, "steps", "2");
      AbstractButton ok = Hands.named(dialog, AbstractButton.class, "OK");
      EventQueue.invokeLater(ok::doClick);
      Hands.await(
          "the result",
          () -> {
            ImagePlus now = WindowManager.getCurrentImage();
            return now != null && now.getTitle().equals("field-result") ? now : null;
          });
      WindowManager.setCurrentWindow(image.getWindow());
      new Executer("Diffusion Inpaint...", null);
      JDialog next = Hands.await("the next", () -> Hands.dialog("Diffusion Inpaint"));
      System.out.println("remembered: " + Hands.named(next, JTextField.class, "steps").getText());
      EventQueue.invokeAndWait(Hands.named(next, AbstractButton.class, "Cancel")::doClick);
      closeAll();
    }

    private static String text(Component message) throws ReflectiveOperationException {
      Field lines = MultiLineLabel.class.getDeclaredField("lines");
      lines.setAccessible(true);
      return String.join("\n", (String[]) lines.get(message));
    }

    private static void close(Dialog dialog) throws Exception {
      EventQueue.invokeAndWait(dialog::dispose);
    }

    private static void closeAll() {
      for (int id : WindowManager.getIDList() == null ? new int[0] : WindowManager.getIDList()) {
        ImagePlus image = WindowManager.getImage(id);
        image.changes = false;
        image.close();
      }
    }

    private static int sum(ImagePlus image) {
      return Arrays.hashCode((short[]) image.getProcessor().getPixels());
    }
  }
}
