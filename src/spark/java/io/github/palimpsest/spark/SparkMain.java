package io.github.palimpsest.spark;

import io.github.palimpsest.batch.BatchSummary;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.check.Cancelled;
import io.github.palimpsest.check.ErrorSentence;
import io.github.palimpsest.cli.BatchConsole;
import io.github.palimpsest.command.BatchJob;
import io.github.palimpsest.large.LargeImages;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * A batch on Apache Spark: behind {@code scripts/palimpsest spark}, and in {@code
 * palimpsest-spark.jar} for {@code spark-submit}. Arguments: INPUT OUTPUT [KEYS] [--master URL].
 *
 * <p>Exit status 0; 2 if images failed, which the report names; 1 if it was refused or ended before
 * its end, with one line on stderr.
 */
public final class SparkMain {
  private SparkMain() {}

  /** Runs it and ends the process. */
  public static void main(String[] args) {
    // no class of AWT is to ask for a display
    System.setProperty("java.awt.headless", "true");
    int status;
    try {
      status = run(new ArrayList<>(Arrays.asList(args)));
    } catch (BadInput e) {
      System.err.println(e.getMessage());
      status = 1;
    } catch (Exception | Error e) {
      System.err.println(ErrorSentence.oneLine(ErrorSentence.fault("Palimpsest", e)));
      status = 1;
    }
    System.exit(status);
  }

  private static int run(List<String> args) {
    String master = null;
    int at = args.indexOf("--master");
    if (at >= 0) {
      if (at + 1 == args.size()) {
        throw new BadInput("--master needs an address, such as spark://HOST:7077.");
      }
      args.remove(at);
      master = args.remove(at);
    }
    if (args.size() < 2 || args.size() > 3) {
      throw BadInput.of(
          "spark needs two folders and takes keys as one argument (%d given).", args.size());
    }
    // as spark-submit tells its own
    if (System.getProperty("spark.master") == null) {
      SparkStart.quiet();
    }
    BatchJob job = BatchJob.of(args.get(0), args.get(1), args.size() > 2 ? args.get(2) : "");
    BatchConsole console = new BatchConsole();
    String address = master;
    try {
      Supplier<Cluster> cluster = () -> new Cluster(address, job.workers());
      BatchSummary summary =
          LargeImages.isOne(job.request().input())
              ? new SparkLarge(job.request(), console).run(cluster)
              : new SparkBatch(job.request(), console).run(cluster);
      System.out.println("Batch: " + summary.sentence());
      return summary.exitStatus();
    } catch (Cancelled e) {
      System.err.println("Stopped. Run it again to do the rest.");
      return console.exitStatus();
    }
  }
}
