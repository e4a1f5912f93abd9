package io.github.palimpsest.command;

import static io.github.palimpsest.command.input.CommandInputs.shown;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ij.Prefs;
import io.github.palimpsest.command.input.CommandInputs;
import io.github.palimpsest.command.input.Remembered;
import io.github.palimpsest.command.macro.MacroOptions;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.scijava.Context;
import org.scijava.command.CommandModule;
import org.scijava.command.CommandService;
import org.scijava.module.ModuleException;

/** What of one dialog is seen in the next, and what is not. */
class RememberedTest {
  private final Context context = new Context(CommandService.class);

  @AfterEach
  void close() {
    context.close();
    for (Param param : Param.values()) {
      Prefs.set("palimpsest.InpaintCommand." + param.key(), null);
    }
  }

  private CommandModule inpaint() throws ModuleException {
    return new CommandModule(
        context.service(CommandService.class).getCommand(InpaintCommand.class));
  }

  @Test
  void modelWordsAndHowToSampleComeBack() throws Exception {
    CommandModule first = inpaint();
    String[] given = {"steps", "30", "stream", "true", "output", "Replace", "channels", "all"};
    for (int i = 0; i < given.length; i += 2) {
      CommandInputs.set(first, given[i], given[i + 1]);
    }
    CommandInputs.set(first, "seed", "7");
    CommandInputs.set(first, "prompt", "cells");
    CommandInputs.set(first, "model", "This image");
    CommandInputs.set(first, "control", "edges");
    CommandInputs.set(first, "mask", "Overlay");
    CommandInputs.set(first, "range", "0,255");
    CommandInputs.set(first, "expand", "8");
    Remembered.keep(first);
    CommandModule next = inpaint();
    Remembered.recall(next);
    assertEquals("30", shown(next, Param.STEPS));
    assertEquals("true", shown(next, Param.STREAM));
    assertEquals("New", shown(next, Param.OUTPUT));
    assertEquals("", shown(next, Param.CHANNELS));
    assertEquals("0", shown(next, Param.SEED));
    assertEquals("cells", shown(next, Param.PROMPT));
    assertEquals("This image", shown(next, Param.MODEL));
    assertEquals("edges", shown(next, Param.CONTROL));
    assertEquals("Selection", shown(next, Param.MASK));
    assertEquals("Auto", shown(next, Param.RANGE));
    assertEquals("", shown(next, Param.EXPAND));
    assertEquals(
        Request.of(
            "model",
            "This image",
            "prompt",
            "cells",
            "control",
            "edges",
            "steps",
            30,
            "stream",
            true),
        Remembered.values("InpaintCommand"));
  }

  @Test
  void whatIsGoneDoesNotComeBack() throws Exception {
    CommandModule first = inpaint();
    CommandInputs.set(first, "control", "my edges.tif");
    Remembered.keep(first);
    Prefs.set("palimpsest.InpaintCommand.model", "removed");
    CommandModule next = inpaint();
    Remembered.recall(next);
    assertEquals("", shown(next, Param.CONTROL));
    assertEquals("micrographs", shown(next, Param.MODEL));
    assertEquals(Request.defaults(), Remembered.values("InpaintCommand"));
  }

  /** Also where the table of models has set it; a macro's default stays the bundled one. */
  @Test
  void theModelIsThatOfAllDialogs() throws Exception {
    try {
      Remembered.useModel("This image");
      CommandModule dialog = inpaint();
      Remembered.recall(dialog);
      assertEquals("This image", shown(dialog, Param.MODEL));
      CommandInputs.set(dialog, "model", "micrographs + this image");
      Remembered.keep(dialog);
      assertEquals("micrographs + this image", Remembered.usedModel());
      CommandModule macro = inpaint();
      CommandInputs.bind(macro, MacroOptions.parse("stream", null));
      assertEquals("micrographs", shown(macro, Param.MODEL));
    } finally {
      Remembered.useModel("micrographs");
    }
    assertEquals("micrographs", Remembered.usedModel());
  }

  @Test
  void aMacroSeesNothingOfADialog() throws Exception {
    CommandModule dialog = inpaint();
    CommandInputs.set(dialog, "steps", "30");
    Remembered.keep(dialog);
    CommandModule macro = inpaint();
    CommandInputs.bind(macro, MacroOptions.parse("stream", null));
    assertEquals("Auto", shown(macro, Param.STEPS));
    CommandModule next = inpaint();
    Remembered.recall(next);
    assertEquals("false", shown(next, Param.STREAM));
  }

  @Test
  void theDefaultIsForgottenAndNonsenseLeftOut() throws Exception {
    CommandModule dialog = inpaint();
    CommandInputs.set(dialog, "steps", "30");
    Remembered.keep(dialog);
    Remembered.keep(inpaint());
    CommandModule next = inpaint();
    Remembered.recall(next);
    assertEquals("Auto", shown(next, Param.STEPS));
    Prefs.set("palimpsest.InpaintCommand.steps", "many");
    Remembered.recall(next);
    assertEquals("Auto", shown(next, Param.STEPS));
  }

  @Test
  void continueTakesNothingOfAnotherRun() throws Exception {
    var info = context.service(CommandService.class).getCommand(ContinueCommand.class);
    CommandModule first = new CommandModule(info);
    CommandInputs.set(first, "steps", "30");
    Remembered.keep(first);
    CommandModule next = new CommandModule(info);
    Remembered.recall(next);
    assertEquals("Auto", shown(next, Param.STEPS));
  }
}
