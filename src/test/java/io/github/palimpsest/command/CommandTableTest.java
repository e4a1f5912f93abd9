package io.github.palimpsest.command;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.palimpsest.command.input.CommandInputs;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.ParamKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.scijava.Context;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;
import org.scijava.module.ModuleItem;
import org.scijava.service.Service;

/** The annotations of the commands against {@link Param} and against plugins.config. */
class CommandTableTest {
  private static List<CommandInfo> commands() {
    try (Context context = new Context(CommandService.class)) {
      List<CommandInfo> ours = new ArrayList<>();
      for (CommandInfo info : context.service(CommandService.class).getCommands()) {
        if (info.getDelegateClassName().startsWith("io.github.palimpsest.")) {
          ours.add(info);
        }
      }
      return ours;
    }
  }

  @Test
  void inputsAgreeWithTheTableOfKeys() {
    for (CommandInfo info : commands()) {
      for (ModuleItem<?> item : CommandInputs.settable(info)) {
        Param.of(item.getName()).ifPresent(param -> agrees(param, item));
      }
    }
  }

  private static void agrees(Param param, ModuleItem<?> item) {
    String key = param.key();
    String standard = param.standard();
    boolean number = Number.class.isAssignableFrom(org.scijava.util.Types.box(item.getType()));
    List<String> choices = new ArrayList<>(param.choices());
    if (!choices.isEmpty() && param.defaultValue() == null) {
      choices.add(0, Param.AUTO);
    }
    assertAll(
        key,
        () -> assertEquals(param.help(), item.getDescription()),
        () -> assertEquals(standard, ParamKind.plain(item.getDefaultValue())),
        () -> assertEquals(choices, Objects.requireNonNullElse(item.getChoices(), List.of())),
        () -> {
          if (number) {
            assertEquals(param.min(), ((Number) item.getMinimumValue()).doubleValue());
            assertEquals(param.max(), ((Number) item.getMaximumValue()).doubleValue());
          }
        });
  }

  @Test
  void firstWordOfTheLabelIsTheKey() {
    for (CommandInfo info : commands()) {
      Set<String> keys = new HashSet<>();
      for (ModuleItem<?> item : CommandInputs.settable(info)) {
        String word = item.getLabel().split(" ")[0].toLowerCase(Locale.ROOT);
        assertEquals(item.getName(), word, info.getTitle());
        assertTrue(keys.add(word), word);
        assertFalse(item.getDescription().isBlank(), word);
      }
    }
  }

  /** SciJava would remember a macro's values for the next dialog, and a dialog's for a macro. */
  @Test
  void sciJavaRemembersNothing() {
    for (CommandInfo info : commands()) {
      // the image too: its title would name another one later
      for (ModuleItem<?> item : info.inputs()) {
        boolean service = Service.class.isAssignableFrom(item.getType());
        assertTrue(service || !item.isPersisted(), info.getTitle() + " " + item.getName());
      }
    }
  }

  @Test
  void everyKeyIsTakenByACommand() {
    Set<String> taken = new TreeSet<>();
    commands().forEach(c -> CommandInputs.settable(c).forEach(item -> taken.add(item.getName())));
    for (Param param : Param.values()) {
      assertTrue(taken.contains(param.key()), param.key());
    }
  }

  @Test
  void pluginsConfigMirrorsTheMenu() throws Exception {
    Set<String> annotated = new TreeSet<>();
    for (CommandInfo info : commands()) {
      assertTrue(info.canRunHeadless(), info.getTitle());
      var menu = info.getMenuPath();
      annotated.add(
          String.format(
              "%s>%s, \"%s\", io.github.palimpsest.ui.dialog.Bridge(\"%s\")",
              menu.get(0).getName(),
              menu.get(1).getName(),
              menu.getLeaf().getName(),
              info.getDelegateClassName()));
    }
    Set<String> listed = new TreeSet<>();
    try (var in = getClass().getResourceAsStream("/plugins.config")) {
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#") && !line.isBlank())
          .forEach(listed::add);
    }
    assertEquals(String.join("\n", annotated), String.join("\n", listed));
    assertTrue(listed.size() >= 2);
  }
}
