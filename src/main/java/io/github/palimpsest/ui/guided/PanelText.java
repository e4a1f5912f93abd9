package io.github.palimpsest.ui.guided;

import io.github.palimpsest.inpaint.monitor.TimeLeft;
import io.github.palimpsest.request.ParamKind;
import io.github.palimpsest.stack.PaintSummary;
import io.github.palimpsest.ui.guided.Snapshot.BranchRow;
import io.github.palimpsest.ui.guided.Snapshot.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The sentences that the panel shows of a {@link Snapshot}. */
public final class PanelText {
  /** Seconds from which a step is long enough to be told of while it goes on. */
  private static final double LONG_STEP = 2;

  private PanelText() {}

  /**
   * The question before a session is discarded.
   *
   * @param title of its image
   */
  public static String question(Snapshot s, String title) {
    int frames = s.branches().stream().filter(BranchRow::open).mapToInt(b -> b.step() + 1).sum();
    return "Discard the guided session of '%s' with its %d frames?%nThe image stays as it is."
        .formatted(title, frames);
  }

  /**
   * The question before one branch is ended.
   *
   * @param others whether others are open
   */
  public static String question(BranchRow branch, boolean others) {
    return "End the branch '%s' with its %d frames?%n%s"
        .formatted(
            branch.name(),
            branch.step() + 1,
            others ? "The other branches go on." : "It is the last; the image stays as it is.");
  }

  /** The name of a branch, under that of its origin: without what their names begin with alike. */
  public static String name(BranchRow branch) {
    String of = branch.of() == null ? "" : branch.of().replaceFirst("-steps$", "");
    return of.isEmpty() || !branch.name().startsWith(of)
        ? branch.name()
        : "…" + branch.name().substring(of.length());
  }

  /** Where a branch left its origin, how far it is, and whether it has ended. */
  public static String branch(BranchRow branch) {
    String state =
        switch (branch.state()) {
          case OPEN -> "";
          case FINISHED -> " · accepted";
          case LEFT -> " · stack kept";
          default -> " · closed";
        };
    String from = branch.of() == null ? "" : "left at " + branch.at() + " · ";
    return from + "step " + branch.step() + " of " + branch.steps() + state;
  }

  /**
   * Steps done and the time left.
   *
   * @param now time by {@link System#nanoTime}
   */
  public static String progress(Snapshot s, long now) {
    if (s.steps() == 0) {
      return s.state() == State.RUNNING ? "starting" : "no session";
    }
    StringBuilder words = new StringBuilder();
    words.append("step ").append(s.step()).append(" of ").append(s.steps());
    int rest = s.steps() - s.step();
    if (s.state() == State.RUNNING && rest > 0) {
      Pace pace = s.pace();
      if (pace.whole(now) >= LONG_STEP) {
        long percent = Math.round(100 * pace.share(now));
        words.append("  ·  ").append(percent).append(" % of step ").append(s.step() + 1);
      }
      double left = pace.left(rest, now);
      // the first step also warms up
      if (left >= 1 && (s.step() > 1 || pace.whole(now) >= LONG_STEP)) {
        words.append("  ·  ").append(TimeLeft.say(left)).append(" left");
      }
    }
    return words.toString();
  }

  /** How much of the run is done, 0 to 1. */
  public static double done(Snapshot s, long now) {
    boolean goes = s.state() == State.RUNNING && s.step() < s.steps();
    return s.steps() == 0 ? 0 : (s.step() + (goes ? s.pace().share(now) : 0)) / s.steps();
  }

  /** What the frame shown holds, in the terms of the model; empty without one. */
  public static String details(Snapshot s) {
    if (Double.isNaN(s.sigma())) {
      return "";
    }
    // a frame to come is blank: the newest stands for it
    int frame = Math.min(s.frame(), s.step() + 1);
    String words =
        String.format(
            Locale.ROOT,
            "Frame %d of %d: sigma %.3g, timestep %s",
            frame,
            s.steps() + 1,
            s.sigma(),
            ParamKind.plain(s.timestep()));
    double seconds = s.pace().seconds();
    return Double.isNaN(seconds) ? words : words + "; " + time(seconds) + " a step";
  }

  private static String time(double seconds) {
    return seconds < 1
        ? Math.round(seconds * 1000) + " ms"
        : String.format(Locale.ROOT, "%.1f s", seconds);
  }

  /** Extent of what was painted, and what becomes of it. */
  public static String paint(Snapshot s) {
    PaintSummary p = s.paint();
    if (s.state() == State.RUNNING) {
      return " ";
    }
    if (p == null) {
      boolean back = s.state() == State.PAUSED && s.frame() - 1 < s.step();
      return back
          ? "Frame " + s.frame() + " is shown: Run and Step go on from there."
          : s.open() ? "No edit on the frame shown." : " ";
    }
    String unit = p.latents() ? " cells" : " pixels";
    String what =
        "Edit on frame %d: %d%s at %d,%d,%d,%d – "
            .formatted(
                p.step() + 1,
                p.pixels(),
                unit,
                p.box().x,
                p.box().y,
                p.box().width,
                p.box().height);
    if (p.acting() == 0) {
      return what + "outside the mask, will not act";
    }
    if (s.weight() == 0) {
      return what + "edit weight 0, will not act";
    }
    return what + (p.acting() < p.pixels() ? p.acting() + " of them act" : "all will act");
  }

  /** All that will be taken in when the run goes on. */
  public static String next(Snapshot s) {
    return next(s, s.weight(), s.horizon());
  }

  static String next(Snapshot s, double weight, int horizon) {
    List<String> all = new ArrayList<>(s.next());
    PaintSummary p = s.paint();
    if (p != null && p.acting() > 0 && weight > 0) {
      String held = p.latents() ? ", once" : held(horizon, s.steps() - p.step());
      all.add(0, String.format(Locale.ROOT, "the edit with weight %.2f%s", weight, held));
    }
    return all.isEmpty() ? " " : "Next: " + String.join(", ", all);
  }

  /** For how many of the steps that remain. */
  private static String held(int horizon, int rest) {
    if (rest == 0) {
      return "";
    }
    if (horizon >= rest) {
      return " held to the end";
    }
    return horizon == 0 ? " not held" : " held for " + horizon + " of " + rest + " steps";
  }
}
