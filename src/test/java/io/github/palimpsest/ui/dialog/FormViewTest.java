package io.github.palimpsest.ui.dialog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import io.github.palimpsest.command.input.Advice;
import io.github.palimpsest.inpaint.input.WordCheck;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.ParamKind;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.ui.form.Row;
import java.awt.Component;
import java.awt.Container;
import java.awt.EventQueue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.swing.JComboBox;
import javax.swing.JTextArea;
import javax.swing.JTextField;
import javax.swing.JToggleButton;
import org.junit.jupiter.api.Test;

/** Forms built and laid out without a window. */
class FormViewTest {
  private static final int WIDE = 520;

  /** What happens on the event thread. */
  private interface Step {
    void run() throws Exception;
  }

  private static void onEvents(Step step) throws Exception {
    List<Throwable> thrown = new ArrayList<>();
    EventQueue.invokeAndWait(
        () -> {
          try {
            step.run();
          } catch (Throwable e) {
            thrown.add(e);
          }
        });
    if (!thrown.isEmpty()) {
      throw new AssertionError(thrown.get(0).getMessage(), thrown.get(0));
    }
  }

  private static FormModel all() {
    return new FormModel(Arrays.asList(Param.values()), Map.of());
  }

  private static FormView laid(FormModel model) {
    FormView view = new FormView(model, null);
    resize(view);
    return view;
  }

  private static void resize(FormView view) {
    view.parts().setSize(WIDE, view.parts().getPreferredSize().height);
    lay(view.parts());
  }

  private static void lay(Container part) {
    part.doLayout();
    for (Component c : part.getComponents()) {
      if (c instanceof Container inner) {
        lay(inner);
      }
    }
  }

  private static <C extends Component> C named(Container in, Class<C> type, String name) {
    for (Component c : in.getComponents()) {
      if (type.isInstance(c) && name.equals(c.getName())) {
        return type.cast(c);
      }
      C found = c instanceof Container inner ? named(inner, type, name) : null;
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  @Test
  void everyKeyHasARowThatGivesBackWhatItIsShown() throws Exception {
    onEvents(
        () -> {
          FormModel model = all();
          FormView view = laid(model);
          for (Param key : Param.values()) {
            Row row = view.row(key);
            assertEquals(key.key(), row.entry().getName());
            assertTrue(row.label() == null || row.label().getLabelFor() == row.entry(), key.key());
            if (key.defaultValue() == null) {
              assertTrue(key.isAuto(row.text()), key.key());
            } else {
              assertEquals(key.defaultValue(), key.check(row.text()), key.key());
            }
            if (key.kind() == ParamKind.NUMBER) {
              String odd = Double.toString(key.min() + 0.123456);
              row.show(odd);
              assertEquals(odd, row.text(), key.key());
            }
          }
          view.take();
          model.reset();
          view.take();
          assertEquals(Request.defaults(), model.values());
        });
  }

  @Test
  void anErrorIsSaidBelowItsRowAndGoesWithIt() throws Exception {
    onEvents(
        () -> {
          FormModel model = all();
          FormView view = laid(model);
          JTextField steps = named(view.parts(), JTextField.class, "steps");
          JTextArea error = named(view.parts(), JTextArea.class, "steps-error");
          steps.setText("abc");
          assertFalse(error.isVisible(), "at the first letter");
          view.take();
          assertTrue(error.isVisible());
          assertEquals("Steps (abc) must be a whole number.", error.getText());
          steps.setText("30");
          assertFalse(error.isVisible());
          assertEquals("30", model.text(Param.STEPS));
          // a number with a slider, too, must not keep its last good value
          named(view.parts(), JTextField.class, "strength").setText("2");
          view.take();
          assertEquals(List.of(Param.STRENGTH), List.copyOf(model.wrong()));
        });
  }

  @Test
  void sectionsAreClosedUntilAKeyInThemIsNeeded() throws Exception {
    onEvents(
        () -> {
          FormView view = laid(all());
          int low = view.parts().getPreferredSize().height;
          JToggleButton header = named(view.parts(), JToggleButton.class, "section-Sampling");
          assertFalse(header.isSelected());
          view.goTo(Param.ETA);
          assertTrue(header.isSelected());
          assertTrue(view.parts().getPreferredSize().height > low + 100);
          header.doClick();
          assertEquals(low, view.parts().getPreferredSize().height);
        });
  }

  @Test
  void adviceSaysWhatAutoIsAndWhatIsDoubtful() throws Exception {
    onEvents(
        () -> {
          FormModel model = all();
          FormView view = laid(model);
          view.show(
              new Advice(
                  Map.of(Param.STEPS, "20"),
                  WordCheck.FREE,
                  Map.of(Param.SAMPLES, "Samples (9) need 12 GB."),
                  List.of(),
                  ""));
          JTextField steps = named(view.parts(), JTextField.class, "steps");
          assertEquals("Auto (20)", steps.getText());
          assertEquals("Auto", view.row(Param.STEPS).text());
          view.take();
          assertTrue(model.wrong().isEmpty());
          assertEquals(Request.defaults(), model.values());
          assertTrue(named(view.parts(), JTextArea.class, "samples-error").isVisible());
          view.show(Advice.NONE);
          assertEquals("Auto", steps.getText());
          assertFalse(named(view.parts(), JTextArea.class, "samples-error").isVisible());
        });
  }

  @Test
  void planesAreAskedForInWordsWhereThereAreSeveral() throws Exception {
    onEvents(
        () -> {
          FormModel model = all();
          FormView one = new FormView(model, IJ.createImage("one", "8-bit ramp", 8, 8, 1));
          assertNull(named(one.parts(), JComboBox.class, "planes"));
          FormView view = new FormView(model, IJ.createHyperStack("many", 8, 8, 3, 4, 1, 8));
          JComboBox<?> planes = named(view.parts(), JComboBox.class, "planes");
          assertTrue(planes.getSelectedItem().toString().startsWith("This plane"));
          planes.setSelectedIndex(1);
          assertEquals("All 3 channels of slice 1", planes.getSelectedItem());
          assertEquals(Request.of("channels", "all"), model.values());
          view.take();
          assertEquals(Request.of("channels", "all"), model.values());
          model.set(Param.CHANNELS, "1-2");
          assertEquals("As written under Image", planes.getSelectedItem());
          model.reset();
          assertEquals(0, planes.getSelectedIndex());
          assertEquals(Request.defaults(), model.values());
        });
  }

  @Test
  void nothingIsCutOffAtTheSide() throws Exception {
    onEvents(
        () -> {
          FormView view = laid(all());
          view.goTo(Param.ETA);
          resize(view);
          inside(view.parts());
        });
  }

  private static void inside(Container part) {
    for (Component c : part.getComponents()) {
      if (c.isVisible()) {
        assertTrue(c.getX() >= 0 && c.getX() + c.getWidth() <= part.getWidth(), c.toString());
        if (c instanceof javax.swing.JPanel inner) {
          inside(inner);
        }
      }
    }
  }
}
