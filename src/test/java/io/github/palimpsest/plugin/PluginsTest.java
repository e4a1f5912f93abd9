package io.github.palimpsest.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.palimpsest.check.BadInput;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.scijava.Priority;
import org.scijava.plugin.Plugin;
import org.scijava.plugin.PluginInfo;
import org.scijava.plugin.SciJavaPlugin;

class PluginsTest {
  /** A type of plug-ins that only this test has. */
  public interface Letter extends SciJavaPlugin {}

  @Plugin(type = Letter.class, name = "a")
  static final class A implements Letter {}

  @Plugin(type = Letter.class, name = "b", priority = Priority.HIGH)
  static final class B implements Letter {}

  @Plugin(type = Letter.class, name = "c", enabled = false)
  static final class C implements Letter {}

  @Plugin(type = Letter.class, name = "z", priority = Priority.LOW)
  static final class Broken implements Letter {
    Broken() {
      throw new IllegalStateException("no such alphabet");
    }
  }

  private static PluginInfo<Letter> info(String name) {
    return Plugins.infos(Letter.class).stream()
        .filter(i -> i.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void findsByPriorityAndLeavesOutWhatCannotBeMade() {
    List<Letter> letters = Plugins.of(Letter.class);
    assertEquals(
        List.of(B.class, A.class), letters.stream().<Object>map(Letter::getClass).toList());
    assertSame(letters.get(0), Plugins.of(Letter.class).get(0));
  }

  @Test
  void saysWhyAPluginCannotBeMade() {
    BadInput e = assertThrows(BadInput.class, () -> Plugins.create(info("z")));
    assertEquals(
        "The plug-in io.github.palimpsest.plugin.PluginsTest$Broken cannot be used"
            + " (java.lang.IllegalStateException: no such alphabet): update or remove its jar.",
        e.getMessage());
  }

  @Test
  void makesANewOneEachTime() {
    assertNotSame(Plugins.create(info("a")), Plugins.create(info("a")));
  }

  @Test
  void findsThemOnAThreadThatSeesNoJar() throws InterruptedException {
    List<PluginInfo<Letter>> here = Plugins.infos(Letter.class);
    List<?>[] there = new List<?>[1];
    Thread thread = new Thread(() -> there[0] = Plugins.infos(Letter.class));
    thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
    thread.start();
    thread.join();
    assertEquals(here, there[0]);
  }
}
