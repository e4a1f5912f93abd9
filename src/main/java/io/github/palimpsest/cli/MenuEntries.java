package io.github.palimpsest.cli;

import ij.IJ;
import ij.Menus;
import io.github.palimpsest.ui.dialog.Bridge;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Our commands in ImageJ's table, as if the jar lay in its plugins folder. */
final class MenuEntries {
  /** {@code menu, "label[key]", class("argument")}, the key where there is one */
  private static final Pattern LINE =
      Pattern.compile("[^#\"]+,\\s*\"([^\"]+?)(?:\\[.\\])?\",\\s*(\\S.*)");

  private MenuEntries() {}

  /** Reads ImageJ's own commands, then ours from {@code plugins.config} of this jar. */
  @SuppressWarnings("unchecked")
  static void register() {
    IJ.runPlugIn("ij.IJ.init", "");
    Map<String, String> table = Menus.getCommands();
    for (String line : config().split("\\R")) {
      Matcher entry = LINE.matcher(line.trim());
      if (entry.matches()) {
        table.put(entry.group(1), entry.group(2).trim());
      }
    }
  }

  private static String config() {
    try (InputStream in = Bridge.class.getResourceAsStream("/plugins.config")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("plugins.config cannot be read.", e);
    }
  }
}
