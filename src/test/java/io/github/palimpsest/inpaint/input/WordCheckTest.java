package io.github.palimpsest.inpaint.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordCheckTest {
  private static final List<String> WORDS = List.of("nuclei", "cells", "dividing cell", "dense");
  private static final WordCheck TRAINED = new WordCheck("small", true, WORDS, null);
  private static final WordCheck BOTH =
      new WordCheck("small + this image", true, WORDS, List.of("actin filament", "Nuclei"));
  private static final WordCheck OWN =
      new WordCheck("This image", true, List.of(), List.of("actin filament", "nuclei"));

  private static List<String> unknown(WordCheck check, String prompt) {
    List<String> words = new ArrayList<>();
    check.unknown(prompt).forEach(s -> words.add(prompt.substring(s.from(), s.to())));
    return words;
  }

  private static WordCheck named(String which) {
    return switch (which) {
      case "trained" -> TRAINED;
      case "both" -> BOTH;
      case "own" -> OWN;
      default -> WordCheck.FREE;
    };
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "trained | dense nuclei, cells | -",
        "trained | Dense NUCLEI | -",
        "trained | dense nucleii cell | nucleii/cell",
        "trained | one dividing cell | one",
        "trained | (nuclei:1.3) (frogs: .5) | frogs",
        "trained | <style> nuclei | -",
        "trained | '  ,, ' | -",
        "both | actin filament, dense cells | -",
        "both | dense actin filament | actin/filament",
        "both | frog, nuclei | frog",
        "own | actin filament, nuclei | -",
        "own | actin filament nuclei | actin filament nuclei",
        "own | a frog , nuclei| a frog",
        "free | a red frog | -",
      })
  void namesTheWordsThatAModelDoesNotKnow(String which, String prompt, String strange) {
    List<String> expected = strange == null ? List.of() : List.of(strange.split("/"));
    assertEquals(expected, unknown(named(which), prompt));
    assertEquals(expected.isEmpty(), named(which).sentence(prompt).isEmpty());
  }

  @Test
  void saysWhatIsKnownAndWhatWasMeant() {
    assertEquals("Unknown: nucleii. Did you mean nuclei?", TRAINED.sentence("dense nucleii"));
    assertEquals(
        "Unknown: frog. Known: nuclei, cells, dividing cell, dense.",
        TRAINED.sentence("dense frog"));
  }

  @Test
  void aModelThatCannotBeToldAnythingSaysWhy() {
    WordCheck mute = new WordCheck("old", false, List.of(), null);
    assertEquals("The model old reads no text.", mute.closed());
    assertEquals(mute.closed(), mute.sentence("cells"));
    assertEquals("", mute.sentence(" "));
    WordCheck empty = new WordCheck("This image", true, List.of(), List.of());
    assertTrue(empty.closed().contains("palimpsest.role=example"));
    assertEquals("", TRAINED.closed());
    assertEquals("", WordCheck.FREE.closed());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "trained | '' | nuclei | nuclei",
        "trained | dense | nuclei | dense nuclei",
        "trained | dense nuclei cells | nuclei | dense cells",
        "trained | 'nuclei, cells' | nuclei | cells",
        "trained | 'cells, nuclei' | nuclei | cells",
        "trained | 'cells, nuclei, dense' | nuclei | 'cells, dense'",
        "both | cells | nuclei | 'cells, nuclei'",
        "own | 'actin filament, nuclei' | actin filament | nuclei",
      })
  void aClickAddsAWordAndTheNextTakesItAway(
      String which, String before, String word, String after) {
    assertEquals(after, named(which).toggled(before, word));
  }

  @Test
  void twoClicksOnAWordThatWasNotThereChangeNothing() {
    for (WordCheck check : List.of(TRAINED, BOTH, OWN)) {
      for (String prompt : List.of("", "dense", "dense, cells")) {
        for (String word : List.of("nuclei", "actin filament")) {
          String with = check.toggled(prompt, word);
          assertTrue(check.has(with, word));
          assertFalse(check.has(check.toggled(with, word), word));
          assertEquals(prompt, check.toggled(with, word));
        }
      }
    }
  }

  @Test
  void completesTheWordThatIsTyped() {
    assertEquals(List.of("dense", "dividing cell"), TRAINED.completion("d", 1).options());
    assertEquals(6, TRAINED.completion("cells nu", 8).from());
    assertEquals(List.of("nuclei"), TRAINED.completion("cells nu", 8).options());
    assertEquals(List.of(), TRAINED.completion("nuclei", 6).options());
    assertEquals(List.of(), TRAINED.completion("cells ", 6).options());
    WordCheck.Completion several = OWN.completion("nuclei, actin f", 15);
    assertEquals(8, several.from());
    assertEquals(List.of("actin filament"), several.options());
  }

  @Test
  void doesNotJudgeTheWordThatIsBeingTyped() {
    assertEquals(1, TRAINED.unknown("frog nuc", 8).size());
    assertEquals(2, TRAINED.unknown("frog nuc", 4).size());
    assertEquals(2, TRAINED.unknown("frog nux", 8).size());
    assertEquals(2, TRAINED.unknown("frog nuc").size());
  }

  @Test
  void readsWhatModelAndImageSay() {
    ImagePlus image = IJ.createImage("a", "8-bit black", 40, 40, 1);
    assertTrue(WordCheck.of("micrographs", null).known().contains("nuclei"));
    assertEquals("", WordCheck.of("", image).sentence("fluorescence nuclei"));
    assertTrue(WordCheck.of("no such model", image).free());
    assertFalse(WordCheck.of("This image", image).closed().isEmpty());
    Roi roi = new Roi(3, 3, 9, 9);
    roi.setName("lumen");
    roi.setProperty("palimpsest.role", "example");
    image.setOverlay(new Overlay(roi));
    assertEquals(List.of("lumen"), WordCheck.of("This image", image).known());
    WordCheck both = WordCheck.of("micrographs + this image", image);
    assertEquals("", both.sentence("lumen, dense nuclei"));
    assertEquals("lumen", both.known().get(0));
  }
}
