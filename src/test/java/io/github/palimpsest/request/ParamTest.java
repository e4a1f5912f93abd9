package io.github.palimpsest.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.palimpsest.check.BadInput;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
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

  /** One key has two meanings, told apart by the keys beside it. */
  @Test
  void outputIsAFolderBesideInput() {
    Map<String, List<Param>> byKey =
        Arrays.stream(Param.values()).collect(Collectors.groupingBy(Param::key));
    byKey.values().removeIf(params -> params.size() == 1);
    assertEquals(Map.of("output", List.of(Param.FOLDER, Param.OUTPUT)), byKey);
    assertEquals(Param.OUTPUT, Param.of("output").orElseThrow());
    assertEquals(Param.FOLDER, Param.of("output", List.of("input", "output")).orElseThrow());
    assertTrue(Param.of("folder").isEmpty());
    Request files = Request.of("output", "New", "steps", 3, "input", "in");
    assertEquals("New", files.text(Param.FOLDER));
    assertTrue(!files.has(Param.OUTPUT));
    assertEquals(files, Request.fromJson(files.toJson()));
    assertEquals("{\"input\":\"in\",\"output\":\"New\",\"steps\":3}", files.toString());
    assertEquals("out", files.with("output", "out").text(Param.FOLDER));
    assertThrows(BadInput.class, () -> Request.of("output", "out"));
    assertEquals("{\"output\":\"Replace\"}", Request.of("output", "replace").toString());
  }
}
