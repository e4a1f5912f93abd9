package io.github.palimpsest.spark;

import io.github.palimpsest.batch.BatchItem;
import io.github.palimpsest.batch.BatchPlan;
import io.github.palimpsest.batch.BatchRequest;
import io.github.palimpsest.batch.ItemWork;
import io.github.palimpsest.batch.Outputs;
import io.github.palimpsest.batch.TaskResult;
import io.github.palimpsest.inpaint.monitor.Monitor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * How many results a driver can look at and rename in a second, which bounds a cluster: COUNT SIDE
 * [THREADS].
 */
final class CommitBench {
  private CommitBench() {}

  public static void main(String[] args) throws Exception {
    int count = Integer.parseInt(args[0]);
    int threads = args.length > 2 ? Integer.parseInt(args[2]) : 8;
    Path folder = Files.createTempDirectory("commits");
    Fields.write(folder.resolve("in"), 1, Integer.parseInt(args[1]));
    BatchRequest request = Folders.request(folder.resolve("in"), folder.resolve("out"));
    BatchItem item = BatchPlan.of(request).items().get(0);
    try (Outputs outputs = Outputs.open(request.output(), Monitor.SILENT::warn);
        ItemWork work = new ItemWork(request)) {
      TaskResult made = work.run(item, Monitor.SILENT);
      Path part = Path.of(made.part().path());
      List<BatchItem> items = new ArrayList<>();
      List<TaskResult> results = new ArrayList<>();
      for (int k = 0; k < count; k++) {
        Path output = request.output().resolve("copy-" + k + ".tif");
        Path copy = Files.copy(part, Outputs.part(output));
        items.add(new BatchItem(item.name(), item.source(), null, output.toString()));
        results.add(
            new TaskResult(
                made.report(),
                new TaskResult.Part(
                    copy.toString(),
                    output.toString(),
                    made.part().bytes(),
                    made.part().sha256(),
                    made.part().stamp())));
      }
      ExecutorService takers = Executors.newFixedThreadPool(threads);
      long start = System.nanoTime();
      List<Future<?>> all = new ArrayList<>();
      for (int k = 0; k < count; k++) {
        int now = k;
        all.add(takers.submit(() -> outputs.commit(items.get(now), work, results.get(now))));
      }
      for (Future<?> one : all) {
        one.get();
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      takers.shutdown();
      System.out.printf(
          "%d results of %d bytes by %d threads: %.0f a second%n",
          count, made.part().bytes(), threads, count / seconds);
    }
  }
}
