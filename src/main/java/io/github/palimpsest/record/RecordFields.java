package io.github.palimpsest.record;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import java.awt.Rectangle;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * The fields of one JSON object of a record. Records travel with images, so anybody may have
 * written them: a field that is missing, of another kind or out of range is refused in one sentence
 * that names it, before memory is taken for it. Immutable as long as the object is; any thread.
 */
final class RecordFields {
  private static final int DEEPEST = 64;
  private static final int FARTHEST = 1 << 30;

  private final JsonObject json;
  private final Origin origin;

  private RecordFields(JsonObject json, Origin origin) {
    this.json = json;
    this.origin = origin;
  }

  /**
   * The fields of an object.
   *
   * @param owner the subject of the sentence that refuses, see {@link Origin}
   * @param remedy the end of that sentence
   */
  static RecordFields of(JsonObject json, String owner, String remedy) {
    return of(json, new Origin(owner, remedy));
  }

  /** The fields of an object that was read elsewhere. */
  static RecordFields of(JsonObject json, Origin origin) {
    return new RecordFields(json, origin);
  }

  /** The fields of an object that an image carries. */
  static RecordFields of(JsonObject json, String title) {
    return of(json, "The record of " + title, "use the image as first saved");
  }

  /**
   * Reads a text.
   *
   * @return null if it is no JSON object, or is nested more deeply than any record
   */
  static JsonObject parse(String text) {
    try {
      JsonElement json = JsonParser.parseString(text);
      return json.isJsonObject() && shallow(json) ? json.getAsJsonObject() : null;
    } catch (JsonParseException | IllegalStateException | NumberFormatException e) {
      return null;
    }
  }

  private static boolean shallow(JsonElement root) {
    Deque<JsonElement> level = new ArrayDeque<>(List.of(root));
    for (int depth = 0; depth < DEEPEST; depth++) {
      Deque<JsonElement> next = new ArrayDeque<>();
      for (JsonElement e : level) {
        if (e.isJsonArray()) {
          e.getAsJsonArray().forEach(next::add);
        } else if (e.isJsonObject()) {
          e.getAsJsonObject().entrySet().stream().map(Map.Entry::getValue).forEach(next::add);
        }
      }
      if (next.isEmpty()) {
        return true;
      }
      level = next;
    }
    return false;
  }

  /** The object itself. */
  JsonObject json() {
    return json;
  }

  /** Where the object was read. */
  Origin origin() {
    return origin;
  }

  /** Whether there is such a field and it is not null. */
  boolean has(String key) {
    return json.has(key) && !json.get(key).isJsonNull();
  }

  /** A refusal that names a field. */
  BadInput damaged(String key) {
    return origin.damaged(key);
  }

  private JsonElement get(String key) {
    if (!has(key)) {
      throw damaged(key);
    }
    return json.get(key);
  }

  /** An object. */
  RecordFields object(String key) {
    JsonElement e = get(key);
    if (!e.isJsonObject()) {
      throw damaged(key);
    }
    return new RecordFields(e.getAsJsonObject(), origin.in(key));
  }

  /** An array. */
  JsonArray array(String key) {
    JsonElement e = get(key);
    if (!e.isJsonArray()) {
      throw damaged(key);
    }
    return e.getAsJsonArray();
  }

  /** An array of objects. */
  List<RecordFields> objects(String key) {
    List<RecordFields> all = new ArrayList<>();
    for (JsonElement e : array(key)) {
      if (!e.isJsonObject()) {
        throw damaged(key);
      }
      all.add(new RecordFields(e.getAsJsonObject(), origin.in(key)));
    }
    return all;
  }

  /** An array of texts. */
  List<String> texts(String key) {
    List<String> all = new ArrayList<>();
    for (JsonElement e : array(key)) {
      all.add(plain(e, key));
    }
    return all;
  }

  /** A text, or a number or switch as text. */
  String text(String key) {
    return plain(get(key), key);
  }

  private String plain(JsonElement e, String key) {
    if (!e.isJsonPrimitive()) {
      throw damaged(key);
    }
    return e.getAsString();
  }

  /** A number of the range {@code min} to {@code max}, both included. */
  double number(String key, double min, double max) {
    return number(get(key), key, min, max);
  }

  private double number(JsonElement e, String key, double min, double max) {
    double d;
    try {
      d = Double.parseDouble(plain(e, key));
    } catch (NumberFormatException bad) {
      throw damaged(key);
    }
    if (!(d >= min && d <= max)) {
      throw damaged(key);
    }
    return d;
  }

  /** A whole number of the range {@code min} to {@code max}, both included. */
  int whole(String key, int min, int max) {
    return whole(get(key), key, min, max);
  }

  private int whole(JsonElement e, String key, int min, int max) {
    double d = number(e, key, min, max);
    if (d != Math.rint(d)) {
      throw damaged(key);
    }
    return (int) d;
  }

  /** A whole number of 64 bits. */
  long seed(String key) {
    try {
      return Long.parseLong(text(key));
    } catch (NumberFormatException bad) {
      throw damaged(key);
    }
  }

  /** A switch. */
  boolean on(String key) {
    String word = text(key);
    if (!word.equals("true") && !word.equals("false")) {
      throw damaged(key);
    }
    return word.equals("true");
  }

  /** {@code n} finite numbers. */
  double[] numbers(String key, int n) {
    JsonArray array = array(key);
    if (array.size() != n) {
      throw damaged(key);
    }
    double[] numbers = new double[n];
    for (int i = 0; i < n; i++) {
      numbers[i] = number(array.get(i), key, -Double.MAX_VALUE, Double.MAX_VALUE);
    }
    return numbers;
  }

  /** Two whole numbers above 0. */
  int[] size(String key) {
    JsonArray array = array(key);
    if (array.size() != 2) {
      throw damaged(key);
    }
    return new int[] {whole(array.get(0), key, 1, FARTHEST), whole(array.get(1), key, 1, FARTHEST)};
  }

  /** A rectangle, written as x, y, width, height; it may be empty. */
  Rectangle box(String key) {
    JsonArray array = array(key);
    if (array.size() != 4) {
      throw damaged(key);
    }
    return new Rectangle(
        whole(array.get(0), key, -FARTHEST, FARTHEST),
        whole(array.get(1), key, -FARTHEST, FARTHEST),
        whole(array.get(2), key, 0, FARTHEST),
        whole(array.get(3), key, 0, FARTHEST));
  }

  /** A rectangle that lies within another. */
  Rectangle box(String key, Rectangle within) {
    Rectangle box = box(key);
    boolean inside =
        !box.isEmpty()
            && box.x >= within.x
            && box.y >= within.y
            && (long) box.x + box.width <= (long) within.x + within.width
            && (long) box.y + box.height <= (long) within.y + within.height;
    if (!inside) {
      throw damaged(key);
    }
    return box;
  }

  /** The values of a run. Records from before a key keep what was done then. */
  Request request(String key) {
    Request read = Request.fromJson(object(key).json());
    Request seam = read.has(Param.SEAM) ? read : read.with(Param.SEAM, "Off");
    return seam.has(Param.COLOURS) ? seam : seam.with(Param.COLOURS, "Apart");
  }

  /** Floats as text, which are decoded when they are asked for. */
  FloatText floats(String key) {
    return new FloatText(text(key), origin, key);
  }

  /** An array of floats as text, one a channel. */
  List<FloatText> channels(String key) {
    return texts(key).stream().map(text -> new FloatText(text, origin, key)).toList();
  }
}
