package io.github.palimpsest.command;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.gui.OvalRoi;
import ij.process.ShortProcessor;
import io.github.palimpsest.check.BadInput;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What commands without sampling refuse, through the same binding as a macro's. */
class RefusalTest {
  private static Commands commands;

  @BeforeAll
  static void start() {
    commands = new Commands();
  }

  @AfterAll
  static void end() {
    commands.close();
  }

  private static void perform(String command, String options) throws Exception {
    ImagePlus image = new ImagePlus("cells", new ShortProcessor(40, 30));
    image.setRoi(new OvalRoi(10, 10, 9, 9));
    commands.bound(command, image, options).perform();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Mask | source=nothing | nothing",
        "Mask | source=Labels | has none",
        "Mask | source=Threshold threshold=5 | threshold (5)",
        "Mask | grow=-99 | grow=-99",
        "Mask | grow=a | grow (a)",
        "Mask | fether=3 | did you mean feather?",
        "ControlMap | kind=canny | kind (canny)",
        "ControlMap | low=0.5 high=0.2 | low (0.5)",
        "ControlMap | smoothing=-1 | smoothing (-1)",
        "ControlMap | kind=scribble rois=Overlay | needs a ROI",
        "ControlMap | rois=Clipboard | rois (Clipboard)",
        "ControlMap | classes=maybe | classes (maybe)",
        "Models | action=remove model=micrographs | bundled",
        "Models | action=remove | bundled",
        "Models | action=remove model=nobody | nobody",
        "Models | action=install | file must name",
        "Models | action=install file=[not there.zip] | not there.zip",
        "Models | action=describe model=nobody | model (nobody)",
        "Models | action=burn | action (burn)",
      })
  void refusesInOneSentence(String command, String options, String part) {
    String sentence = assertThrows(BadInput.class, () -> perform(command, options)).getMessage();
    assertTrue(sentence.contains(part), sentence);
    assertTrue(sentence.matches("[^\n]+[.?]"), sentence);
  }
}
