package io.github.palimpsest.ui.dialog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.palimpsest.command.Commands;
import io.github.palimpsest.command.input.CommandInputs;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.ParamKind;
import io.github.palimpsest.request.Request;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.scijava.command.CommandInfo;

/** The forms of all commands, without their windows. */
class FormModelTest {
  private static Commands commands;

  @BeforeAll
  static void start() {
    commands = new Commands();
  }

  @AfterAll
  static void end() {
    commands.close();
  }

  private static List<CommandInfo> infos() {
    return commands.infos().stream().filter(info -> !CommandInputs.keys(info).isEmpty()).toList();
  }

  private static FormModel form(CommandInfo info) {
    return new FormModel(CommandInputs.keys(info), Map.of());
  }

  private static FormModel inpaint() {
    return form(commands.info("Inpaint"));
  }

  @Test
  void eightKeysAtMostComeFirstAndEachStandsOnce() {
    assertTrue(infos().size() >= 8);
    for (CommandInfo info : infos()) {
      FormModel form = form(info);
      assertTrue(form.first().size() <= FormModel.MOST, info.getTitle());
      assertFalse(form.first().isEmpty(), info.getTitle());
      List<Param> shown = new ArrayList<>(form.first());
      form.sections().values().forEach(shown::addAll);
      assertEquals(new HashSet<>(form.keys()), new HashSet<>(shown), info.getTitle());
      assertEquals(form.keys().size(), shown.size(), info.getTitle());
      assertEquals(Request.defaults(), form.values(), info.getTitle());
    }
  }

  @Test
  void inpaintAsksForFiveThingsFirst() {
    assertEquals(
        List.of(Param.MODEL, Param.PROMPT, Param.SAMPLES, Param.OUTPUT, Param.STREAM),
        inpaint().first());
  }

  /** Values of each key, as texts, at random. */
  @Test
  void valuesComeBackAsTheRequestTheyAre() {
    Random random = new Random(29);
    for (CommandInfo info : infos()) {
      for (int turn = 0; turn < 20; turn++) {
        FormModel form = form(info);
        Request wanted = Request.defaults();
        for (Param key : form.keys()) {
          if (random.nextBoolean()) {
            String text = any(key, random);
            assertTrue(form.set(key, text), key + " " + text);
            assertEquals(text, form.text(key));
            boolean same = ParamKind.plain(key.check(text)).equals(key.standard());
            wanted = same ? wanted : wanted.with(key, text);
          }
        }
        assertEquals(wanted, form.values(), info.getTitle());
        form.reset();
        assertEquals(Request.defaults(), form.values(), info.getTitle());
      }
    }
  }

  private static String any(Param key, Random random) {
    if (!key.choices().isEmpty()) {
      return key.choices().get(random.nextInt(key.choices().size()));
    }
    return switch (key.kind()) {
      case SWITCH -> Boolean.toString(random.nextBoolean());
      case INTEGER -> Integer.toString((int) key.min() + 1 + random.nextInt(50));
      case NUMBER -> Double.toString(key.min() + random.nextInt(1, 16) / 16.0);
      case NUMBERS -> "0.25,0.5";
      case LONG -> Long.toString(1 + random.nextLong(1L << 62));
      case TEXT -> "word" + random.nextInt(100);
    };
  }

  @Test
  void aBadValueIsNamedAtItsKeyAndLeavesTheOthers() {
    FormModel form = inpaint();
    assertTrue(form.set(Param.SEED, "7"));
    assertFalse(form.set(Param.STEPS, "abc"));
    assertEquals("Steps (abc) must be a whole number.", form.error(Param.STEPS).orElseThrow());
    assertFalse(form.set(Param.CONTROLSTART, "2"));
    assertEquals(
        "Control start (2) must lie between 0 and 1.",
        form.error(Param.CONTROLSTART).orElseThrow());
    assertEquals(2, form.wrong().size());
    assertEquals(Request.of("seed", 7), form.values());
    assertTrue(form.set(Param.STEPS, " Auto "));
    assertTrue(form.set(Param.CONTROLSTART, "0.5"));
    assertTrue(form.wrong().isEmpty());
    assertEquals(Request.of("seed", 7, "controlstart", "0.5"), form.values());
  }

  @Test
  void aRefusalOfTheCommandStandsAtItsKeyUntilThatChanges() {
    FormModel form = inpaint();
    assertEquals(Optional.of(Param.MODEL), form.refuse("model (x) must be one of a, b."));
    assertEquals("Model (x) must be one of a, b.", form.error(Param.MODEL).orElseThrow());
    assertEquals(Optional.of(Param.MASK), form.refuse("mask=Selection needs a selection."));
    assertEquals(Optional.empty(), form.refuse("There is no image."));
    // "controlweight" is not "control"
    assertEquals(Optional.of(Param.CONTROLWEIGHT), form.refuse("controlweight (9) must be less."));
    form.set(Param.MODEL, "micrographs");
    assertTrue(form.error(Param.MODEL).isEmpty());
    assertTrue(form.wrong().isEmpty(), "a refusal is no wrong value");
    List<Param> told = new ArrayList<>();
    form.listen(told::add);
    form.forgetRefusals();
    assertEquals(List.of(Param.CONTROLWEIGHT, Param.MASK), told);
    assertTrue(form.error(Param.MASK).isEmpty());
  }

  @Test
  void aClosedSectionSaysWhatDiffers() {
    FormModel form = inpaint();
    List<Param> sampling = List.of(Param.STEPS, Param.STRENGTH, Param.SEED);
    assertEquals("", form.summary(sampling));
    form.set(Param.STEPS, "30");
    form.set(Param.STRENGTH, "0.5");
    assertEquals("Steps 30, Strength 0.5", form.summary(sampling));
    form.set(Param.LATENTS, "true");
    assertEquals("Latents", form.summary(List.of(Param.LATENTS, Param.SOURCES)));
  }

  @Test
  void whoListensIsToldOfWhatChanges() {
    FormModel form = inpaint();
    List<Param> told = new ArrayList<>();
    form.listen(told::add);
    form.set(Param.SEED, "5");
    form.set(Param.SEED, "5");
    form.set(Param.SEED, "x");
    form.reset();
    assertEquals(3, told.stream().filter(Param.SEED::equals).count());
  }
}
