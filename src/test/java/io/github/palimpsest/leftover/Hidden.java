package io.github.palimpsest.leftover;

import ij.ImagePlus;
import ij.Prefs;
import ij.macro.Interpreter;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Vector;

/** What ImageJ keeps to itself: its preferences, images without a window. */
final class Hidden {
  private static final List<Field> SWITCHES = new ArrayList<>();
  private static final Field SAVED;
  private static final Field BATCH_IMAGES;

  static {
    try {
      for (Field field : Prefs.class.getFields()) {
        if (Modifier.isStatic(field.getModifiers()) && !Modifier.isFinal(field.getModifiers())) {
          SWITCHES.add(field);
        }
      }
      SAVED = Prefs.class.getDeclaredField("ijPrefs");
      SAVED.setAccessible(true);
      BATCH_IMAGES = Interpreter.class.getDeclaredField("imageTable");
      BATCH_IMAGES.setAccessible(true);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private Hidden() {}

  /** Also while batch mode is off. */
  static List<ImagePlus> batchImages() {
    try {
      List<ImagePlus> images = new ArrayList<>();
      Object table = BATCH_IMAGES.get(null); // null before the first
      if (table != null) {
        ((Vector<?>) table).forEach(image -> images.add((ImagePlus) image));
      }
      return images;
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  /** The switches and what is saved by key. */
  static Map<String, Object> preferences() {
    Map<String, Object> all = new HashMap<>();
    try {
      for (Field field : SWITCHES) {
        all.put("ImageJ's Prefs." + field.getName(), field.get(null));
      }
      ((Properties) SAVED.get(null))
          .forEach(
              (key, value) -> {
                // which ImageJ sets itself at its first point
                if (!key.toString().startsWith(".point.")) {
                  all.put("ImageJ's preference " + key, value);
                }
              });
      return all;
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }
}
