package io.github.palimpsest.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.command.input.CommandInputs;
import io.github.palimpsest.command.input.PalimpsestCommand;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.ParamKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.scijava.MenuEntry;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandModule;
import org.scijava.module.ModuleItem;
import org.scijava.service.Service;

/** The commands as SciJava sees them, against {@link Param} and against plugins.config. */
class CommandTableTest {
  private static Commands commands;

  @BeforeAll
  static void start() {
    commands = new Commands();
  }

  @AfterAll
  static void end() {
    commands.close();
  }

  /** The order of dialogs and of recorded lines. */
  @Test
  void inpaintTakesTheseKeysInThisOrder() {
    assertEquals(
        "prompt negative strength steps guidance rescale scheduler eta model seed samples range"
            + " bank control controlweight controlstart controlend guess guidancestart guidanceend"
            + " hook device stream latents sources mask grow feather context method resample jump seam colours channels"
            + " slices frames expand output",
        CommandInputs.keys(commands.info("Inpaint")).stream()
            .map(Param::key)
            .collect(Collectors.joining(" ")));
  }

  /** What an annotation said besides would be a second copy of the table. */
  @Test
  void anInputIsAKeyAndNothingElse() {
    for (CommandInfo info : commands.infos()) {
      for (Param param : CommandInputs.keys(info)) {
        ModuleItem<?> item = info.getInput(param.key());
        String name = info.getTitle() + " " + param.key();
        boolean toggle = param.kind() == ParamKind.SWITCH;
        assertEquals(toggle ? Boolean.class : String.class, item.getType(), name);
        assertEquals("", item.getLabel() + item.getDescription() + item.getWidgetStyle(), name);
        assertNull(item.getDefaultValue(), name);
      }
      for (ModuleItem<?> item : info.inputs()) {
        boolean key = Param.of(item.getName()).isPresent();
        boolean other =
            item.getName().equals(PalimpsestCommand.IMAGE)
                || Service.class.isAssignableFrom(item.getType());
        assertTrue(key != other, info.getTitle() + " " + item.getName());
      }
      assertTrue(info.canRunHeadless() && info.is("no-record"), info.getTitle());
    }
  }

  /** SciJava would remember a macro's values for the next dialog, and a dialog's for a macro. */
  @Test
  void sciJavaRemembersNothing() {
    for (CommandInfo info : commands.infos()) {
      // the image too: its title would name another one later
      for (ModuleItem<?> item : info.inputs()) {
        boolean service = Service.class.isAssignableFrom(item.getType());
        assertTrue(service || !item.isPersisted(), info.getTitle() + " " + item.getName());
      }
    }
  }

  @Test
  void everyKeyIsTakenByACommand() {
    Set<Param> taken = EnumSet.noneOf(Param.class);
    commands.infos().forEach(info -> taken.addAll(CommandInputs.keys(info)));
    assertEquals(EnumSet.allOf(Param.class), taken);
  }

  /** Scripts give values of any type by name; what is wrong is an exception. */
  @Test
  void scriptsRunACommandByItsClassAndKeys() throws Exception {
    Future<CommandModule> wrong =
        commands
            .service()
            .run(GenerateCommand.class, true, "width", "64", "steps", 2000, "stream", true);
    assertEquals("steps (2000) must lie between 1 and 1000.", refusal(wrong));
    Future<CommandModule> unlike =
        commands.service().run(GenerateCommand.class, true, "strength", 1.5, "seed", 7L);
    assertEquals("strength (1.5) must lie between 0 and 1.", refusal(unlike));
    CommandModule good =
        commands
            .service()
            .run(ModelsCommand.class, true, "action", "describe", "model", "micrographs")
            .get();
    assertEquals("describe", good.getInput("action"));
  }

  private static String refusal(Future<CommandModule> run) {
    Throwable cause = assertThrows(ExecutionException.class, run::get);
    while (cause.getCause() != null && !(cause instanceof BadInput)) {
      cause = cause.getCause();
    }
    return cause.getMessage();
  }

  /** Writes what is missing: a new command needs no line by hand, only a second build. */
  @Test
  void pluginsConfigMirrorsTheMenu() throws IOException {
    List<CommandInfo> inOrder =
        commands.infos().stream()
            .sorted(Comparator.comparingDouble(CommandTableTest::weight))
            .toList();
    assertTrue(inOrder.size() >= 10);
    Path config = Path.of("plugins.config");
    List<String> lines = new ArrayList<>(Files.readAllLines(config));
    // the tool of the toolbar is no command of SciJava's
    List<String> tools = lines.stream().filter(line -> line.startsWith("Plugins>Tools")).toList();
    lines.removeIf(line -> !line.startsWith("#"));
    double before = weight(inOrder.get(0));
    for (CommandInfo info : inOrder) {
      // as SciJava sets lines into menus
      if (weight(info) - before > 1) {
        lines.add("Plugins>Palimpsest, \"-\"");
      }
      before = weight(info);
      lines.add(entry(info));
    }
    lines.addAll(tools);
    if (!lines.equals(Files.readAllLines(config))) {
      Files.write(config, lines);
      throw new AssertionError("plugins.config lacked a command and is written anew: build again.");
    }
  }

  /** Where the command stands in Plugins > Palimpsest, itself or its submenu. */
  private static double weight(CommandInfo info) {
    return info.getMenuPath().get(2).getWeight();
  }

  private static String entry(CommandInfo info) {
    var menu = info.getMenuPath();
    String above =
        menu.subList(0, menu.size() - 1).stream()
            .map(MenuEntry::getName)
            .collect(Collectors.joining(">"));
    return String.format(
        "%s, \"%s\", io.github.palimpsest.ui.dialog.Bridge(\"%s\")",
        above, menu.getLeaf().getName() + key(menu.getLeaf()), info.getDelegateClassName());
  }

  /** A key as plain ImageJ reads it behind a label; it presses the control key itself. */
  private static String key(MenuEntry entry) {
    return entry.getAccelerator() == null
        ? ""
        : "[" + entry.getAccelerator().getKeyCode().name().toLowerCase(Locale.ROOT) + "]";
  }
}
