package io.github.palimpsest.ui.help;

import ij.IJ;
import io.github.palimpsest.check.ErrorSentence;
import java.awt.EventQueue;
import java.awt.GraphicsEnvironment;
import java.util.List;

/** Opens the help. For any thread; where there is no screen nothing happens. */
public final class Help {
  /** The page that one begins with. */
  public static final String START = "README";

  private Help() {}

  /**
   * Opens a page.
   *
   * @param name {@code page#section}, such as {@code models#devices}; the section may be left out
   */
  public static void open(String name) {
    if (GraphicsEnvironment.isHeadless()) {
      return;
    }
    String address = Links.address(name);
    Thread reader =
        new Thread(
            () -> {
              try {
                HelpPages pages = HelpPages.get();
                EventQueue.invokeLater(() -> HelpWindow.show(pages, address));
              } catch (RuntimeException | Error e) {
                IJ.showMessage("Palimpsest", ErrorSentence.fault("The help", e));
              }
            },
            "Palimpsest-help");
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Opens the section of a command.
   *
   * @param label of the command in the menu
   */
  public static void ofCommand(String label) {
    open(section(label));
  }

  /** The page and section of a command, as {@link #open} takes it. */
  static String section(String label) {
    return "commands#" + Links.anchor(label);
  }

  /** Titles of the pages, in their order. */
  public static List<String> titles() {
    return HelpPages.get().all().stream().map(HelpPage::title).toList();
  }
}
