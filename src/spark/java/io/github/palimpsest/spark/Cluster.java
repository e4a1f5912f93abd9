package io.github.palimpsest.spark;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** Spark while it works for us, and what was sent to its executors. */
final class Cluster implements AutoCloseable {
  private final JavaSparkContext spark;
  private SharedFolders shared;
  private Path zips;

  /**
   * Starts it, with the settings of this process, see {@link SparkConf}.
   *
   * @param workers tasks at once if no master is set and tasks run in this process; 0 for as many
   *     as there are cores
   */
  Cluster(int workers) {
    spark = SparkStart.open(workers);
  }

  JavaSparkContext spark() {
    return spark;
  }

  /**
   * Gets ready what executors need, of which each fetches the model once.
   *
   * @param values of the request
   * @param source a file or folder that is read
   * @param folder that is written into
   */
  Sent send(Request values, Path source, Path folder) {
    shared = SharedFolders.of(source, folder);
    if (SparkStart.isLocal(spark.master())) {
      return new Sent(shared, null);
    }
    try {
      zips = Files.createTempDirectory("palimpsest-spark");
    } catch (IOException e) {
      throw new BadInput("The temporary folder cannot be written: " + e.getMessage() + ".", e);
    }
    ShippedModel model = ShippedModel.of(values.text(Param.MODEL), zips);
    if (model != null) {
      spark.addFile(zips.resolve(ShippedModel.ZIP).toString());
    }
    return new Sent(shared, model);
  }

  /** Ends all executors. */
  @Override
  public void close() {
    boolean here = SparkStart.isLocal(spark.master());
    spark.stop();
    if (here) {
      TaskBody.close();
    }
    if (shared != null) {
      shared.remove();
    }
    if (zips != null) {
      try {
        Files.deleteIfExists(zips.resolve(ShippedModel.ZIP));
        Files.deleteIfExists(zips);
      } catch (IOException e) {
        // a temporary file
        return;
      }
    }
  }
}
