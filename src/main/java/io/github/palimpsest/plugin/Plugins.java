package io.github.palimpsest.plugin;

import ij.IJ;
import io.github.palimpsest.check.BadInput;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.scijava.InstantiableException;
import org.scijava.plugin.DefaultPluginFinder;
import org.scijava.plugin.Plugin;
import org.scijava.plugin.PluginIndex;
import org.scijava.plugin.PluginInfo;
import org.scijava.plugin.SciJavaPlugin;

/**
 * The SciJava plug-ins of a type, from the jars beside this one and from those that the calling
 * thread sees. Reads the annotations on first use and keeps what it read. Safe from any thread.
 */
public final class Plugins {
  private static final String OWN = "io.github.palimpsest.";

  private static final Map<ClassLoader, PluginIndex> INDEXES = new HashMap<>();

  /** What {@link #infos} found, by type and loaders. */
  private static final Map<List<Object>, List<PluginInfo<?>>> FOUND = new HashMap<>();

  /** An instance of each plug-in, or the sentence that says why there is none. */
  private static final Map<PluginInfo<?>, Object> INSTANCES = new IdentityHashMap<>();

  private Plugins() {}

  /**
   * One instance of each plug-in, made once and shared by all callers. One that cannot be made is
   * reported in ImageJ's log, once, and left out.
   *
   * @return those of highest priority first, by class name among equals
   */
  public static synchronized <T extends SciJavaPlugin> List<T> of(Class<T> type) {
    List<T> made = new ArrayList<>();
    for (PluginInfo<T> info : infos(type)) {
      Object instance = INSTANCES.get(info);
      if (instance == null) {
        instance = madeOrReported(info);
        INSTANCES.put(info, instance);
      }
      if (type.isInstance(instance)) {
        made.add(type.cast(instance));
      }
    }
    return made;
  }

  /**
   * The instances of {@link #of} by the names that their {@link Plugin} annotations give, in the
   * same order. Of several of one name the first counts.
   */
  public static <T extends SciJavaPlugin> Map<String, T> named(Class<T> type) {
    Map<String, T> named = new LinkedHashMap<>();
    for (T plugin : of(type)) {
      named.putIfAbsent(plugin.getClass().getAnnotation(Plugin.class).name(), plugin);
    }
    return named;
  }

  private static <T extends SciJavaPlugin> Object madeOrReported(PluginInfo<T> info) {
    try {
      return create(info);
    } catch (BadInput e) {
      report(e.getMessage());
      return e.getMessage();
    }
  }

  /**
   * What is known of each plug-in without loading its class.
   *
   * @return those of highest priority first, by class name among equals
   */
  public static synchronized <T extends SciJavaPlugin> List<PluginInfo<T>> infos(Class<T> type) {
    List<ClassLoader> loaders = loaders();
    List<Object> key = new ArrayList<>(loaders);
    key.add(type);
    @SuppressWarnings("unchecked") // by its type
    List<PluginInfo<T>> known = (List<PluginInfo<T>>) (List<?>) FOUND.get(key);
    if (known == null) {
      known = sorted(type, loaders);
      FOUND.put(key, List.copyOf(known));
    }
    return known;
  }

  private static <T extends SciJavaPlugin> List<PluginInfo<T>> sorted(
      Class<T> type, List<ClassLoader> loaders) {
    Map<String, PluginInfo<T>> found = new LinkedHashMap<>();
    for (ClassLoader loader : loaders) {
      for (PluginInfo<T> info : index(loader).getPlugins(type)) {
        if (info.isEnabled() && info.getPluginType() == type) {
          found.putIfAbsent(info.getClassName(), info);
        }
      }
    }
    List<PluginInfo<T>> sorted = new ArrayList<>(found.values());
    sorted.sort(
        Comparator.comparingDouble((PluginInfo<T> info) -> -info.getPriority())
            .thenComparing(PluginInfo::getClassName));
    return sorted;
  }

  /**
   * A new instance, made by the constructor without parameters, which need not be public.
   *
   * @throws BadInput if the class cannot be loaded or made
   */
  public static <T extends SciJavaPlugin> T create(PluginInfo<T> info) {
    try {
      Constructor<? extends T> constructor = info.loadClass().getDeclaredConstructor();
      constructor.setAccessible(true);
      return constructor.newInstance();
    } catch (InvocationTargetException | InstantiableException e) {
      throw unusable(info, e.getCause() == null ? e : e.getCause());
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      throw unusable(info, e);
    }
  }

  private static BadInput unusable(PluginInfo<?> info, Throwable cause) {
    return BadInput.of(
        "The plug-in %s cannot be used (%s): update or remove its jar.",
        info.getClassName(), cause);
  }

  private static List<ClassLoader> loaders() {
    ClassLoader own = Plugins.class.getClassLoader();
    ClassLoader caller = Thread.currentThread().getContextClassLoader();
    return caller == null || seenBy(own, caller) ? List.of(own) : List.of(own, caller);
  }

  /** True if a loader asks another one, itself included, for classes. */
  private static boolean seenBy(ClassLoader loader, ClassLoader other) {
    for (ClassLoader l = loader; l != null; l = l.getParent()) {
      if (l == other) {
        return true;
      }
    }
    return false;
  }

  private static PluginIndex index(ClassLoader loader) {
    PluginIndex index = INDEXES.get(loader);
    if (index == null) {
      index = new PluginIndex(new DefaultPluginFinder(new OwnTypes(loader)));
      INDEXES.put(loader, index);
      try {
        index.discover();
      } catch (RuntimeException | LinkageError e) {
        report("Some plug-ins cannot be found (" + e + "): remove the jar last installed.");
      }
    }
    return index;
  }

  /** In ImageJ's log; without ImageJ's window on stderr, for stdout belongs to results. */
  private static void report(String sentence) {
    if (IJ.getInstance() == null) {
      System.err.println(sentence);
    } else {
      IJ.log(sentence);
    }
  }

  /**
   * Shows of all annotations only those of jars that name a type of this software: Fiji has some
   * hundred jars with plug-ins of other types.
   */
  private static final class OwnTypes extends ClassLoader {
    OwnTypes(ClassLoader parent) {
      super(parent);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
      List<URL> own = new ArrayList<>();
      for (URL url : Collections.list(getParent().getResources(name))) {
        try (InputStream in = url.openStream()) {
          String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
          if (text.contains(OWN)) {
            own.add(url);
          }
        }
      }
      return Collections.enumeration(own);
    }
  }
}
