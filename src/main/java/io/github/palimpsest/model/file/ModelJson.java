package io.github.palimpsest.model.file;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import com.google.gson.ToNumberPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** JSON files of a model folder as maps: integers are Long, other numbers Double. */
public final class ModelJson {
  private static final Gson GSON =
      new GsonBuilder().setObjectToNumberStrategy(ToNumberPolicy.LONG_OR_DOUBLE).create();

  private ModelJson() {}

  /** The object in a file, or an empty map after adding to {@code problems}. */
  public static Map<String, Object> read(Path folder, String file, Problems problems) {
    Path path = folder.resolve(file);
    if (!Files.isRegularFile(path)) {
      problems.add("%s is missing", file);
      return Map.of();
    }
    try {
      String other = FileKind.insteadOf(path);
      if (other != null) {
        problems.add("%s %s", file, other);
        return Map.of();
      }
      String text = TextFile.read(path, TextFile.most(path));
      if (text.isBlank()) {
        problems.add("%s is empty", file);
        return Map.of();
      }
      Object value = GSON.fromJson(text, Object.class);
      if (value instanceof Map<?, ?> map) {
        @SuppressWarnings("unchecked")
        Map<String, Object> object = (Map<String, Object>) map;
        return object;
      }
      problems.add("%s must hold a JSON object", file);
    } catch (JsonParseException | NumberFormatException e) {
      problems.add("%s is truncated or not valid JSON", file);
    } catch (StackOverflowError e) {
      problems.add("%s is nested too deep", file);
    } catch (OutOfMemoryError e) {
      problems.add("%s is too large for the memory that ImageJ has", file);
    } catch (IOException e) {
      problems.add("%s cannot be read (%s)", file, e.getMessage());
    }
    return Map.of();
  }

  /** As {@link #read}, but an absent file is an empty map. */
  public static Map<String, Object> readOptional(Path folder, String file, Problems problems) {
    return Files.exists(folder.resolve(file)) ? read(folder, file, problems) : Map.of();
  }

  /** An integer of an object, or {@code missing} if it has none of that name. */
  public static int integer(Map<String, Object> map, String key, int missing) {
    return map.get(key) instanceof Number n ? n.intValue() : missing;
  }

  /** A number of an object, or {@code missing} if it has none of that name. */
  public static double number(Map<String, Object> map, String key, double missing) {
    return map.get(key) instanceof Number n ? n.doubleValue() : missing;
  }

  /** A text of an object, or {@code missing} if it has none of that name. */
  public static String string(Map<String, Object> map, String key, String missing) {
    return map.get(key) instanceof String s ? s : missing;
  }

  /** A list of integers; a single integer counts as a list of one. */
  public static List<Integer> integers(Map<String, Object> map, String key) {
    List<Integer> result = new ArrayList<>();
    Object value = map.get(key);
    if (value instanceof Number n) {
      result.add(n.intValue());
    } else if (value instanceof List<?> list) {
      list.forEach(v -> result.add(v instanceof Number n ? n.intValue() : -1));
    }
    return result;
  }
}
