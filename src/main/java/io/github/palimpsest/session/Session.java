package io.github.palimpsest.session;

import ij.ImagePlus;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.check.Cancelled;
import io.github.palimpsest.inpaint.Outcome;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.record.BranchRecord;
import io.github.palimpsest.record.SessionAction;
import io.github.palimpsest.record.SessionAction.Rewind;
import io.github.palimpsest.record.SessionAction.SetValue;
import io.github.palimpsest.record.SessionLog;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.sample.StepHook;
import io.github.palimpsest.stack.PaintSummary;
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
 * and leaves the session as it was.
 *
 * <p>The stacks belong to the user; the networks to the session until it has ended by {@link
 * #finish}, {@link #cancel} or {@link #leave}. Closing windows ends nothing: a session outlives its
 * image, of which it keeps what its result needs, and its stacks, which {@link #showStacks} opens
 * again.
 */
public final class Session implements AutoCloseable {
  private final Monitor monitor;
  private final GuidedRun run;
  private final ActionHistory log;
  private final BranchTree tree;
  private final String name;
  private final SessionLifecycle life;
  private final ActionExecutor work;

  Session(GuidedRun run, ActionHistory log, BranchTree tree, String name, Monitor monitor) {
    this.run = run;
    this.log = log;
    this.tree = tree;
    this.name = name;
    this.monitor = monitor;
    life = new SessionLifecycle(run, monitor);
    work = new ActionExecutor(run, life, log, monitor);
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
    return Continuation.begin(GuidedRuns.open(image, request, monitor, List.of(hooks)), monitor);
  }

  /** Does everything in a log again, up to but without its end, on the image it began with. */
  public static Session replay(
      ImagePlus image, SessionLog log, Monitor monitor, StepHook... hooks) {
    Session session = Continuation.reopen(image, log.start(), monitor, hooks);
    return Continuation.prepared(session, () -> log.actions().forEach(session::redo));
  }

  ActionExecutor work() {
    return work;
  }

  /** Does an entry of {@link #log()} again; it holds its paint or mask itself. */
  public void redo(SessionAction action) {
    work.redo(action);
  }

  /**
   * Does up to {@code n} scheduler steps; stops at the end of the run.
   *
   * @return steps done
   * @throws Cancelled when stopped; the session has ended then, unless by {@link #halt}
   */
  public int step(int n) {
    return work.step(n);
  }

  /** Goes back to the state after step k; edits made later are forgotten. */
  public void rewind(int k) {
    work.act(new Rewind(k));
  }

  /**
   * Changes a value from the next step on; {@code steps} are those that remain, {@code strength}
   * noises the present estimate again, {@code mask} and {@code control} are read anew.
   *
   * @throws BadInput for an unknown key, a wrong value, or a key not {@link Param#inSession}
   */
  public void set(String key, Object value) {
    Param param =
        Param.of(key)
            .orElseThrow(() -> BadInput.of("Unknown key %s: see the list of keys in Help.", key));
    work.act(new SetValue(param, value));
  }

  /** Takes in what was painted on the frame shown, for all steps that remain. */
  public boolean inject(double weight) {
    return inject(weight, Integer.MAX_VALUE);
  }

  /**
   * As the other, of both stacks; if an earlier frame is shown, goes back to it first.
   *
   * @param weight 0 (as if not painted, bitwise) … 1 (the painted pixels appear in the result)
   * @param horizon for how many further steps the estimate is pulled to the paint
   * @return false if nothing was painted
   */
  public boolean inject(double weight, int horizon) {
    return work.inject(weight, horizon);
  }

  /** A new session that shares all that was done so far, with stacks of its own. */
  public Session branch() {
    return branch(step());
  }

  /**
   * As {@link #branch()}, with the branch standing at an earlier step.
   *
   * @param k the step at which the branch leaves this one, 0 to {@link #step()}
   */
  public Session branch(int k) {
    return life.ask(
        () -> {
          if (k < 0 || k > run.step()) {
            throw BadInput.of("step (%d) must lie between 0 and %d.", k, run.step());
          }
          String branch = tree.branch(name, k);
          GuidedRun twin = GuidedRuns.fork(run, BranchTree.title(branch));
          Session other = new Session(twin, new ActionHistory(log), tree, branch, monitor);
          boolean back = k < run.step();
          return Continuation.prepared(other, back ? () -> other.rewind(k) : other.work::stamp);
        });
  }

  /** Does the steps that remain and makes the result, which is not shown yet; ends the session. */
  public Outcome finish() {
    return work.finish(name, tree);
  }

  /**
   * Discards the session within one model call: closes its stacks with all their frames, leaves the
   * image as it was. From any thread; does nothing once the session has ended.
   */
  public void cancel() {
    life.cancel();
  }

  /**
   * Stops the step that runs within one model call: {@link #step} throws {@link Cancelled}, and the
   * session stays open after its last whole step. From any thread.
   */
  public void halt() {
    life.halt();
  }

  /** Ends the session after the action that runs; its stacks stay and can be continued. */
  public void leave() {
    life.leave(SessionState.LEFT);
  }

  /** As {@link #cancel}. */
  @Override
  public void close() {
    cancel();
  }

  /**
   * Shows stacks whose windows were closed, with the paint on them. A stack that was turned into
   * something else (type, size or order) stays open under another title, a new one is shown.
   */
  public void showStacks() {
    life.ask(
        () -> {
          run.stacks().reopen();
          work.stamp();
          return null;
        });
  }

  /** The image that is repainted, or what the session keeps of it once it was closed. */
  public ImagePlus image() {
    return run.image();
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

  /** Steps that the whole run has once it has gone back to the state after step k. */
  public int steps(int k) {
    return life.ask(() -> run.sampler().steps(k));
  }

  /** Noise over signal after step k. */
  public double sigma(int k) {
    return life.ask(() -> run.sampler().sigma(k));
  }

  /** The model's own time after step k. */
  public double timestep(int k) {
    return life.ask(() -> run.sampler().timestep(k));
  }

  /** The values in force. */
  public Request request() {
    return run.request();
  }

  /** The name of this branch: the title of its step stack. */
  public String name() {
    return name;
  }

  /** The step stack, 32-bit, in the source's calibrated units; owned by the user. */
  public ImagePlus stepStack() {
    return run.stacks().stepStack();
  }

  /** The latents stack, 32-bit, model units, or null without {@code latents}. */
  public ImagePlus latentsStack() {
    return run.stacks().latentsStack();
  }

  /** The clean estimate after step k in −1…1, [image channels][height · width] of the context. */
  public float[][] estimate(int k) {
    return life.ask(() -> run.sampler().estimate(k));
  }

  /** x after step k in model units, [latent channels][latent height · width]; a copy. */
  public float[][] latents(int k) {
    return life.ask(() -> run.sampler().latents(k));
  }

  /** Whether something was painted on the frames shown that {@link #inject} would take in. */
  public boolean painted() {
    return life.ask(() -> PaintedFrame.of(run) != null);
  }

  /**
   * What was painted on the frames shown that {@link #inject} would take in; null if nothing.
   *
   * @throws BadInput if a frame is shown that holds no state, or the stack has become another
   */
  public PaintSummary paint() {
    return life.ask(() -> PaintedFrame.summary(run));
  }

  /** The part of the image that the step stack shows; a copy. */
  public Rectangle frame() {
    return life.ask(() -> run.stacks().frame());
  }

  /** The weights of the mask over {@link #frame}, 0 keep … 1 repaint; a copy. */
  public float[] mask() {
    return life.ask(() -> run.stacks().inside());
  }

  /** The branches of this session and its origins; a copy. */
  public List<BranchRecord> branches() {
    return tree.branches();
  }

  /** Everything done so far, as data that {@link #replay} does again; a copy. */
  public SessionLog log() {
    return log.log();
  }
}
