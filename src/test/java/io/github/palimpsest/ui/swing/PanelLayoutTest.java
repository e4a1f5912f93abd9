package io.github.palimpsest.ui.swing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.palimpsest.model.TinyModels;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.ui.form.Look;
import io.github.palimpsest.ui.form.Note;
import io.github.palimpsest.ui.guided.GuidedPresenter;
import io.github.palimpsest.ui.guided.Stage;
import java.awt.Component;
import java.awt.Container;
import java.awt.EventQueue;
import java.awt.Point;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.swing.AbstractButton;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JToggleButton;
import javax.swing.SwingUtilities;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The panel's parts, laid out without a window. */
class PanelLayoutTest {
  /** What of a display of 1600 x 1000 is left at twice the size, beside an image and below bars. */
  private static final Rectangle SMALL = new Rectangle(410, 370);

  /** What of 1280 x 720 is left. */
  private static final Rectangle LAPTOP = new Rectangle(500, 640);

  private GuidedPresenter presenter;
  private RunModes modes;
  private JPanel panel;

  @BeforeEach
  void build() throws Exception {
    Request request = Request.of("model", TinyModels.folder("pixel").toString());
    presenter =
        new GuidedPresenter(Stage.image(), request, new FocusedHost(null), EventQueue::invokeLater);
    EventQueue.invokeAndWait(
        () -> {
          modes = new RunModes(presenter, null, words -> {});
          EstimateSwitch estimate = new EstimateSwitch(presenter);
          panel =
              GuidedWindow.content(
                  new TransportPane(presenter, modes, estimate, () -> {}),
                  new SettingsPane(presenter, List.of("micrographs"), estimate),
                  new RegionsPane(presenter.image()),
                  new BranchesPane(name -> {}, (name, close) -> {}));
          Look.plain(panel);
        });
  }

  @AfterEach
  void close() {
    presenter.close();
  }

  private void layOut(Rectangle room) throws Exception {
    EventQueue.invokeAndWait(
        () -> {
          panel.setBounds(room);
          layOut(panel);
        });
  }

  private static void layOut(Container part) {
    part.doLayout();
    for (Component inner : part.getComponents()) {
      if (inner instanceof Container container) {
        layOut(container);
      }
    }
  }

  @Test
  void nothingAboveTheSettingsIsCutOffOnASmallDisplay() throws Exception {
    for (Rectangle room : List.of(SMALL, LAPTOP)) {
      layOut(room);
      for (String name : List.of("Run", "Stop", "Discard…", "Live", "Candidates…", "preview")) {
        whole(button(name));
      }
      whole(named("progress"));
      whole(named("edit").getParent());
    }
  }

  @Test
  void theNarrowestPanelShowsEveryButton() throws Exception {
    int narrow = panel.getMinimumSize().width;
    assertTrue(narrow <= SMALL.width, "" + narrow);
    layOut(new Rectangle(narrow, LAPTOP.height));
    for (String name : List.of("Run", "Branch", "Stop", "Discard…", "Candidates…")) {
      whole(button(name));
    }
  }

  @Test
  void liveModeMovesNothing() throws Exception {
    layOut(SMALL);
    Point settings = place(named("section-What to paint"));
    Rectangle lines = named("edit").getParent().getParent().getBounds();
    EventQueue.invokeAndWait(() -> modes.box().setVisible(true));
    layOut(SMALL);
    assertEquals(settings, place(named("section-What to paint")));
    assertEquals(lines.width, modes.box().getWidth());
    assertEquals(lines.height, modes.box().getHeight());
    whole(button("Apply"));
    whole(button("Apply to a copy"));
    whole(named("live-words"));
  }

  @Test
  void settingsScrollUpAndDownOnly() throws Exception {
    layOut(SMALL);
    JScrollPane scroll = all(panel, JScrollPane.class).stream().filter(this::outer).findAny().get();
    Component view = scroll.getViewport().getView();
    assertTrue(view.getHeight() > scroll.getViewport().getHeight());
    assertEquals(scroll.getViewport().getWidth(), view.getWidth());
    assertTrue(scroll.getViewport().getHeight() >= 80, "" + scroll.getViewport().getBounds());
  }

  @Test
  void whatIsSaidInASettingDoesNotScrollToIt() throws Exception {
    layOut(SMALL);
    Point before = place(named("section-What to paint"));
    EventQueue.invokeAndWait(
        () -> ((Note) named("details")).say(Note.Kind.PLAIN, "Frame 2 of 7: sigma 3"));
    EventQueue.invokeAndWait(() -> {});
    layOut(SMALL);
    assertEquals(before, place(named("section-What to paint")));
  }

  private boolean outer(JScrollPane pane) {
    return pane.getParent() == panel;
  }

  @Test
  void whatIsUsualIsOpenAndTheRestClosed() {
    List<String> open =
        all(panel, JToggleButton.class).stream()
            .filter(b -> b.getName() != null && b.getName().startsWith("section-"))
            .filter(AbstractButton::isSelected)
            .map(AbstractButton::getText)
            .toList();
    assertEquals(
        List.of("What to paint", "Steps and guidance", "Paint on a frame", "Branches"), open);
  }

  @Test
  void everyShortcutIsOfOnePartOnly() {
    Set<Integer> keys = new HashSet<>();
    for (Component part : all(panel, Component.class)) {
      int key =
          part instanceof AbstractButton button
              ? button.getMnemonic()
              : part instanceof JLabel label ? label.getDisplayedMnemonic() : 0;
      assertTrue(key == 0 || keys.add(key), () -> "twice: Alt+" + (char) key);
    }
    assertFalse(keys.isEmpty());
  }

  private void whole(Component part) {
    Rectangle own = SwingUtilities.convertRectangle(part.getParent(), part.getBounds(), panel);
    String name = part.getName() + " at " + own + " in " + panel.getBounds();
    assertTrue(new Rectangle(panel.getSize()).contains(own), name);
    if (part instanceof AbstractButton button) {
      assertTrue(button.getWidth() >= button.getPreferredSize().width, name);
    }
  }

  private Point place(Component part) {
    return SwingUtilities.convertPoint(part.getParent(), part.getLocation(), panel);
  }

  private AbstractButton button(String name) {
    return (AbstractButton) named(name);
  }

  private Component named(String name) {
    return all(panel, Component.class).stream()
        .filter(c -> name.equals(c.getName()))
        .findFirst()
        .orElseThrow();
  }

  private static <C extends Component> List<C> all(Container in, Class<C> type) {
    List<C> found = new ArrayList<>();
    for (Component part : in.getComponents()) {
      if (type.isInstance(part)) {
        found.add(type.cast(part));
      }
      if (part instanceof Container inner) {
        found.addAll(all(inner, type));
      }
    }
    return found;
  }
}
