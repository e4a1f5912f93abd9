package io.github.palimpsest.command;

import io.github.palimpsest.batch.BatchItem;
import io.github.palimpsest.batch.BatchPlan;
import io.github.palimpsest.batch.ItemReport;
import io.github.palimpsest.batch.ItemWork;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.check.FreeMemory;
import io.github.palimpsest.command.input.Advice;
import io.github.palimpsest.inpaint.AutoValues;
import io.github.palimpsest.inpaint.RunNotes;
import io.github.palimpsest.inpaint.input.WordCheck;
import io.github.palimpsest.inpaint.monitor.TimeLeft;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the dialog of a batch says beside its fields: how many images there are, and for how long.
 */
final class BatchAdvice {
  /** So many files that are not worked on are named, and so many looked into. */
  private static final int NAMED = 3;

  private BatchAdvice() {}

  /** Looks at folders and names. */
  static Advice of(Request values) {
    Map<Param, String> auto = AutoValues.of(values, null);
    WordCheck words = WordCheck.of(values.text(Param.MODEL), null);
    if (values.text(Param.INPUT).isBlank() || values.text(Param.FOLDER).isBlank()) {
      // said when the user goes on without
      return new Advice(auto, words, Map.of(), List.of(), "");
    }
    try {
      BatchJob job = BatchJob.of(values, BatchJob::asOpened);
      BatchPlan plan = job.check();
      List<String> notes = notes(plan);
      return new Advice(auto, words, Map.of(), notes, found(plan) + cost(job, plan, notes));
    } catch (BadInput e) {
      return RunAdvice.refused(e, values, auto, words);
    }
  }

  private static List<String> notes(BatchPlan plan) {
    List<String> notes = new ArrayList<>();
    List<ItemReport> decided = plan.decided();
    decided.stream().limit(NAMED).forEach(row -> notes.add(row.file() + ": " + row.message()));
    if (decided.size() > NAMED) {
      notes.add("and " + (decided.size() - NAMED) + " more that are not worked on.");
    }
    return notes;
  }

  private static String found(BatchPlan plan) {
    int images = plan.items().size();
    return images == 1 ? "1 image" : images + " images";
  }

  /** How long all take if they are as the first one that can be painted; empty if unknown. */
  private static String cost(BatchJob job, BatchPlan plan, List<String> notes) {
    ItemWork work = job.isLarge() ? null : new ItemWork(job.request());
    List<BatchItem> first = work == null ? List.of() : plan.items().subList(0, tried(plan));
    for (BatchItem item : first) {
      try {
        double seconds = new RunNotes(work.forecast(item)).seconds() * plan.items().size();
        return Double.isNaN(seconds) ? "" : ", about " + TimeLeft.say(seconds) + " in all";
      } catch (BadInput e) {
        notes.add(item.name() + ": " + e.getMessage());
      } catch (OutOfMemoryError e) {
        notes.add(item.name() + ": " + FreeMemory.exhausted());
      }
    }
    return "";
  }

  private static int tried(BatchPlan plan) {
    return Math.min(NAMED, plan.items().size());
  }
}
