package io.github.palimpsest.ui.swing;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.OvalRoi;
import ij.process.StackConverter;
import io.github.palimpsest.inpaint.Outcome;
import io.github.palimpsest.model.TinyModels;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.ui.guided.GuidedHost;
import io.github.palimpsest.ui.guided.GuidedPresenter;
import io.github.palimpsest.ui.guided.Snapshot;
import io.github.palimpsest.ui.guided.Snapshot.Action;
import io.github.palimpsest.ui.guided.Snapshot.BranchRow;
import io.github.palimpsest.ui.guided.Stage;
import java.awt.Component;
import java.awt.Container;
import java.awt.EventQueue;
import java.awt.Window;
import java.awt.event.WindowEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import javax.swing.AbstractButton;
import javax.swing.JDialog;

/**
 * Presses whatever can be pressed on real panels, in any order, paints, closes windows, and says on
 * stdout what is left. Runs in a JVM of its own, on a display. The last sequence only runs and
 * accepts, so that it is certain that a result is among what is counted.
 */
public final class RestlessUser implements GuidedHost {
  /** What changes the image by its user's wish, or opens a menu that waits for a choice. */
  private static final Set<String> LASTING =
      Set.of(
          "Apply",
          "Add selection",
          "Remove",
          "Candidates…",
          "End branch…",
          "Discard…",
          "model-browse");

  /** How many times, 20 ms apart, what must come is looked for: half a minute. */
  private static final int PATIENCE = 1500;

  private final Random random;
  private final ImagePlus image = Stage.image();
  private final byte[] before = Stage.pixels(image);
  private final List<ImagePlus> stacks = new ArrayList<>();
  private final List<ImagePlus> results = new ArrayList<>();
  private GuidedWindow panel;
  private final Set<ImagePlus> accepted = ConcurrentHashMap.newKeySet();
  private boolean closed;

  private RestlessUser(int seed) {
    random = new Random(seed * 0x9E3779B97F4A7C15L); // small seeds begin alike
  }

  /**
   * @param args how many sequences
   */
  public static void main(String[] args) {
    try {
      int sequences = Integer.parseInt(args[0]);
      for (int seed = 0; seed < sequences; seed++) {
        RestlessUser user = new RestlessUser(seed);
        try {
          user.play(10);
        } catch (IllegalStateException e) {
          throw new IllegalStateException("sequence " + seed + ": " + e.getMessage(), e);
        }
      }
      RestlessUser calm = new RestlessUser(sequences);
      calm.play(0);
      System.out.println("accepted " + calm.results.size());
      System.exit(0);
    } catch (Exception e) {
      e.printStackTrace();
      System.exit(2);
    }
  }

  /**
   * @param acts how many random ones; after none it runs and accepts for certain
   */
  private void play(int acts) throws Exception {
    EventQueue.invokeAndWait(image::show);
    Request request =
        Request.of("model", TinyModels.folder("pixel").toString(), "steps", 6, "seed", 3);
    GuidedWindow.open(image, random.nextBoolean() ? request : request.with("latents", true), this);
    await("the panel", () -> panels().stream().anyMatch(Window::isVisible));
    panel = panels().get(0);
    for (int i = 0; i < acts && !closed && panel.isDisplayable(); i++) {
      EventQueue.invokeAndWait(this::act);
      Thread.sleep(random.nextInt(3) * 40);
    }
    if (!closed && panel.isVisible() && (acts == 0 || random.nextBoolean())) {
      int patience = acts == 0 ? PATIENCE : 100;
      pressed("Run", patience);
      boolean finishing = pressed("Finish", patience);
      for (int i = 0; finishing && i < patience && results.isEmpty(); i++) {
        Thread.sleep(20);
      }
    }
    discard();
    EventQueue.invokeAndWait(() -> close(panel));
    await("no panel", () -> panels().isEmpty());
    await("no thread", () -> threads().isEmpty());
    EventQueue.invokeAndWait(() -> {});
    // the stacks of what was accepted are its user's
    List<ImagePlus> left = stacks.stream().filter(ImagePlus::isVisible).toList();
    // and so are those that he turned into something else
    long own = left.stream().filter(x -> !x.getTitle().contains("-changed")).count();
    check(own <= results.size() * 2L, "stacks: " + left);
    for (ImagePlus shown : Stream.concat(results.stream(), left.stream()).toList()) {
      EventQueue.invokeAndWait(() -> close(shown));
    }
    check(closed || Arrays.equals(before, Stage.pixels(image)), "the image was touched");
    check(image.getOverlay() == null, "an overlay is left");
    check(!image.isLocked(), "the image is locked");
    EventQueue.invokeAndWait(() -> close(image));
    check(WindowManager.getIDList() == null, "open: " + WindowManager.getCurrentImage());
    EventQueue.invokeAndWait(() -> {});
    for (Window window : Window.getWindows()) {
      check(!window.isShowing(), "open: " + window);
    }
  }

  private void act() {
    switch (random.nextInt(20)) {
      case 0 -> image.setRoi(new OvalRoi(19, 15, 20 + random.nextInt(4), 20));
      case 1, 2, 3 -> {
        ImagePlus stack = any(stacks);
        if (stack != null && stack.isVisible() && stack.getBitDepth() == 32) {
          Stage.paint(stack, random.nextInt(7), random.nextInt(255));
        }
      }
      case 4 -> {
        ImagePlus stack = any(stacks);
        if (stack != null && stack.isVisible()) {
          close(stack);
        }
      }
      case 5 -> {
        if (random.nextInt(6) == 0) {
          close(image);
          closed = true;
        }
      }
      // with the image open the session can be reached: nothing is asked
      case 16 -> close(panel);
      case 17 -> {
        ImagePlus stack = any(stacks);
        if (stack != null && stack.isVisible() && stack.getBitDepth() == 32) {
          new StackConverter(stack).convertToGray8();
        }
      }
      case 18 -> {
        if (panel.isVisible()) {
          panel.presenter().set(Param.STEPS, 1 + random.nextInt(5));
        }
      }
      default -> press();
    }
  }

  /**
   * Nothing has ended but what was finished or did nothing: every open branch can be shown, and is
   * discarded only by its user's word.
   */
  private void discard() throws Exception {
    if (!panel.isDisplayable()) {
      return;
    }
    GuidedPresenter guide = panel.presenter();
    guide.act(Action.STOP);
    check(guide.await(30, TimeUnit.SECONDS), "still busy");
    guide.act(Action.SHOW);
    check(guide.await(30, TimeUnit.SECONDS), "still busy");
    Snapshot now = guide.snapshot();
    if (!panel.isDisplayable() || now.gone() || !now.open()) {
      return;
    }
    long open = now.branches().stream().filter(BranchRow::open).count();
    await("the stacks of " + open + " branches", () -> shownSteps() == open);
    ImagePlus known = image.isVisible() ? image : known(guide);
    GuidedWindow.open(known, Request.of(), this);
    await("the panel again", panel::isVisible);
    check(panels().size() == 1, "another panel");
    EventQueue.invokeLater(() -> button("Discard…").doClick(0));
    if (now.kept()) {
      await("the question", () -> question() != null);
      List<AbstractButton> answers = new ArrayList<>();
      EventQueue.invokeAndWait(() -> buttons(question().getContentPane(), answers));
      answers.removeIf(b -> !"Discard".equals(b.getText()));
      EventQueue.invokeLater(() -> answers.get(0).doClick(0));
    }
    await("the end of the session", () -> !guide.snapshot().open());
  }

  private ImagePlus known(GuidedPresenter guide) {
    synchronized (stacks) {
      return stacks.stream().filter(guide::knows).findFirst().orElseThrow();
    }
  }

  private long shownSteps() {
    synchronized (stacks) {
      return stacks.stream()
          .distinct()
          .filter(x -> x.isVisible() && x.getTitle().endsWith("-steps") && !accepted.contains(x))
          .count();
    }
  }

  private AbstractButton button(String name) {
    List<AbstractButton> all = new ArrayList<>();
    buttons(panel.getContentPane(), all);
    return all.stream().filter(b -> name.equals(b.getName())).findFirst().orElseThrow();
  }

  private static JDialog question() {
    for (Window w : Window.getWindows()) {
      if (w instanceof JDialog d && d.isShowing() && "Discard".equals(d.getName())) {
        return d;
      }
    }
    return null;
  }

  private static void close(ImagePlus shown) {
    shown.changes = false;
    shown.close();
  }

  /** Presses the button of that name as soon as it is enabled; false if it never was. */
  private boolean pressed(String name, int patience) throws Exception {
    List<AbstractButton> there = new ArrayList<>();
    for (int i = 0; i < patience && there.isEmpty(); i++) {
      Thread.sleep(20);
      EventQueue.invokeAndWait(
          () -> {
            buttons(panel.getContentPane(), there);
            there.removeIf(b -> !b.isEnabled() || !name.equals(b.getName()));
            there.forEach(b -> b.doClick(0));
          });
    }
    return !there.isEmpty();
  }

  /** A button that is enabled, as a user's click would find it. */
  private void press() {
    List<AbstractButton> all = new ArrayList<>();
    buttons(panel.getContentPane(), all);
    all.removeIf(b -> !b.isEnabled() || !b.isShowing() || b.getName() == null);
    all.removeIf(b -> LASTING.contains(b.getName()));
    if (!all.isEmpty()) {
      all.get(random.nextInt(all.size())).doClick(0);
    }
  }

  private ImagePlus any(List<ImagePlus> images) {
    synchronized (stacks) {
      return images.isEmpty() ? null : images.get(random.nextInt(images.size()));
    }
  }

  private static void buttons(Container in, List<AbstractButton> found) {
    for (Component part : in.getComponents()) {
      if (part instanceof AbstractButton button) {
        found.add(button);
      } else if (part instanceof Container inner) {
        buttons(inner, found);
      }
    }
  }

  private static void close(Window window) {
    if (window.isShowing()) {
      window.dispatchEvent(new WindowEvent(window, WindowEvent.WINDOW_CLOSING));
    }
  }

  private static List<GuidedWindow> panels() {
    return Arrays.stream(Window.getWindows())
        .filter(w -> w instanceof GuidedWindow && w.isDisplayable())
        .map(GuidedWindow.class::cast)
        .toList();
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        // helpers rest a while before they end
        .filter(n -> n.startsWith("Palimpsest") && !n.equals("Palimpsest-helper"))
        .toList();
  }

  private static void await(String what, BooleanSupplier there) throws InterruptedException {
    for (int i = 0; i < PATIENCE; i++) {
      if (there.getAsBoolean()) {
        return;
      }
      Thread.sleep(20);
    }
    Thread.getAllStackTraces()
        .forEach((thread, trace) -> System.err.println(thread + " " + Arrays.toString(trace)));
    throw new IllegalStateException("waited in vain for " + what + "; threads " + threads());
  }

  private static void check(boolean fine, String otherwise) {
    if (!fine) {
      throw new IllegalStateException(otherwise);
    }
  }

  @Override
  public void opened(ImagePlus stack) {
    stack.show();
    synchronized (stacks) {
      stacks.add(stack);
    }
  }

  @Override
  public void finished(Outcome outcome) {
    accepted.add(outcome.steps());
    for (ImagePlus result : outcome.results()) {
      result.show();
      results.add(result);
    }
  }

  @Override
  public void warn(String sentence) {
    IJ.log(sentence);
  }

  @Override
  public void record(List<String> lines) {}
}
