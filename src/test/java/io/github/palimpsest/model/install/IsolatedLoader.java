package io.github.palimpsest.model.install;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Runs a bundled model the way plain ImageJ does: the plugin and its libraries in a class loader of
 * their own, unknown to the thread's context class loader and to the system; then in a second one.
 */
public final class IsolatedLoader {
  private IsolatedLoader() {}

  /** Arguments: the class path of the plugin; the name of a model. */
  public static void main(String[] args) throws Exception {
    List<URL> urls = new ArrayList<>();
    for (String entry : args[0].split(File.pathSeparator)) {
      urls.add(Path.of(entry).toUri().toURL());
    }
    Thread.currentThread().setContextClassLoader(ClassLoader.getPlatformClassLoader());
    // ImageJ makes another class loader when its menus are refreshed
    encode(urls.toArray(URL[]::new), args[1]);
    encode(urls.toArray(URL[]::new), args[1]);
  }

  private static void encode(URL[] plugin, String name) throws Exception {
    // neither closed nor collected: as ImageJ's, which threads still use
    URLClassLoader loader = new URLClassLoader(plugin, ClassLoader.getPlatformClassLoader());
    Object found =
        loader
            .loadClass("io.github.palimpsest.model.Models")
            .getMethod("find", String.class)
            .invoke(null, name);
    Consumer<String> warn = System.out::println;
    Object model =
        loader
            .loadClass("io.github.palimpsest.model.Model")
            .getMethod("load", String.class, Consumer.class)
            .invoke(found, "Auto", warn);
    Class<?> type = loader.loadClass("io.github.palimpsest.model.LoadedModel");
    Object conditioning =
        type.getMethod("encode", String.class, Consumer.class).invoke(model, "a cell", warn);
    System.out.println(type.getMethod("device").invoke(model) + " " + conditioning);
  }
}
