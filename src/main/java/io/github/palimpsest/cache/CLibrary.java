package io.github.palimpsest.cache;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Calls of the C library through JNA, whose own native part is unpacked into our cache: by itself
 * it would write into {@code ~/.cache/JNA}. Where the host has loaded JNA before, that one is used.
 */
public final class CLibrary {
  private static final String PLACE = "jna.boot.library.path";

  private CLibrary() {}

  /**
   * Sets an environment variable that native libraries of this process see from now on. Java's own
   * {@code System.getenv} and processes it starts do not see it.
   *
   * @throws IOException with a reason when it cannot be set
   */
  public static void setenv(String name, String value) throws IOException {
    try {
      load();
      int status =
          NativeLibrary.getProcess().getFunction("setenv").invokeInt(new Object[] {name, value, 1});
      if (status != 0) {
        throw new IOException("setenv gave " + status);
      }
    } catch (LinkageError e) {
      throw new IOException("JNA does not load: " + e.getMessage(), e);
    }
  }

  /**
   * Gives memory that native code has freed back to the system; the C library of Linux would keep
   * most of it. Does nothing where that cannot be asked for.
   */
  public static void trimMemory() {
    if (!Platform.isLinux()) {
      return;
    }
    try {
      load();
      NativeLibrary.getProcess().getFunction("malloc_trim").invokeInt(new Object[] {0});
    } catch (IOException | LinkageError e) {
      // another C library
      return;
    }
  }

  /**
   * Loads JNA's native part from our cache, unless it has been loaded.
   *
   * @throws IOException with a reason when it cannot be unpacked
   * @throws LinkageError when there is none for this computer
   */
  public static void load() throws IOException {
    Optional<Path> jar = JarFiles.jarOf(Native.class);
    Map<String, String> place = Map.of();
    if (jar.isPresent() && System.getProperty(PLACE) == null) {
      JarFiles files = JarFiles.in(jar.get(), "com/sun/jna/" + Platform.RESOURCE_PREFIX + "/");
      if (!files.entries().isEmpty()) {
        String folder = Cache.unpackLibraries(files.jarName(), files).toString();
        // it tidies its temporary folder, which it makes for that, although it needs none
        place = Map.of(PLACE, folder, "jna.tmpdir", folder);
      }
    }
    // the first use of the class loads the library
    SystemProperties.during(place, () -> Native.POINTER_SIZE);
  }
}
