package io.github.palimpsest.sample;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.github.palimpsest.check.BadInput;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;

/**
 * All that a run is after some step, as plain arrays: {@link Sampling#restore} in a run built the
 * same way (model, scheduler, seed, source), in this process or another, goes on to the same bits.
 *
 * @param step steps done
 * @param draws noise fields drawn from the seed's generator since the initial noise
 * @param x the latent {@code [D, h, w]}, model units
 * @param denoised the clean estimate, same shape
 * @param memory the solver's memory, as many arrays of that shape as the solver keeps
 * @param stretch the state that RePaint will return to, if that is an earlier one; else null
 */
public record SamplingState(
    int step, long draws, float[] x, float[] denoised, float[][] memory, SamplingState stretch) {
  /** JSON with numbers as they are and arrays as base64 of little-endian float32. */
  public String toJson() {
    return json().toString();
  }

  private JsonObject json() {
    JsonObject json = new JsonObject();
    json.addProperty("step", step);
    json.addProperty("draws", draws);
    json.addProperty("x", encode(x));
    json.addProperty("denoised", encode(denoised));
    JsonArray slots = new JsonArray();
    for (float[] slot : memory) {
      slots.add(encode(slot));
    }
    json.add("memory", slots);
    if (stretch != null) {
      json.add("stretch", stretch.json());
    }
    return json;
  }

  /**
   * Reads what {@link #toJson} wrote.
   *
   * @throws BadInput if it did not
   */
  public static SamplingState fromJson(String text) {
    try {
      return read(JsonParser.parseString(text).getAsJsonObject());
    } catch (JsonParseException
        | IllegalStateException
        | NullPointerException
        | ClassCastException
        | IllegalArgumentException
        | UnsupportedOperationException e) {
      throw damaged();
    }
  }

  private static SamplingState read(JsonObject json) {
    JsonArray slots = json.getAsJsonArray("memory");
    float[][] memory = new float[slots.size()][];
    for (int i = 0; i < memory.length; i++) {
      memory[i] = decode(slots.get(i));
    }
    return new SamplingState(
        json.get("step").getAsInt(),
        json.get("draws").getAsLong(),
        decode(json.get("x")),
        decode(json.get("denoised")),
        memory,
        json.has("stretch") ? read(json.getAsJsonObject("stretch")) : null);
  }

  private static BadInput damaged() {
    return new BadInput(
        "The saved sampling state is damaged: resume from the latents stack, or run again.");
  }

  private static String encode(float[] a) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * a.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(a);
    return Base64.getEncoder().encodeToString(bytes.array());
  }

  private static float[] decode(JsonElement e) {
    byte[] bytes = Base64.getDecoder().decode(e.getAsString());
    float[] a = new float[bytes.length / 4];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(a);
    return a;
  }
}
