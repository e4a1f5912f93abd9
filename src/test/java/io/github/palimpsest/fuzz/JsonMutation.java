package io.github.palimpsest.fuzz;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.palimpsest.record.FloatText;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Changes JSON as a careless editor, a bad disk or an enemy would. */
final class JsonMutation {
  /** A few kilobytes that inflate to 64 MB. */
  private static final String BOMB = FloatText.of(new float[16 << 20]).text();

  private static final String[] TEXTS = {
    "", "x", "NaN", "-1", "1e400", "\u0000", "//host/share/model", "../..", "[", "true"
  };
  private static final double[] NUMBERS = {
    -1, 0, 1, 0.5, 2, 7, 65_536, 1e9, 2_147_483_647, 2_147_483_648.0, -2_147_483_648.0, 1e300
  };

  private final Random random;

  JsonMutation(Random random) {
    this.random = random;
  }

  private record Place(JsonElement parent, String key, int index) {
    JsonElement get() {
      return parent.isJsonObject()
          ? parent.getAsJsonObject().get(key)
          : parent.getAsJsonArray().get(index);
    }

    void set(JsonElement value) {
      if (parent.isJsonObject()) {
        parent.getAsJsonObject().add(key, value);
      } else {
        parent.getAsJsonArray().set(index, value);
      }
    }

    void remove() {
      if (parent.isJsonObject()) {
        parent.getAsJsonObject().remove(key);
      } else {
        parent.getAsJsonArray().remove(index);
      }
    }
  }

  /** A copy with one to three changes. */
  JsonObject tree(JsonObject original) {
    JsonObject copy = original.deepCopy();
    for (int i = random.nextInt(3); i >= 0; i--) {
      List<Place> places = new ArrayList<>();
      collect(copy, places);
      if (!places.isEmpty()) {
        change(places.get(random.nextInt(places.size())));
      }
    }
    return copy;
  }

  private static void collect(JsonElement e, List<Place> places) {
    if (e.isJsonObject()) {
      for (String key : e.getAsJsonObject().keySet()) {
        places.add(new Place(e, key, 0));
        collect(e.getAsJsonObject().get(key), places);
      }
    } else if (e.isJsonArray()) {
      for (int i = 0; i < e.getAsJsonArray().size(); i++) {
        places.add(new Place(e, null, i));
        collect(e.getAsJsonArray().get(i), places);
      }
    }
  }

  private void change(Place place) {
    JsonElement old = place.get();
    switch (random.nextInt(9)) {
      case 0 -> place.remove();
      case 1 -> place.set(JsonNull.INSTANCE);
      case 2 -> place.set(new JsonPrimitive(NUMBERS[random.nextInt(NUMBERS.length)]));
      case 3 -> place.set(new JsonPrimitive(TEXTS[random.nextInt(TEXTS.length)]));
      case 4 -> place.set(random.nextBoolean() ? new JsonArray() : new JsonObject());
      case 5 -> place.set(nested());
      case 6 -> place.set(longer(old));
      default -> place.set(near(old));
    }
  }

  private static JsonElement nested() {
    JsonElement inner = new JsonArray();
    for (int i = 0; i < 300; i++) {
      JsonArray outer = new JsonArray();
      outer.add(inner);
      inner = outer;
    }
    return inner;
  }

  private JsonElement longer(JsonElement old) {
    if (old.isJsonArray() && !old.getAsJsonArray().isEmpty()) {
      JsonArray array = old.getAsJsonArray().deepCopy();
      array.add(array.get(random.nextInt(array.size())).deepCopy());
      return array;
    }
    return new JsonPrimitive(BOMB);
  }

  /** Of the same kind, a little different. */
  private JsonElement near(JsonElement old) {
    if (!old.isJsonPrimitive()) {
      return old.isJsonArray() && !old.getAsJsonArray().isEmpty() ? shorter(old) : old;
    }
    JsonPrimitive p = old.getAsJsonPrimitive();
    if (p.isBoolean()) {
      return new JsonPrimitive(!p.getAsBoolean());
    }
    if (p.isNumber()) {
      return new JsonPrimitive(p.getAsDouble() + random.nextInt(41) - 20);
    }
    String text = p.getAsString();
    if (text.isEmpty()) {
      return new JsonPrimitive("A");
    }
    int at = random.nextInt(text.length());
    return new JsonPrimitive(
        random.nextBoolean()
            ? text.substring(0, at)
            : text.substring(0, at) + (char) (33 + random.nextInt(94)) + text.substring(at + 1));
  }

  private JsonElement shorter(JsonElement old) {
    JsonArray array = old.getAsJsonArray().deepCopy();
    array.remove(random.nextInt(array.size()));
    return array;
  }

  /** The text with a byte changed, or cut. */
  String text(String original) {
    int at = random.nextInt(original.length());
    return random.nextInt(4) == 0
        ? original.substring(0, at)
        : original.substring(0, at) + (char) (33 + random.nextInt(94)) + original.substring(at + 1);
  }
}
