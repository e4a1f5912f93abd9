package io.github.palimpsest.record;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.JsonSerializer;
import com.google.gson.LongSerializationPolicy;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import io.github.palimpsest.request.Request;
import java.awt.Rectangle;
import java.io.IOException;
import java.util.function.Function;

/**
 * The writer of all records: every component of a Java record becomes a field of its name, in the
 * order of the components; what is null is left out. Reading goes through {@link RecordFields},
 * which refuses what is damaged.
 *
 * <p>Longs are texts, since 64 bits do not survive JSON's doubles; a rectangle is {@code [x, y,
 * width, height]}.
 */
final class RecordCodec {
  /** All but the word that says which action one is. */
  private static final Gson PLAIN =
      new GsonBuilder()
          .setLongSerializationPolicy(LongSerializationPolicy.STRING)
          .serializeSpecialFloatingPointValues()
          .registerTypeAdapter(Rectangle.class, serializer(RecordCodec::box))
          .registerTypeAdapter(
              FloatText.class, serializer((FloatText floats) -> new JsonPrimitive(floats.text())))
          .registerTypeAdapter(Request.class, serializer(Request::toJson))
          .registerTypeAdapter(Origin.class, serializer(origin -> JsonNull.INSTANCE))
          .create();

  private static final Gson GSON =
      PLAIN
          .newBuilder()
          .registerTypeHierarchyAdapter(SessionAction.class, new Whole<>(RecordCodec::action))
          .registerTypeAdapter(PathEntry.class, new Whole<>(RecordCodec::entry))
          .create();

  private RecordCodec() {}

  private static <T> JsonSerializer<T> serializer(Function<T, JsonElement> form) {
    return (value, type, context) -> form.apply(value);
  }

  private static JsonArray box(Rectangle r) {
    JsonArray box = new JsonArray();
    for (int v : new int[] {r.x, r.y, r.width, r.height}) {
      box.add(v);
    }
    return box;
  }

  private static JsonObject action(SessionAction action) {
    JsonObject json = new JsonObject();
    json.addProperty("action", action.name());
    PLAIN
        .toJsonTree(action)
        .getAsJsonObject()
        .entrySet()
        .forEach(e -> json.add(e.getKey(), e.getValue()));
    return json;
  }

  private static JsonObject entry(PathEntry entry) {
    JsonObject json = action(entry.action());
    json.addProperty("at", entry.at());
    return json;
  }

  /** A record as JSON. */
  static JsonObject tree(Object record) {
    return GSON.toJsonTree(record).getAsJsonObject();
  }

  /** A list or value as JSON. */
  static JsonElement element(Object value) {
    return GSON.toJsonTree(value);
  }

  /** The writer of objects as they are, nulls included. */
  private static final class Whole<T> extends TypeAdapter<T> {
    private final Function<T, JsonElement> form;

    private Whole(Function<T, JsonElement> form) {
      this.form = form;
    }

    @Override
    public void write(JsonWriter out, T value) throws IOException {
      boolean nulls = out.getSerializeNulls();
      out.setSerializeNulls(true);
      PLAIN.getAdapter(JsonElement.class).write(out, form.apply(value));
      out.setSerializeNulls(nulls);
    }

    @Override
    public T read(JsonReader in) {
      throw new UnsupportedOperationException("records are read by RecordFields");
    }
  }

  /** A text that is written also where it is null. */
  static final class NullableText extends TypeAdapter<String> {
    @Override
    public void write(JsonWriter out, String text) throws IOException {
      boolean nulls = out.getSerializeNulls();
      out.setSerializeNulls(true);
      out.value(text);
      out.setSerializeNulls(nulls);
    }

    @Override
    public String read(JsonReader in) {
      throw new UnsupportedOperationException("records are read by RecordFields");
    }
  }
}
