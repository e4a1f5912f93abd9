package io.github.palimpsest.session;

import com.google.gson.JsonObject;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.inpaint.GuidedRun;
import io.github.palimpsest.record.PixelDiff;
import io.github.palimpsest.record.RecordFields;
import io.github.palimpsest.request.KeyScope;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import java.awt.Rectangle;
import java.util.EnumSet;
import java.util.Set;

/**
 * What can be done to a run, as data: {@code {"action":"set","key":"guidance","value":"5"}}. The
 * same code does an action for the first time, in a replay and when a saved stack is continued.
 */
final class Actions {
  private static final Set<Param> MASK = EnumSet.of(Param.MASK, Param.GROW, Param.FEATHER);

  private Actions() {}

  static JsonObject step(int n) {
    JsonObject json = named("step");
    json.addProperty("n", n);
    return json;
  }

  static JsonObject rewind(int k) {
    JsonObject json = named("rewind");
    json.addProperty("to", k);
    return json;
  }

  static JsonObject set(Param param, Object value) {
    JsonObject json = named("set");
    json.addProperty("key", param.key());
    json.addProperty("value", String.valueOf(value));
    return json;
  }

  /**
   * An edit.
   *
   * @param steps difference on the step stack, or null
   * @param latents difference on the latents stack, or null
   */
  static JsonObject inject(double weight, int horizon, PixelDiff steps, PixelDiff latents) {
    JsonObject json = named("inject");
    json.addProperty("weight", weight);
    json.addProperty("horizon", horizon);
    if (steps != null) {
      json.add("steps", steps.toJson());
    }
    if (latents != null) {
      json.add("latents", latents.toJson());
    }
    return json;
  }

  static JsonObject named(String action) {
    JsonObject json = new JsonObject();
    json.addProperty("action", action);
    return json;
  }

  /** The fields of a recorded action, which anybody may have written. */
  static RecordFields fields(JsonObject action) {
    return RecordFields.of(action, "The recorded action", "record it anew");
  }

  static String name(JsonObject action) {
    return fields(action).text("action");
  }

  /** Whether an action stays in force when the run goes back before it. */
  static boolean live(JsonObject action) {
    return name(action).equals("set") && param(action).scope() != KeyScope.REST;
  }

  static Param param(JsonObject action) {
    String key = fields(action).text("key");
    return Param.of(key)
        .orElseThrow(() -> BadInput.of("Unknown key %s: see the list of keys in Help.", key));
  }

  /**
   * Does everything but steps, which can be stopped between.
   *
   * @param action may gain what makes it the same when done again, such as the mask read
   */
  static void apply(JsonObject action, GuidedRun run) {
    switch (name(action)) {
      case "rewind" -> run.rewind(fields(action).whole("to", Integer.MIN_VALUE, Integer.MAX_VALUE));
      case "set" -> set(action, run);
      case "inject" -> inject(action, run);
      default -> {
        // branches and ends change nothing here
      }
    }
  }

  private static void set(JsonObject action, GuidedRun run) {
    Param param = param(action);
    Request next = with(run.request(), param, fields(action).text("value"));
    if (MASK.contains(param)) {
      run.mask(next, action);
    } else if (param == Param.CONTROL) {
      run.control(next, action);
    } else {
      switch (param.scope()) {
        case LIVE -> run.set(next);
        case REST -> rest(param, next, run);
        case RUN ->
            throw BadInput.of(
                "%s cannot change in a session: cancel it and start again with %s=%s.",
                param.key(), param.key(), fields(action).text("value"));
      }
    }
  }

  private static Request with(Request request, Param param, String value) {
    return param.isAuto(value) ? request.without(param) : request.with(param, value);
  }

  private static void rest(Param param, Request next, GuidedRun run) {
    int left = run.steps() - run.step();
    switch (param) {
      case STRENGTH -> run.renoise(next);
      // the steps that remain are all run, whatever share of a whole run they are
      case STEPS ->
          run.switchScheduler(next.without(Param.STRENGTH), next.integer(Param.STEPS, left));
      default -> run.switchScheduler(next, left);
    }
  }

  private static void inject(JsonObject action, GuidedRun run) {
    RecordFields fields = fields(action);
    double weight = fields.number("weight", 0, 1);
    if (weight > 0 && fields.has("steps")) {
      int horizon = fields.whole("horizon", 0, Integer.MAX_VALUE);
      Rectangle frame = run.frame();
      PixelDiff patch =
          PixelDiff.fromJson(fields.object("steps"), frame.width, frame.height, run.channels());
      run.edit(patch.whole(), weight, horizon);
    }
    if (weight > 0 && fields.has("latents")) {
      PixelDiff patch =
          PixelDiff.fromJson(
              fields.object("latents"),
              run.latentWidth(),
              run.latentHeight(),
              run.latentChannels());
      run.editLatents(patch.whole(), weight);
    }
    run.refresh();
  }
}
