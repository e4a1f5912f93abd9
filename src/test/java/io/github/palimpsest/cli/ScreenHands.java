package io.github.palimpsest.cli;

import ij.IJ;
import ij.ImagePlus;
import ij.Menus;
import ij.gui.ImageWindow;
import java.awt.Component;
import java.awt.Container;
import java.awt.Dialog;
import java.awt.Dimension;
import java.awt.EventQueue;
import java.awt.Menu;
import java.awt.MenuItem;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.Window;
import java.awt.event.WindowEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.swing.JCheckBox;
import javax.swing.JComboBox;
import javax.swing.JLabel;
import javax.swing.JSlider;
import javax.swing.JSpinner;
import javax.swing.JToggleButton;
import javax.swing.text.JTextComponent;

/**
 * Hands that take a picture of every window on one display and note what {@link LayoutCheck} finds
 * wrong with it; they count their clicks and hear what the status bar says.
 */
abstract class ScreenHands extends PanelHands {
  /** Fields that a dialog may show before its user asks for more. */
  private static final int FIELDS = 8;

  private static final int GRID = 8;

  final List<String> faults = new ArrayList<>();
  final List<String> statuses = new CopyOnWriteArrayList<>();
  ImagePlus image;
  int clicks;
  int drags;
  private final String display = System.getProperty("setting");
  private int pictures;

  /** What a user does. */
  interface Part {
    void run() throws Exception;
  }

  /** Does a part; where it cannot be done, that is a fault, and the next is tried. */
  void part(String name, Part part) throws Exception {
    String wanted = System.getProperty("parts", "");
    if (!wanted.isEmpty() && !List.of(wanted.split(",")).contains(name)) {
      return;
    }
    try {
      part.run();
    } catch (RuntimeException e) {
      String picture = String.format("%s-%02d-%s-fails.png", display, ++pictures, name);
      photograph(picture);
      faults.add(picture + ": " + e + " at " + e.getStackTrace()[1]);
      for (Window w : Window.getWindows()) {
        if (w instanceof Dialog && w.isShowing()) {
          EventQueue.invokeLater(w::dispose);
        }
      }
    }
  }

  /** Hears all that the status bar says from now on. */
  void listen() {
    Container bar = (Container) IJ.getInstance().getStatusBar();
    for (Component c : bar.getComponents()) {
      if (c instanceof JLabel line) {
        line.addPropertyChangeListener("text", e -> statuses.add((String) e.getNewValue()));
      }
    }
  }

  @Override
  void drag(ImagePlus on, Point... way) throws Exception {
    drags++;
    super.drag(on, way);
  }

  @Override
  void tool(int place, int times, String name) throws Exception {
    clicks += times;
    super.tool(place, times, name);
  }

  @Override
  void click(Component what) throws Exception {
    clicks++;
    super.click(what);
  }

  /** The window that comes when a command is chosen. */
  Window opened(String label) throws Exception {
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

  int openSections(Window dialog) throws Exception {
    int opened = 0;
    for (JToggleButton b : all(dialog, JToggleButton.class)) {
      if (section(b) && b.isShowing() && !b.isSelected()) {
        EventQueue.invokeAndWait(b::doClick);
        opened++;
      }
    }
    settle();
    return opened;
  }

  void settle() throws Exception {
    idle();
    EventQueue.invokeAndWait(() -> {});
    idle();
  }

  void close(Window window) throws Exception {
    EventQueue.invokeLater(
        () -> window.dispatchEvent(new WindowEvent(window, WindowEvent.WINDOW_CLOSING)));
    await("the end of " + window.getName(), () -> !window.isShowing());
  }

  static void shut(ImagePlus stack) throws Exception {
    EventQueue.invokeAndWait(
        () -> {
          stack.changes = false;
          stack.close();
        });
  }

  /** Takes the picture of a window and notes its faults. */
  void check(Window window, String name, boolean dialog) throws Exception {
    // what is found out of the image is said a little later, and takes its place then
    Dimension size = null;
    for (int i = 0; i < 10 && !window.getSize().equals(size); i++) {
      size = window.getSize();
      settle();
      Thread.sleep(dialog ? 500 : 50);
    }
    String picture = String.format("%s-%02d-%s.png", display, ++pictures, name);
    photograph(picture);
    EventQueue.invokeAndWait(
        () -> {
          List<String> found = new ArrayList<>();
          if (!(window instanceof ImageWindow)) {
            found.addAll(LayoutCheck.of(window));
          }
          int fields = fields(window);
          if (dialog && fields > FIELDS) {
            found.add(fields + " fields at once");
          }
          if (!name.endsWith("-open")) {
            // sections that open take the place they need
            found.addAll(covered(window));
          }
          found.forEach(f -> faults.add(picture + ": " + f));
        });
  }

  /** Fields to fill in that show: parts of one field, named alike, count once, a button never. */
  private static int fields(Window window) {
    Set<Object> fields = new LinkedHashSet<>();
    for (Component c : all(window, Component.class)) {
      boolean text = c instanceof JTextComponent t && t.isEditable();
      boolean field = text || c instanceof JComboBox || c instanceof JSpinner;
      if (c.isShowing() && (field || c instanceof JCheckBox || c instanceof JSlider)) {
        Component of = c;
        for (Component p = c; p != null && p != window; p = p.getParent()) {
          of = p instanceof JComboBox || p instanceof JSpinner ? p : of;
        }
        fields.add(of.getName() == null ? of : of.getName().replaceAll("-.*", ""));
      }
    }
    return fields.size();
  }

  /** Whether it lies over the image although there is room beside. */
  private List<String> covered(Window window) {
    Rectangle own = window.getBounds();
    if ("Repaint".equals(window.getName())) {
      // a bar belongs beside what is repainted
      return own.intersects(selection()) ? List.of("it lies over the selection") : List.of();
    }
    List<Rectangle> taken = new ArrayList<>(List.of(image.getWindow().getBounds()));
    for (Window other : Window.getWindows()) {
      if (other.isShowing() && other != window) {
        taken.add(other.getBounds());
      }
    }
    boolean over = window != image.getWindow() && own.intersects(taken.get(0));
    return over && free(window, taken) ? List.of("it lies over the image") : List.of();
  }

  /** Whether a window could stand where it covers none of these. */
  private static boolean free(Window window, List<Rectangle> taken) {
    Rectangle screen = window.getGraphicsConfiguration().getBounds();
    for (int x = 0; x <= screen.width - window.getWidth(); x += GRID) {
      for (int y = 0; y <= screen.height - window.getHeight(); y += GRID) {
        Rectangle at = new Rectangle(new Point(screen.x + x, screen.y + y), window.getSize());
        if (taken.stream().noneMatch(at::intersects)) {
          return true;
        }
      }
    }
    return false;
  }

  private Rectangle selection() {
    Rectangle r = image.getRoi().getBounds();
    Rectangle canvas = new Rectangle(image.getCanvas().getLocationOnScreen());
    int x = image.getCanvas().screenX(r.x);
    int y = image.getCanvas().screenY(r.y);
    double zoom = image.getCanvas().getMagnification();
    canvas.translate(x, y);
    canvas.setSize((int) (r.width * zoom), (int) (r.height * zoom));
    return canvas;
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

  static List<String> labels() {
    return new ArrayList<>(
        paths(menu("Plugins", "Palimpsest"), List.of("Plugins", "Palimpsest")).keySet());
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

  static String[] path(String label) {
    List<String> path =
        paths(menu("Plugins", "Palimpsest"), List.of("Plugins", "Palimpsest")).get(label);
    check(path != null, "no " + label + " in the menu");
    return path.toArray(String[]::new);
  }
}
