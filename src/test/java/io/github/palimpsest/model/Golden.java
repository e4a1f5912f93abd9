package io.github.palimpsest.model;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.GZIPInputStream;

/** What diffusers computed: a file of {@code scripts/goldens/model_goldens.py}. */
public final class Golden {
  private final JsonObject json;

  private Golden(JsonObject json) {
    this.json = json;
  }

  public static Golden load(String name) {
    String file = "/models/golden_" + name + ".json.gz";
    try (Reader reader =
        new InputStreamReader(
            new GZIPInputStream(Golden.class.getResourceAsStream(file)), StandardCharsets.UTF_8)) {
      return new Golden(JsonParser.parseReader(reader).getAsJsonObject());
    } catch (IOException e) {
      throw new UncheckedIOException(file, e);
    }
  }

  public JsonObject meta() {
    return json.getAsJsonObject("meta");
  }

  public float[] array(String name) {
    String text = json.getAsJsonObject("arrays").getAsJsonObject(name).get("f32").getAsString();
    ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(text));
    float[] values = new float[bytes.capacity() / 4];
    bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return values;
  }

  public int[] shape(String name) {
    var shape = json.getAsJsonObject("arrays").getAsJsonObject(name).getAsJsonArray("shape");
    int[] lengths = new int[shape.size()];
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = shape.get(i).getAsInt();
    }
    return lengths;
  }

  /** Largest difference, relative to max(1, largest golden value). */
  public double error(String name, float[] actual) {
    float[] expected = array(name);
    if (expected.length != actual.length) {
      throw new AssertionError(
          name + " has " + actual.length + " values instead of " + expected.length);
    }
    double largest = 1;
    double worst = 0;
    for (int i = 0; i < expected.length; i++) {
      largest = Math.max(largest, Math.abs(expected[i]));
      double difference = Math.abs(expected[i] - actual[i]);
      worst = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : Math.max(worst, difference);
    }
    return worst / largest;
  }
}
