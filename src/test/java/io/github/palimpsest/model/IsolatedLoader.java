package io.github.palimpsest.model;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Runs a bundled model the way plain ImageJ does: the plugin and its libraries in a class loader of
 * their own, unknown to the thread's context class loader and to the system.
 */
public final class IsolatedLoader {
  private IsolatedLoader() {}

  /** Arguments: the class path of the plugin; the name of a model. */
  public static void main(String[] args) throws Exception {
    List<URL> urls = new ArrayList<>();
    for (String entry : args[0].split(File.pathSeparator)) {
      urls.add(Path.of(entry).toUri().toURL());
    }
    ClassLoader platform = ClassLoader.getPlatformClassLoader();
    try (URLClassLoader loader = new URLClassLoader(urls.toArray(new URL[0]), platform)) {
      Thread.currentThread().setContextClassLoader(platform);
      Class<?> models = loader.loadClass("io.github.palimpsest.model.Models");
      Object folder =
          models.getMethod("find", String.class, Path[].class).invoke(null, args[1], new Path[0]);
      Class<?> opener = loader.loadClass("io.github.palimpsest.model.onnx.OnnxModels");
      Consumer<String> warn = System.out::println;
      Object model =
          opener
              .getMethod("open", folder.getClass(), String.class, Consumer.class)
              .invoke(null, folder, "Auto", warn);
      Class<?> type = loader.loadClass("io.github.palimpsest.model.LoadedModel");
      Object conditioning =
          type.getMethod("encode", String.class, Consumer.class).invoke(model, "a cell", warn);
      System.out.println(type.getMethod("device").invoke(model) + " " + conditioning);
    }
  }
}
