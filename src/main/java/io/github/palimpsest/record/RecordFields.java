package io.github.palimpsest.record;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.github.palimpsest.check.BadInput;
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
public final class RecordFields {
  private static final int DEEPEST = 64;
  private static final int FARTHEST = 1 << 30;

  private final JsonObject json;
  private final String owner;
  private final String remedy;
  private final String place;

  private RecordFields(JsonObject json, String owner, String remedy, String place) {
    this.json = json;
    this.owner = owner;
    this.remedy = remedy;
    this.place = place;
  }

  /**
   * The fields of an object.
   *
   * @param owner the subject of the sentence that refuses, such as {@code The record of cells.tif}
   * @param remedy what the user can do, the end of that sentence
   */
  public static RecordFields of(JsonObject json, String owner, String remedy) {
    return new RecordFields(json, owner, remedy, "");
  }

  /** The fields of an object that an image carries. */
  public static RecordFields of(JsonObject json, String title) {
    return of(json, "The record of " + title, "use the image as first saved");
  }

  /**
   * Reads a text.
   *
   * @return null if it is no JSON object, or is nested more deeply than any record
   */
  public static JsonObject parse(String text) {
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

  /** The fields of another object of the same owner. */
  public RecordFields with(JsonObject other) {
    return new RecordFields(other, owner, remedy, place);
  }

  /** The object itself. */
  public JsonObject json() {
    return json;
  }

  /** Whether there is such a field and it is not null. */
  public boolean has(String key) {
    return json.has(key) && !json.get(key).isJsonNull();
  }

  /** A refusal that names a field. */
  public BadInput damaged(String key) {
    return new BadInput(owner + " is damaged (" + place + key + "): " + remedy + ".");
  }

  private JsonElement get(String key) {
    if (!has(key)) {
      throw damaged(key);
    }
    return json.get(key);
  }

  /** An object. */
  public RecordFields object(String key) {
    JsonElement e = get(key);
    if (!e.isJsonObject()) {
      throw damaged(key);
    }
    return new RecordFields(e.getAsJsonObject(), owner, remedy, place + key + ".");
  }

  /** An array. */
  public JsonArray array(String key) {
    JsonElement e = get(key);
    if (!e.isJsonArray()) {
      throw damaged(key);
    }
    return e.getAsJsonArray();
  }

  /** An array of objects. */
  public List<RecordFields> objects(String key) {
    List<RecordFields> all = new ArrayList<>();
    for (JsonElement e : array(key)) {
      if (!e.isJsonObject()) {
        throw damaged(key);
      }
      all.add(new RecordFields(e.getAsJsonObject(), owner, remedy, place + key + "."));
    }
    return all;
  }

  /** An array of texts. */
  public List<String> texts(String key) {
    List<String> all = new ArrayList<>();
    for (JsonElement e : array(key)) {
      all.add(plain(e, key));
    }
    return all;
  }

  /** A text, or a number or switch as text. */
  public String text(String key) {
    return plain(get(key), key);
  }

  private String plain(JsonElement e, String key) {
    if (!e.isJsonPrimitive()) {
      throw damaged(key);
    }
    return e.getAsString();
  }

  /** A number of the range {@code min} to {@code max}, both included. */
  public double number(String key, double min, double max) {
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
  public int whole(String key, int min, int max) {
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
  public long seed(String key) {
    try {
      return Long.parseLong(text(key));
    } catch (NumberFormatException bad) {
      throw damaged(key);
    }
  }

  /** A switch. */
  public boolean on(String key) {
    String word = text(key);
    if (!word.equals("true") && !word.equals("false")) {
      throw damaged(key);
    }
    return word.equals("true");
  }

  /** {@code n} finite numbers. */
  public double[] numbers(String key, int n) {
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
  public int[] size(String key) {
    JsonArray array = array(key);
    if (array.size() != 2) {
      throw damaged(key);
    }
    return new int[] {whole(array.get(0), key, 1, FARTHEST), whole(array.get(1), key, 1, FARTHEST)};
  }

  /** A rectangle, written as x, y, width, height; it may be empty. */
  public Rectangle box(String key) {
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
  public Rectangle box(String key, Rectangle within) {
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

  /** Exactly {@code n} values as {@link FloatText} writes them. */
  public float[] values(String key, long n) {
    return values(text(key), key, n);
  }

  private float[] values(String text, String key, long n) {
    float[] values = n > Integer.MAX_VALUE / Float.BYTES ? null : FloatText.read(text, (int) n);
    if (values == null) {
      throw damaged(key);
    }
    return values;
  }

  /**
   * The values of a part of a rectangle, of all of which {@link FloatText} wrote the values.
   *
   * @param part within {@code bounds}; the cost follows it
   */
  public float[] values(String key, Rectangle bounds, Rectangle part) {
    float[] values = FloatText.read(text(key), bounds, part);
    if (values == null) {
      throw damaged(key);
    }
    return values;
  }

  /** {@code channels} times exactly {@code n} values; see {@link #values(String, long)}. */
  public float[][] channels(String key, int channels, long n) {
    List<String> texts = texts(key);
    if (texts.size() != channels) {
      throw damaged(key);
    }
    float[][] all = new float[channels][];
    for (int c = 0; c < channels; c++) {
      all[c] = values(texts.get(c), key, n);
    }
    return all;
  }
}
