package io.github.palimpsest.spark;

import io.github.palimpsest.batch.BatchSummary;
import io.github.palimpsest.batch.Job;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.check.Cancelled;
import io.github.palimpsest.check.ErrorSentence;
import io.github.palimpsest.cli.BatchConsole;
import io.github.palimpsest.command.BatchJob;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * A batch on Apache Spark: behind {@code scripts/palimpsest spark}, and in {@code
 * palimpsest-spark.jar} for {@code spark-submit}. Arguments: INPUT OUTPUT [KEYS] [--master URL]
 * [--conf KEY=VALUE]….
 *
 * <p>Exit status 0; 2 if images failed, which the report names; 1 if it was refused or ended before
 * its end, with one line on stderr.
 */
public final class SparkMain {
  private static final String MASTER = "spark.master";

  private SparkMain() {}

  /** Runs it; ends the process unless {@code spark-submit} is to hear that all went well. */
  public static void main(String[] args) {
    // no class of AWT is to ask for a display
    System.setProperty("java.awt.headless", "true");
    boolean submitted = System.getProperty(MASTER) != null;
    int status;
    try {
      status = run(args, submitted);
    } catch (BadInput e) {
      System.err.println(e.getMessage());
      status = 1;
    } catch (Exception | Error e) {
      System.err.println(ErrorSentence.oneLine(ErrorSentence.fault("Palimpsest", e)));
      status = 1;
    }
    // YARN takes every exit for a failure
    if (status != 0 || !submitted) {
      System.exit(status);
    }
  }

  private static int run(String[] args, boolean submitted) {
    List<String> places = new ArrayList<>();
    for (Iterator<String> words = List.of(args).iterator(); words.hasNext(); ) {
      String word = words.next();
      switch (word) {
        case "--master" -> System.setProperty(MASTER, next(words, "--master URL"));
        case "--conf" -> {
          String[] setting = next(words, "--conf KEY=VALUE").split("=", 2);
          if (!setting[0].startsWith("spark.") || setting.length < 2) {
            throw BadInput.of("--conf (%s) must be spark.…=VALUE.", setting[0]);
          }
          System.setProperty(setting[0], setting[1]);
        }
        default -> places.add(word);
      }
    }
    if (places.size() < 2 || places.size() > 3) {
      throw BadInput.of(
          "spark needs two folders and takes keys as one argument (%d given).", places.size());
    }
    if (!submitted) {
      SparkStart.quiet();
    }
    BatchJob asked =
        BatchJob.of(places.get(0), places.get(1), places.size() > 2 ? places.get(2) : "");
    BatchConsole console = new BatchConsole();
    try (Job<?> job = asked.begin(console)) {
      BatchSummary summary = new SparkRun<>(job, console).run(() -> new Cluster(asked.workers()));
      System.out.println("Batch: " + summary.sentence());
      return summary.exitStatus();
    } catch (Cancelled e) {
      System.err.println("Stopped. Run it again to do the rest.");
      return console.exitStatus();
    }
  }

  private static String next(Iterator<String> words, String usage) {
    if (!words.hasNext()) {
      throw BadInput.of("The arguments end before they should: %s.", usage);
    }
    return words.next();
  }
}
