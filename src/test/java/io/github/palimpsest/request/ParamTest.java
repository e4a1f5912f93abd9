package io.github.palimpsest.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.palimpsest.check.BadInput;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ParamTest {
  /** Masks before what is painted under them, the steps that remain last of all. */
  @Test
  void aSessionTakesSeveralKeysInThisOrder() {
    List<String> keys = Param.inSession().stream().map(Param::key).toList();
    assertEquals(
        "mask grow feather prompt negative guidance guidancestart guidanceend rescale control"
            + " controlweight controlstart controlend guess output seam eta scheduler steps strength sources",
        String.join(" ", keys));
    assertEquals(KeyScope.LIVE, Param.OUTPUT.scope());
    assertEquals(KeyScope.REST, Param.ETA.scope());
    assertEquals(KeyScope.RUN, Param.MODEL.scope());
  }

  @Test
  void formsFindLabelHelpAndSection() {
    Set<String> labels = new HashSet<>();
    for (Param param : Param.values()) {
      assertTrue(param.label().matches("[A-Z][\\w -]*( \\(.+\\))?"), param.label());
      assertTrue(labels.add(param.label()), param.label());
      assertTrue(!param.help().isBlank() && !param.section().title().isBlank(), param.key());
    }
    assertEquals("Control start (fraction of the run)", Param.CONTROLSTART.label());
  }

  @Test
  void wordsOfPluginsAreChoices() {
    assertTrue(Param.KIND.choices().containsAll(List.of("edges", "distance")));
    assertEquals("edges", Param.KIND.check("Edges"));
    assertThrows(BadInput.class, () -> Param.KIND.check("canny?"));
  }

  @Test
  void autoIsOnlyOfKeysThatTheModelFolderDecides() {
    assertTrue(Param.STEPS.isAuto(" auto"));
    assertEquals("Auto", Param.STEPS.standard());
    assertEquals("1", Param.STRENGTH.standard());
    assertTrue(!Param.METHOD.isAuto("Auto"));
  }
}
