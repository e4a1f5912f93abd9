package io.github.palimpsest.record;

import com.google.gson.JsonObject;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.request.Param;
import java.util.List;

/**
 * One thing that was done to a session, as data: {@code {"action":"set","key":"guidance",
 * "value":"5"}}. It holds all that doing it again takes, such as paint or the mask that was read.
 */
public sealed interface SessionAction {
  /** The origin of every recorded action: logs, stacks and macros alike. */
  Origin RECORDED = new Origin("The recorded action", "record it anew");

  /** Its word in a log. */
  String name();

  /**
   * Reads an action of a log.
   *
   * @param text a JSON object
   * @throws BadInput if it is damaged
   */
  static SessionAction parse(String text) {
    JsonObject json = RecordFields.parse(text);
    if (json == null) {
      throw RECORDED.damaged("action");
    }
    return ActionReader.read(json);
  }

  /**
   * A refusal of what a macro says of an action.
   *
   * @param what the key, or {@code paint}
   */
  static BadInput unreadable(String what, RuntimeException cause) {
    return ActionReader.unreadable(what, cause);
  }

  /**
   * Does up to some steps.
   *
   * @param n how many, at least 0
   */
  record Step(int n) implements SessionAction {
    @Override
    public String name() {
      return "step";
    }
  }

  /**
   * Goes back.
   *
   * @param to the step after which the run stands then
   */
  record Rewind(int to) implements SessionAction {
    @Override
    public String name() {
      return "rewind";
    }
  }

  /**
   * Gives a key another value.
   *
   * @param key of {@link Param}
   * @param value its value as in a macro
   * @param mask the mask that was read, or null
   * @param regions the regions that were read with the mask, or null
   * @param controls the control maps that were read, or null
   */
  record SetValue(
      String key,
      String value,
      MaskRecord mask,
      List<RegionRecord> regions,
      List<ControlRecord> controls)
      implements SessionAction {

    /** A value that nothing was read for yet. */
    public SetValue(Param param, Object value) {
      this(param.key(), String.valueOf(value), null, null, null);
    }

    /**
     * Reads what {@link #data} wrote.
     *
     * @throws BadInput if it is damaged
     */
    public static SetValue of(String key, String data) {
      return ActionReader.set(key, data);
    }

    /** The same with the mask and the regions that were read. */
    public SetValue with(MaskRecord read, List<RegionRecord> regionsRead) {
      return new SetValue(key, value, read, regionsRead, controls);
    }

    /** The same with the control maps that were read. */
    public SetValue with(List<ControlRecord> read) {
      return new SetValue(key, value, mask, regions, read);
    }

    /**
     * The parameter of the key.
     *
     * @throws BadInput if there is none
     */
    public Param param() {
      return Param.of(key)
          .orElseThrow(() -> BadInput.of("Unknown key %s: see the list of keys in Help.", key));
    }

    /** Whether it holds more than a value. */
    public boolean holdsData() {
      return mask != null || controls != null;
    }

    /** All but the key, as a text that {@link #of} reads. */
    public String data() {
      return dataOf(this, "key");
    }

    @Override
    public String name() {
      return "set";
    }
  }

  /**
   * Takes in paint.
   *
   * @param weight 0 as if not painted … 1 as painted
   * @param horizon for how many further steps it acts, at least 0; null in damaged records
   * @param steps what was painted on the step stack, in raw values; or null
   * @param latents what was painted on the latents stack, in model units; or null
   */
  record Inject(double weight, Integer horizon, PixelDiff steps, PixelDiff latents)
      implements SessionAction {

    /**
     * Reads what {@link #data} wrote.
     *
     * @throws BadInput if it is damaged
     */
    public static Inject of(double weight, int horizon, String data) {
      return ActionReader.inject(weight, horizon, data);
    }

    /** The same without pixels, which tells where something was painted. */
    public Inject withoutPixels() {
      return new Inject(
          weight,
          horizon,
          steps == null ? null : steps.withoutPixels(),
          latents == null ? null : latents.withoutPixels());
    }

    /** All but weight and horizon, as a text that {@link #of} reads. */
    public String data() {
      return dataOf(this, "weight", "horizon");
    }

    @Override
    public String name() {
      return "inject";
    }
  }

  /**
   * Something that changes nothing, such as an end.
   *
   * @param name its word in a log
   */
  record Note(String name) implements SessionAction {}

  private static String dataOf(SessionAction action, String... without) {
    JsonObject json = RecordCodec.tree(action);
    json.remove("action");
    for (String key : without) {
      json.remove(key);
    }
    return json.toString();
  }
}
