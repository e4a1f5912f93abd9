package io.github.palimpsest.session;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import ij.ImagePlus;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.check.Cancelled;
import io.github.palimpsest.job.GuidedRun;
import io.github.palimpsest.job.GuidedRuns;
import io.github.palimpsest.job.Monitor;
import io.github.palimpsest.job.Outcome;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.sample.StepHook;
import java.awt.Rectangle;
import java.util.List;

/**
 * A run in the hands of its user: step, look, paint, go back, branch, go on.
 *
 * <pre>{@code
 * Session s = Session.start(image, Request.of("steps", 20), Monitor.SILENT);
 * s.step(8);
 * s.stepStack();              // paint on its frame 9 with any tool
 * s.inject(1);
 * Outcome outcome = s.finish();
 * }</pre>
 *
 * <p>Actions may come from any thread and are done one after the other on the calling one, so never
 * call them on the event dispatch thread, except {@link #cancel}. Steps are counted from 0; frame k
 * + 1 of the stacks is the state after step k. Bad input throws {@link BadInput} with one sentence
 * and leaves the session as it was. The stacks belong to the user; the networks to the session
 * until it has ended by {@link #finish}, {@link #cancel} or the closing of its image.
 */
public final class Session implements AutoCloseable {
  private final ImagePlus image;
  private final Monitor monitor;
  private final GuidedRun run;
  private final Log log;
  private final Tree tree;
  private final String name;
  private final Life life;
  private boolean stepping;

  Session(ImagePlus image, GuidedRun run, Log log, Tree tree, String name, Monitor monitor) {
    this.image = image;
    this.run = run;
    this.log = log;
    this.tree = tree;
    this.name = name;
    this.monitor = monitor;
    life = new Life(run, image, monitor);
    stamp();
  }

  /**
   * Begins a session on one plane of an image; nothing is sampled yet.
   *
   * @param image any type; read now, so what happens to it later does not reach the session
   * @param request values as for {@code Diffusion Inpaint...}; {@code samples} must be 1
   * @param monitor shows stacks and progress
   * @param hooks see and change every step; the log does not hold them
   */
  public static Session start(
      ImagePlus image, Request request, Monitor monitor, StepHook... hooks) {
    GuidedRun run = GuidedRuns.open(image, request, monitor, List.of(hooks));
    Tree tree = new Tree(run.stepStack().getTitle());
    return new Session(image, run, new Log(run.start()), tree, tree.root(), monitor);
  }

  /**
   * Does everything in a log again, up to but without its end.
   *
   * @param image the image the log began with
   * @param log as from {@link #log()}
   */
  public static Session replay(
      ImagePlus image, JsonObject log, Monitor monitor, StepHook... hooks) {
    Session session = Continuation.reopen(image, log.getAsJsonObject("start"), monitor, hooks);
    try {
      for (var action : log.getAsJsonArray("actions")) {
        session.redo(action.getAsJsonObject());
      }
      return session;
    } catch (RuntimeException e) {
      session.cancel();
      throw e;
    }
  }

  /**
   * Does one action of a log again.
   *
   * @param action an entry of {@code actions} in {@link #log()}; it holds its paint or mask itself
   */
  public void redo(JsonObject action) {
    if (action.get("action").getAsString().equals("step")) {
      step(action.get("n").getAsInt());
    } else {
      act(action.deepCopy());
    }
  }

  /**
   * Does up to {@code n} scheduler steps; stops at the end of the run.
   *
   * @return steps done
   * @throws Cancelled when stopped; the session has ended then
   */
  public int step(int n) {
    if (n < 0) {
      throw BadInput.of("step (%d) must be 0 or more.", n);
    }
    life.enter();
    int before = run.step();
    try {
      stepping = true;
      monitor.onCancel(life::stop);
      for (int i = 0; i < n && advance(); i++) {
        monitor.status("Diffusion: step " + run.step() + "/" + run.steps());
        monitor.progress((double) run.step() / run.steps());
      }
      run.show();
      return run.step() - before;
    } catch (Cancelled e) {
      life.stop();
      throw e;
    } finally {
      stepping = false;
      int done = run.step() - before;
      if (done > 0) {
        log.add(Actions.step(done), before);
        stamp();
      }
      life.leave();
    }
  }

  private boolean advance() {
    life.throwIfStopped();
    boolean went = run.advance();
    life.throwIfStopped();
    return went;
  }

  /** Goes back to the state after step k; edits made later are forgotten. */
  public void rewind(int k) {
    act(Actions.rewind(k));
  }

  /**
   * Changes a value from the next step on: prompt, negative, guidance (with start and end), the
   * weights of control, mask and feather (read anew from the image), output; or the way the rest is
   * run: scheduler, eta, steps (that remain), strength (noises the present estimate again).
   *
   * @throws BadInput for an unknown key, a wrong value, or a key that needs a new session
   */
  public void set(String key, Object value) {
    Param param =
        Param.of(key)
            .orElseThrow(() -> BadInput.of("Unknown key %s: see the list of keys in Help.", key));
    act(Actions.set(param, value));
  }

  /** Takes in what was painted on the frame shown, for all steps that remain. */
  public boolean inject(double weight) {
    return inject(weight, Integer.MAX_VALUE);
  }

  /**
   * Takes in what was painted on the frames shown in the step and latents stacks; if that is an
   * earlier frame, goes back to it first.
   *
   * @param weight 0 (as if not painted, bitwise) … 1 (the painted pixels appear in the result)
   * @param horizon for how many further steps the estimate is pulled to the paint
   * @return false if nothing was painted
   */
  public boolean inject(double weight, int horizon) {
    if (!(weight >= 0 && weight <= 1)) {
      throw BadInput.of("weight (%s) must lie between 0 and 1.", weight);
    }
    if (horizon < 0) {
      throw BadInput.of("horizon (%d) must be 0 or more steps.", horizon);
    }
    life.enter();
    try {
      Shown shown = Shown.of(run);
      if (shown == null) {
        return false;
      }
      if (shown.step() < run.step()) {
        act(Actions.rewind(shown.step()));
      }
      int left = run.steps() - run.step();
      act(Actions.inject(weight, Math.min(left, horizon), shown.steps(), shown.latents()));
      return true;
    } finally {
      life.leave();
    }
  }

  /** Takes in a picture of the present frame, [channels][height · width], that was painted on. */
  void inject(float[][] frame, double weight, int horizon) {
    ImagePlus stack = run.stepStack();
    float[][] written = run.shown(run.step());
    Patch patch = Patch.of(frame, written, stack.getWidth(), stack.getHeight());
    int left = run.steps() - run.step();
    act(Actions.inject(weight, Math.min(left, horizon), patch, null));
  }

  /** Takes in x as it was painted on. */
  void injectLatents(float[][] x, double weight) {
    Patch patch =
        Patch.of(x, run.latents(run.step()), run.latentWidth(), x[0].length / run.latentWidth());
    act(Actions.inject(weight, 0, null, patch));
  }

  private void act(JsonObject action) {
    life.enter();
    try {
      if (stepping && action.get("action").getAsString().equals("rewind")) {
        throw new BadInput("A hook cannot go back while a step runs: do it after the step.");
      }
      int at = run.step();
      Actions.apply(action, run);
      log.add(action, at);
      stamp();
    } finally {
      life.leave();
    }
  }

  /**
   * A new session that shares all that was done so far, with stacks of its own named by this one's
   * and the step; both go on independently.
   */
  public Session branch() {
    return branch(step());
  }

  /**
   * As {@link #branch()}, with the branch standing at an earlier step.
   *
   * @param k the step at which the branch leaves this one, 0 to {@link #step()}
   */
  public Session branch(int k) {
    life.enter();
    try {
      if (k < 0 || k > run.step()) {
        throw BadInput.of("step (%d) must lie between 0 and %d.", k, run.step());
      }
      Tree.Branch branch = tree.branch(name, k);
      GuidedRun twin = run.fork(branch.title());
      Session other = new Session(image, twin, new Log(log), tree, branch.name(), monitor);
      if (k < run.step()) {
        other.rewind(k);
      }
      return other;
    } finally {
      life.leave();
    }
  }

  /**
   * Does the steps that remain and makes the result, which is not shown yet. The session has ended.
   *
   * @return the result with its provenance, and the stacks
   */
  public Outcome finish() {
    life.enter();
    try {
      step(run.steps() - run.step());
      JsonObject extra = new JsonObject();
      extra.add("session", log());
      extra.add("edits", edits());
      extra.add("branches", tree.toJson());
      extra.addProperty("branch", name);
      Outcome outcome = run.finish(extra);
      life.end(SessionState.FINISHED);
      return outcome;
    } finally {
      life.leave();
    }
  }

  /** The edits that count, without their pixels, which the log holds. */
  private JsonArray edits() {
    JsonArray edits = new JsonArray();
    for (var e : log.path()) {
      JsonObject edit = e.getAsJsonObject();
      if (edit.get("action").getAsString().equals("inject")) {
        for (String stack : new String[] {"steps", "latents"}) {
          if (edit.has(stack)) {
            edit.getAsJsonObject(stack).remove("channels");
          }
        }
        edits.add(edit);
      }
    }
    return edits;
  }

  /**
   * Ends the session within one model call: closes its stacks, leaves the image as it was. From any
   * thread; does nothing once the session has ended.
   */
  public void cancel() {
    life.cancel();
  }

  /** As {@link #cancel}. */
  @Override
  public void close() {
    cancel();
  }

  private void stamp() {
    run.stamp(log.start(), log.path());
  }

  /** The image that is repainted. */
  public ImagePlus image() {
    return image;
  }

  /** Where the session is in its life. */
  public SessionState state() {
    return life.state();
  }

  /** Steps done; also after the end. */
  public int step() {
    return life.step();
  }

  /** Steps of the whole run as planned now; also after the end. */
  public int steps() {
    return life.steps();
  }

  /** Noise over signal after step k. */
  public double sigma(int k) {
    return life.ask(() -> run.sigma(k));
  }

  /** The values in force. */
  public Request request() {
    return run.request();
  }

  /** The name of this branch: the title of its step stack. */
  public String name() {
    return name;
  }

  /** The step stack, 32-bit, source units; owned by the user. */
  public ImagePlus stepStack() {
    return run.stepStack();
  }

  /** The latents stack, 32-bit, model units, or null without {@code latents}. */
  public ImagePlus latentsStack() {
    return run.latentsStack();
  }

  /** The clean estimate after step k in −1…1, [image channels][height · width] of the context. */
  public float[][] estimate(int k) {
    return life.ask(() -> run.estimate(k));
  }

  /** x after step k in model units, [latent channels][latent height · width]; a copy. */
  public float[][] latents(int k) {
    return life.ask(() -> run.latents(k));
  }

  /** Whether something was painted on the frames shown that {@link #inject} would take in. */
  public boolean painted() {
    return life.ask(() -> Shown.of(run) != null);
  }

  /**
   * What was painted on the frames shown that {@link #inject} would take in; null if nothing.
   *
   * @throws BadInput if a frame is shown that holds no state
   */
  public Paint paint() {
    return life.ask(
        () -> {
          Shown shown = Shown.of(run);
          return shown == null ? null : shown.paint(run.inside());
        });
  }

  /** The part of the image that the step stack shows; a copy. */
  public Rectangle frame() {
    return life.ask(run::frame);
  }

  /** The branches of this session and its origins, for display and provenance. */
  public JsonArray branches() {
    return tree.toJson();
  }

  /** Everything done so far, as data that {@link #replay} does again; a copy. */
  public JsonObject log() {
    JsonObject json = new JsonObject();
    json.addProperty("format", 1);
    json.add("start", log.bareStart());
    json.add("actions", log.actions());
    return json;
  }
}
