package io.github.palimpsest.cli;

import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.OvalRoi;
import ij.gui.Toolbar;
import java.awt.Container;
import java.awt.EventQueue;
import java.awt.Point;
import java.awt.Window;
import java.awt.event.KeyEvent;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import javax.swing.AbstractButton;
import javax.swing.JButton;
import javax.swing.JCheckBox;
import javax.swing.JList;
import javax.swing.JProgressBar;
import javax.swing.RootPaneContainer;

/**
 * A user who opens every window on one display, in plain ImageJ with real mouse and keys. Takes a
 * picture of each, and writes into {@code faults.txt} what is wrong there. Sees the plugin only
 * through its windows.
 */
final class ScreensDriver extends ScreenHands {
  /** Commands that begin with something other than a dialog, or want another image. */
  private static final Set<String> APART =
      Set.of("Guided Diffusion...", "Continue from Step...", "Diffusion Provenance...");

  private static final int OVAL = 1;

  /** What a tool of one's own has for a number less its place in the toolbar. */
  private static final int FIRST_OWN = 3;

  private static final Point[] LASSO = {
    new Point(240, 90),
    new Point(270, 92),
    new Point(280, 120),
    new Point(250, 138),
    new Point(232, 120),
    new Point(240, 90)
  };

  @Override
  void run(String imagePath) throws Exception {
    image = open(imagePath);
    listen();
    part("basic-task", this::basicTask);
    part("repaint", this::repaint);
    part("panel", this::session);
    part("keyboard", this::keyboard);
    part("candidates", this::candidates);
    part("dialogs", this::dialogs);
    Files.write(out.resolve("faults.txt"), faults);
  }

  /** An oval, the menu, OK. */
  private void basicTask() throws Exception {
    tool(OVAL, 1, "oval");
    select(image, new Point(228, 84), new Point(284, 140));
    Window dialog = opened("Diffusion Inpaint...");
    check(dialog, "diffusion-inpaint", true);
    clicks = 0;
    JButton ok = ((RootPaneContainer) dialog).getRootPane().getDefaultButton();
    statuses.clear();
    click(ok);
    ImagePlus result = await("the result", () -> WindowManager.getImage("nuclei-result"));
    await("the last word", () -> statuses.stream().anyMatch(s -> s.startsWith("Done in ")));
    check(result.getWindow(), "result", false);
    check(clicks == 1, clicks + " clicks in the dialog");
    said(
        "Loading the model, this run takes about \\d.* [MG]B.*", "Diffusion: step 1/\\d+ begins.*");
    said("Diffusion: step \\d+/\\d+ · \\d.* left", "Done in \\d.*");
    shut(result);
  }

  private void said(String... patterns) {
    for (String pattern : patterns) {
      check(statuses.stream().anyMatch(s -> s.matches(pattern)), pattern + " not in " + statuses);
    }
  }

  /** The basic task in one drag and two clicks: the tool, around the place, Accept. */
  private void repaint() throws Exception {
    short[] before = pixels(image);
    choose("Plugins", "Tools", "Repaint Tool");
    await("the tool", () -> Toolbar.getToolName().startsWith("Repaint"));
    int place = Toolbar.getToolId() - FIRST_OWN;
    tool(OVAL, 1, "oval");
    image.deleteRoi();
    clicks = 0;
    drags = 0;
    tool(place, 1, "Repaint");
    drag(image, LASSO);
    Window bar = painted();
    check(bar, "repaint", true);
    click(button(bar, "Accept"));
    await("the end of the bar", () -> !bar.isShowing());
    check(!Arrays.equals(before, pixels(image)), "the image is as it was");
    check(drags == 1 && clicks == 2, drags + " drags, " + clicks + " clicks");
    EventQueue.invokeAndWait(() -> WindowManager.setCurrentWindow(image.getWindow()));
    choose("Edit", "Undo");
    await("the image as it was", () -> Arrays.equals(before, pixels(image)));

    image.deleteRoi();
    drag(image, LASSO);
    Window again = painted();
    click(named(again, AbstractButton.class, "Words"));
    settle();
    check(again, "repaint-words", false);
    click(button(again, "Discard"));
    await("the end of the bar", () -> !again.isShowing());
    tool(OVAL, 1, "oval");
  }

  private Window painted() throws Exception {
    Window bar = await("the bar", () -> window("Repaint"));
    JProgressBar progress = named(bar, JProgressBar.class, "repaint-progress");
    await("the picture", () -> !progress.isVisible() && image.getOverlay() != null);
    return bar;
  }

  private static Window window(String name) {
    return Arrays.stream(Window.getWindows())
        .filter(w -> w.isShowing() && name.equals(w.getName()))
        .findFirst()
        .orElse(null);
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
    await("the panel's end", () -> !panel.isDisplayable());
  }

  /** Three samples from the dialog, to choose from. */
  private void candidates() throws Exception {
    image.setOverlay(null);
    image.setRoi(new OvalRoi(228, 84, 56, 56));
    EventQueue.invokeAndWait(() -> WindowManager.setCurrentWindow(image.getWindow()));
    Window dialog = opened("Diffusion Inpaint...");
    type(dialog, "samples", "3");
    click(((RootPaneContainer) dialog).getRootPane().getDefaultButton());
    Window strip = await("the candidates", () -> window("Candidates"));
    JList<?> list = named(strip, JList.class, "candidates");
    await("three", () -> list.getModel().getSize() == 3);
    check(strip, "candidates", false);
    close(strip);
    shut(await("the result", () -> WindowManager.getImage("nuclei-result")));
  }

  /** The guided task without a mouse: words, run, finish, by the letters that are underlined. */
  private void keyboard() throws Exception {
    image.setOverlay(null);
    image.setRoi(new OvalRoi(228, 84, 56, 56));
    EventQueue.invokeAndWait(() -> WindowManager.setCurrentWindow(image.getWindow()));
    Window panel = opened("Guided Diffusion...");
    focus(panel);
    await("Run", () -> button(panel, "Run").isEnabled());
    alt(KeyEvent.VK_T);
    write("3");
    alt(KeyEvent.VK_M);
    write("nuclei");
    alt(KeyEvent.VK_S);
    await("a step", () -> progress(panel).startsWith("step 1 of 3") && idle(panel));
    await("the focus", panel::isFocused);
    alt(KeyEvent.VK_S);
    await("a step", () -> progress(panel).startsWith("step 2 of 3") && idle(panel));
    alt(KeyEvent.VK_R);
    await("its end", () -> progress(panel).startsWith("step 3 of 3") && idle(panel));
    alt(KeyEvent.VK_F);
    ImagePlus result = await("the result", () -> WindowManager.getImage("nuclei-result"));
    shut(result);
    shut(WindowManager.getImage("nuclei-steps"));
    close(panel);
  }

  /** As a window manager does when its user chooses a window by keys. */
  private static void focus(Window window) throws Exception {
    EventQueue.invokeAndWait(
        () -> {
          window.toFront();
          window.requestFocus();
        });
    await("the focus", window::isFocused);
  }

  private void alt(int letter) {
    robot.keyPress(KeyEvent.VK_ALT);
    key(letter);
    robot.keyRelease(KeyEvent.VK_ALT);
    idle();
  }

  private void write(String words) {
    for (char c : words.toCharArray()) {
      key(KeyEvent.getExtendedKeyCodeForChar(c));
    }
    idle();
  }

  /** Every command of the menu that asks. */
  private void dialogs() throws Exception {
    for (String label : labels()) {
      if ((label.endsWith("...") || label.endsWith("Help")) && !APART.contains(label)) {
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
}
