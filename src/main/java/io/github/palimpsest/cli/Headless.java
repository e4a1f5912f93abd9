package io.github.palimpsest.cli;

import io.github.palimpsest.check.BadInput;
import net.imagej.patcher.LegacyInjector;

/** ImageJ 1.x without a display. */
final class Headless {
  private Headless() {}

  /**
   * Patches ImageJ, whose classes would otherwise ask for a display, and registers our commands.
   * Call once, before any class of ImageJ is used.
   *
   * @throws BadInput if the JVM does not let ImageJ be patched
   */
  static void start() {
    System.setProperty("java.awt.headless", "true");
    // neither the folder the user stands in nor ~/.plugins is to change what a macro does
    setIfAbsent("plugins.dir", Places.target().resolve("imagej").toString());
    setIfAbsent("ij1.plugin.dirs", "");
    try {
      LegacyInjector.preinit();
    } catch (RuntimeException e) {
      throw new BadInput(
          "ImageJ cannot run without a display in this JVM; start Java with --add-opens"
              + " java.base/java.lang=ALL-UNNAMED.",
          e);
    }
    MenuEntries.register();
  }

  private static void setIfAbsent(String key, String value) {
    if (System.getProperty(key) == null) {
      System.setProperty(key, value);
    }
  }
}
