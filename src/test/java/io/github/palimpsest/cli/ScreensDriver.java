package io.github.palimpsest.cli;

import ij.ImagePlus;
import ij.Menus;
import ij.WindowManager;
import ij.gui.ImageWindow;
import java.awt.Component;
import java.awt.Container;
import java.awt.EventQueue;
import java.awt.Menu;
import java.awt.MenuItem;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.Window;
import java.awt.event.WindowEvent;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.swing.AbstractButton;
import javax.swing.JCheckBox;
import javax.swing.JToggleButton;

/**
 * A user who opens every window on one display, in plain ImageJ with real mouse and keys. Takes a
 * picture of each, and writes into {@code faults.txt} what {@link LayoutCheck} finds there. Sees
 * the plugin only through its windows.
 */
final class ScreensDriver extends PanelHands {
  /** Fields that a dialog may show before its user asks for more. */
  private static final int FIELDS = 8;

  /** Commands that begin with something other than a dialog. */
  private static final Set<String> APART =
      Set.of("Guided Diffusion...", "Continue from Step...", "Diffusion Provenance...");

  private final String display = System.getProperty("setting");
  private final List<String> faults = new ArrayList<>();
  private ImagePlus image;
  private int pictures;
  private int clicks;

  @Override
  void run(String imagePath) throws Exception {
    image = open(imagePath);
    part("basic task", this::basicTask);
    part("panel", this::session);
    part("dialogs", this::dialogs);
    Files.write(out.resolve("faults.txt"), faults);
  }

  /** What a user does. */
  private interface Part {
    void run() throws Exception;
  }

  /** Does a part; where it cannot be done, that is a fault, and the next is tried. */
  private void part(String name, Part part) throws Exception {
    try {
      part.run();
    } catch (IllegalStateException | NullPointerException e) {
      String picture = String.format("%s-%02d-%s-fails.png", display, ++pictures, name);
      photograph(picture);
      faults.add(picture + ": " + e + " at " + e.getStackTrace()[1]);
    }
  }

  /** An oval, the menu, OK. */
  private void basicTask() throws Exception {
    tool(1, 1, "oval");
    clicks = 0;
    select(image, new Point(228, 84), new Point(284, 140));
  }

  @Override
  void click(Component what) throws Exception {
    clicks++;
    super.click(what);
  }

  /** The panel idle, stepping, branched, with regions, and live. */
  private void session() throws Exception {
    choose(path("Guided Diffusion..."));
    Container panel = await("the panel", () -> frame("Guided Diffusion"));
    Window window = (Window) panel;
    check(window, "panel-idle", false);
    type(panel, "prompt", "fluorescence nuclei");
    type(panel, "steps", "8");
    press(panel, "Step");
    await("a step", () -> progress(panel).startsWith("step 1 of 8") && idle(panel));
    check(window, "panel-paused", false);
    press(panel, "Branch");
    await("the branch", () -> WindowManager.getImage("nuclei-from1-steps") != null);
    await("its session", () -> idle(panel));
    press(panel, "Add selection");
    settle();
    check(window, "panel-branches", false);
    press(panel, "Run");
    await("its end", () -> progress(panel).startsWith("step 8 of 8") && idle(panel));
    check(window, "panel-done", false);
    press(panel, "Finish");
    ImagePlus result = await("the result", () -> WindowManager.getImage("nuclei-result"));
    await("the origin again", () -> idle(panel));
    check(result.getWindow(), "panel-result", false);
    ask("Diffusion Provenance...", result, "provenance");
    ask("Continue from Step...", WindowManager.getImage("nuclei-steps"), "continue");
    shut(result);
    shut(WindowManager.getImage("nuclei-from1-steps"));
    type(panel, "steps", "400");
    press(panel, "Run");
    click(named(panel, JCheckBox.class, "preview"));
    await("the preview", () -> image.getOverlay() != null);
    check(window, "panel-running", false);
    press(panel, "Stop");
    await("its end", () -> button(panel, "Run").isEnabled());
    discard(panel);
    await("the end", () -> WindowManager.getImage("nuclei-steps") == null);
    click(named(panel, AbstractButton.class, "Live"));
    await("a picture", () -> text(panel, "live-words").startsWith("Up"));
    check(window, "panel-live", false);
    click(named(panel, AbstractButton.class, "Live"));
    close(window);
  }

  /** Every command of the menu that asks. */
  private void dialogs() throws Exception {
    for (String label : labels(menu("Plugins", "Palimpsest"))) {
      if (label.endsWith("...") && !APART.contains(label)) {
        String name = label.toLowerCase(Locale.ROOT).replaceAll("[^a-z]+", "-");
        part(name, () -> ask(label, image, name));
      }
    }
  }

  /** The dialog of a command as it opens, then with every section open. */
  private void ask(String label, ImagePlus current, String name) throws Exception {
    EventQueue.invokeAndWait(() -> WindowManager.setCurrentWindow(current.getWindow()));
    Window dialog = opened(label);
    check(dialog, name, true);
    int opened = openSections(dialog);
    if (opened > 0) {
      check(dialog, name + "-open", false);
    }
    close(dialog);
  }

  /** The window that comes when a command is chosen. */
  private Window opened(String label) throws Exception {
    List<Window> before = Arrays.stream(Window.getWindows()).filter(Window::isShowing).toList();
    choose(path(label));
    Window opened =
        await(
            label,
            () ->
                Arrays.stream(Window.getWindows())
                    .filter(w -> w.isShowing() && !before.contains(w))
                    .filter(w -> !w.getClass().getName().contains("HeavyWeight"))
                    .findFirst()
                    .orElse(null));
    settle();
    return opened;
  }

  private int openSections(Window dialog) throws Exception {
    int opened = 0;
    for (JToggleButton b : all(dialog, JToggleButton.class)) {
      String within = b.getParent().getName();
      if (within != null && within.startsWith("section-") && b.isShowing() && !b.isSelected()) {
        EventQueue.invokeAndWait(b::doClick);
        opened++;
      }
    }
    settle();
    return opened;
  }

  private void settle() throws Exception {
    robot.waitForIdle();
    EventQueue.invokeAndWait(() -> {});
    robot.waitForIdle();
  }

  private void close(Window window) throws Exception {
    EventQueue.invokeLater(
        () -> window.dispatchEvent(new WindowEvent(window, WindowEvent.WINDOW_CLOSING)));
    await("the end of " + window.getName(), () -> !window.isShowing());
  }

  private static void shut(ImagePlus stack) throws Exception {
    EventQueue.invokeAndWait(
        () -> {
          stack.changes = false;
          stack.close();
        });
  }

  /** Takes the picture of a window and notes its faults. */
  private void check(Window window, String name, boolean dialog) throws Exception {
    settle();
    String picture = String.format("%s-%02d-%s.png", display, ++pictures, name);
    photograph(picture);
    EventQueue.invokeAndWait(
        () -> {
          List<String> found = new ArrayList<>();
          if (!(window instanceof ImageWindow)) {
            found.addAll(LayoutCheck.of(window));
          }
          int fields = LayoutCheck.fields(window);
          if (dialog && fields > FIELDS) {
            found.add(fields + " fields at once");
          }
          found.addAll(covered(window));
          found.forEach(f -> faults.add(picture + ": " + f));
        });
  }

  /** Whether it lies over the image although there is room beside. */
  private List<String> covered(Window window) {
    Rectangle screen = window.getGraphicsConfiguration().getBounds();
    Rectangle of = image.getWindow().getBounds();
    Rectangle own = window.getBounds();
    boolean beside =
        Math.max(of.x - screen.x, screen.width - of.x - of.width) >= own.width
            && screen.height >= own.height;
    boolean under =
        Math.max(of.y - screen.y, screen.height - of.y - of.height) >= own.height
            && screen.width >= own.width;
    boolean over = window != image.getWindow() && own.intersects(of);
    return over && (beside || under) ? List.of("it lies over the image") : List.of();
  }

  private static Menu menu(String... path) {
    Menu menu = null;
    for (int i = 0; i < Menus.getMenuBar().getMenuCount(); i++) {
      if (Menus.getMenuBar().getMenu(i).getLabel().equals(path[0])) {
        menu = Menus.getMenuBar().getMenu(i);
      }
    }
    for (int depth = 1; depth < path.length; depth++) {
      for (int i = 0; i < menu.getItemCount(); i++) {
        if (menu.getItem(i).getLabel().equals(path[depth])) {
          menu = (Menu) menu.getItem(i);
          break;
        }
      }
    }
    return menu;
  }

  private static List<String> labels(Menu menu) {
    return new ArrayList<>(paths(menu, List.of("Plugins", "Palimpsest")).keySet());
  }

  private static Map<String, List<String>> paths(Menu menu, List<String> to) {
    Map<String, List<String>> paths = new LinkedHashMap<>();
    for (int i = 0; i < menu.getItemCount(); i++) {
      MenuItem item = menu.getItem(i);
      List<String> path = new ArrayList<>(to);
      path.add(item.getLabel());
      if (item instanceof Menu inner) {
        paths.putAll(paths(inner, path));
      } else {
        paths.put(item.getLabel(), path);
      }
    }
    return paths;
  }

  private static String[] path(String label) {
    List<String> path =
        paths(menu("Plugins", "Palimpsest"), List.of("Plugins", "Palimpsest")).get(label);
    check(path != null, "no " + label + " in the menu");
    return path.toArray(String[]::new);
  }
}
