package io.github.palimpsest.model.onnx;

import static io.github.palimpsest.model.graph.GraphBuilder.BOOL;
import static io.github.palimpsest.model.graph.GraphBuilder.FLOAT;
import static io.github.palimpsest.model.graph.GraphBuilder.INT64;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OrtException;
import com.sun.management.ThreadMXBean;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.check.Cancelled;
import io.github.palimpsest.model.graph.GraphBuilder;
import io.github.palimpsest.model.graph.rewrite.RewrittenNetwork;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A network in stages gives what the whole gives. The network: y = d * (x + s * known) + t, with d
 * = tan(timestep), t the sum of the words, s = sqrt(t).
 */
class StagesTest {
  private static final int D = 2;
  private static final int H = 3;
  private static final int W = 4;
  private static final int PLANE = H * W;
  private static final int NOISY = D * PLANE;
  @TempDir static Path folder;
  private static NetworkFile file;

  @BeforeAll
  static void write() throws Exception {
    file = new NetworkFile("staged", Files.createDirectories(folder), "unet", D, true);
    Files.createDirectories(file.path().getParent());
    GraphBuilder whole = new GraphBuilder();
    String sample = whole.input("sample", FLOAT, 1, 2 * D + 1, "h", "w");
    String time = whole.input("timestep", FLOAT, 1);
    String words = whole.input("encoder_hidden_states", FLOAT, 1, "n", 2);
    String t = sum(whole, words);
    String x = slice(whole, sample, 0, D);
    String s = whole.node("Mul", whole.node("Sqrt", t), slice(whole, sample, D + 1, 2 * D + 1));
    String d = whole.node("Tan", time);
    whole.output("out_sample", y(whole, x, s, d, t), FLOAT, 1, D, "h", "w");
    Files.write(file.path(), whole.model());

    GraphBuilder run = new GraphBuilder();
    String known = run.input("sample.known", FLOAT, 1, D + 1, "h", "w");
    t = sum(run, run.input("encoder_hidden_states", FLOAT, 1, "n", 2));
    run.output("s", run.node("Mul", run.node("Sqrt", t), slice(run, known, 1, D + 1)), FLOAT);
    run.output("t", t, FLOAT);
    Files.write(folder.resolve("run.onnx"), run.model());

    GraphBuilder step = new GraphBuilder();
    step.output("d", step.node("Tan", step.input("timestep", FLOAT, 1)), FLOAT);
    Files.write(folder.resolve("step.onnx"), step.model());

    GraphBuilder call = new GraphBuilder();
    x = call.input("sample", FLOAT, 1, D, "h", "w");
    s = call.input("s", FLOAT, 1, D, "h", "w");
    d = call.input("d", FLOAT, 1);
    t = call.input("t", FLOAT, 1);
    call.output("out_sample", y(call, x, s, d, t), FLOAT, 1, D, "h", "w");
    Files.write(folder.resolve("call.onnx"), call.model());
  }

  private static String sum(GraphBuilder g, String words) {
    return g.node(
        "Reshape",
        g.node("ReduceSum", List.of(words), GraphBuilder.number("keepdims", 1)),
        g.longs(1));
  }

  private static String slice(GraphBuilder g, String x, long from, long to) {
    return g.node("Slice", x, g.longs(from), g.longs(to), g.longs(1));
  }

  private static String y(GraphBuilder g, String x, String s, String d, String t) {
    return g.node("Add", g.node("Mul", d, g.node("Add", x, s)), t);
  }

  private static Network staged() throws OrtException {
    return load(file, "run.onnx", "step.onnx", "call.onnx");
  }

  private static Network load(NetworkFile file, String run, String step, String call)
      throws OrtException {
    RewrittenNetwork stages =
        new RewrittenNetwork(
            folder.resolve(run), folder.resolve(step), folder.resolve(call), false, "divided");
    return Network.load(file, stages, Device.CPU, 1);
  }

  /** One caller of a network. */
  private static final class Caller implements AutoCloseable {
    final NetworkCall call;
    final NativeTensor sample;
    final NativeTensor time;
    final NativeTensor words;
    final NativeTensor output;

    Caller(Network net) {
      call = new NetworkCall(net);
      sample = call.input("sample", 1, 2 * D + 1, H, W);
      time = call.input("timestep", 1);
      words = call.input("encoder_hidden_states", 1, 1, 2);
      output = call.output("out_sample", 1, D, H, W);
      words.put(new float[] {1, 3}, 0);
    }

    void known(int seed) {
      sample.put(values(PLANE, seed), NOISY);
      sample.put(values(NOISY, seed + 1), NOISY + PLANE);
    }

    float[] predict(int seed, double timestep) {
      sample.put(values(NOISY, seed), 0);
      time.put(0, timestep);
      call.run();
      float[] out = new float[NOISY];
      call.read(output, out);
      return out;
    }

    @Override
    public void close() {
      call.close();
    }
  }

  private static float[] values(int size, int seed) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) Math.sin(seed + 0.7 * i);
    }
    return values;
  }

  @Test
  void theInterfaceIsThatOfTheFile() throws Exception {
    try (Network whole = Network.load(file, Device.CPU, 1);
        Network staged = staged()) {
      assertEquals(whole.inputs.keySet().size(), staged.inputs.size());
      for (String name : whole.inputs.keySet()) {
        Port port = staged.inputs.get(name);
        assertArrayEquals(whole.inputs.get(name).shape(), port.shape(), name);
        assertEquals(whole.inputs.get(name).type(), port.type());
      }
      assertEquals(whole.outputs.keySet(), staged.outputs.keySet());
      assertEquals(whole.file, staged.file);
    }
  }

  @Test
  void everyInputCountsWheneverItIsWritten() throws Exception {
    try (Network whole = Network.load(file, Device.CPU, 1);
        Network net = staged();
        Caller expected = new Caller(whole);
        Caller caller = new Caller(net)) {
      for (int i = 0; i < 12; i++) {
        for (Caller each : new Caller[] {expected, caller}) {
          if (i == 2 || i == 5 || i == 6) {
            each.known(i);
          }
          if (i == 4 || i == 6 || i == 9) {
            each.words.put(new float[] {i, 0.25f}, 0);
          }
        }
        assertArrayEquals(expected.predict(i, i % 5), caller.predict(i, i % 5), "step " + i);
      }
      expected.sample.put(values(1, 77), NOISY + PLANE + 3);
      caller.sample.put(values(1, 77), NOISY + PLANE + 3);
      expected.words.put(1, 0.5);
      caller.words.put(1, 0.5);
      assertArrayEquals(expected.predict(1, 2), caller.predict(1, 2), "single numbers");
    }
  }

  /** A stage runs again only when what it takes was changed. */
  @Test
  void stagesRunOnlyWhenTheyMust() throws Exception {
    try (Network net = staged();
        Caller one = new Caller(net);
        Caller two = new Caller(net)) {
      one.known(1);
      two.known(1);
      one.predict(1, 1);
      long runs = net.run.runs();
      one.known(1);
      one.words.put(new float[] {1, 3}, 0);
      one.predict(2, 2);
      assertEquals(runs, net.run.runs(), "the same values again");
      two.predict(3, 1);
      assertEquals(runs + 1, net.run.runs(), "each caller its own");
      long steps = net.step.runs();
      two.predict(3, 2);
      one.predict(4, 1);
      two.predict(3, 2);
      assertEquals(steps, net.step.runs(), "both timesteps are known");
      one.known(5);
      one.predict(4, 1);
      assertEquals(runs + 2, net.run.runs());
      for (int i = 0; i < 200; i++) {
        one.predict(4, 10 + i);
      }
      assertEquals(steps + 200, net.step.runs());
      one.predict(4, 1);
      assertEquals(steps + 201, net.step.runs(), "the oldest made room");
    }
  }

  @Test
  void callsTakeLittleHeap() throws Exception {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (Network net = staged();
        Caller caller = new Caller(net)) {
      float[] x = values(NOISY, 1);
      int calls = 500;
      long heap = 0;
      for (int round = 0; round < 2; round++) {
        heap = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < calls; i++) {
          caller.sample.put(x, 0);
          caller.time.put(0, round * calls + i);
          caller.call.run();
        }
        heap = (threads.getCurrentThreadAllocatedBytes() - heap) / calls;
      }
      assertTrue(heap <= 2048, heap + " bytes a call with a new timestep");
    }
  }

  @Test
  void callersInSeveralThreadsShareTheTimesteps() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try (Network whole = Network.load(file, Device.CPU, 1);
        Network net = staged()) {
      float[][] expected = new float[100][];
      try (Caller caller = new Caller(whole)) {
        caller.known(3);
        for (int i = 0; i < 100; i++) {
          expected[i] = caller.predict(7, i);
        }
      }
      List<Future<?>> users =
          java.util.stream.IntStream.range(0, 4)
              .<Future<?>>mapToObj(
                  k ->
                      pool.submit(
                          () -> {
                            try (Caller caller = new Caller(net)) {
                              caller.known(3);
                              for (int i = 0; i < 400; i++) {
                                int at = (k % 2 == 0 ? i : 399 - i) % 100;
                                assertArrayEquals(expected[at], caller.predict(7, at));
                              }
                            }
                          }))
              .toList();
      for (Future<?> user : users) {
        user.get(60, TimeUnit.SECONDS);
      }
    } finally {
      pool.shutdown();
    }
  }

  @Test
  void callersCloseInAnyOrder() throws Exception {
    int before = NetworkCall.OPEN.get();
    try (Network net = staged()) {
      Caller one = new Caller(net);
      Caller two = new Caller(net);
      Caller never = new Caller(net);
      one.known(2);
      two.known(2);
      float[] expected = one.predict(1, 1);
      assertArrayEquals(expected, two.predict(1, 1));
      one.close();
      one.close();
      never.close();
      two.known(4);
      two.predict(1, 2);
      two.known(2);
      assertArrayEquals(expected, two.predict(1, 1));
      two.close();
    }
    assertEquals(before, NetworkCall.OPEN.get());
  }

  /** Errors speak of the user's file, whichever stage fails. */
  @Test
  void errorsNameTheFile() throws Exception {
    try (Network net = staged();
        NetworkCall call = new NetworkCall(net)) {
      call.input("sample", 1, 2 * D + 1, H, W);
      call.input("timestep", 1);
      call.output("out_sample", 1, D, H, W);
      String message = assertThrows(BadInput.class, call::run).getMessage();
      assertTrue(message.startsWith("unet/model.onnx failed to run"), message);
    }
  }

  /** A loop of a million turns in each stage in turn: Esc must end it, and the next call works. */
  @Test
  @Timeout(120)
  void cancelStopsEveryStage() throws Exception {
    ExecutorService pool = Executors.newSingleThreadExecutor();
    try {
      for (int slow = 0; slow < 3; slow++) {
        try (Network net = slow(slow);
            NetworkCall call = new NetworkCall(net)) {
          NativeTensor fixed = call.input("encoder_hidden_states", 1);
          NativeTensor time = call.input("timestep", 1);
          NativeTensor x = call.input("sample", 1);
          NativeTensor y = call.output("y", 1);
          float[] out = new float[1];
          fixed.put(0, 1);
          time.put(0, 2);
          x.put(0, 3);
          call.run();
          call.read(y, out);
          assertEquals(6, out[0]);
          NativeTensor endless = List.of(fixed, time, x).get(slow);
          endless.put(0, 1e9);
          Stage stage = List.of(net.run, net.step, net.call).get(slow);
          long before = stage.runs();
          Future<?> running = pool.submit(call::run);
          while (!running.isDone() && stage.runs() == before) {
            Thread.onSpinWait();
          }
          call.cancel();
          Throwable thrown =
              assertThrows(ExecutionException.class, () -> running.get(60, TimeUnit.SECONDS));
          assertTrue(thrown.getCause() instanceof Cancelled, "stage " + slow + ": " + thrown);
          call.uncancel();
          endless.put(0, slow + 1);
          call.run();
          call.read(y, out);
          assertEquals(6, out[0], "stage " + slow);
        }
      }
    } finally {
      pool.shutdown();
    }
  }

  /** y = f * d * x, where one of the three stages counts up to its input, turn by turn. */
  private static Network slow(int slow) throws Exception {
    String[] inputs = {"encoder_hidden_states", "timestep", "sample"};
    String[] outputs = {"f", "d", "y"};
    for (int i = 0; i < 3; i++) {
      GraphBuilder g = new GraphBuilder();
      String value = g.input(inputs[i], FLOAT, 1);
      value = i == slow ? counted(g, value) : value;
      if (i == 2) {
        String f = g.input("f", FLOAT, 1);
        value = g.node("Mul", g.node("Mul", f, g.input("d", FLOAT, 1)), value);
      }
      g.output(outputs[i], value, FLOAT, 1);
      Files.write(folder.resolve("slow" + slow + i + ".onnx"), g.model());
    }
    NetworkFile whole = new NetworkFile("slow", folder, "slow", 1, true);
    GraphBuilder g = new GraphBuilder();
    String f = g.input(inputs[0], FLOAT, 1);
    String d = g.input(inputs[1], FLOAT, 1);
    g.output("y", g.node("Sum", f, d, g.input(inputs[2], FLOAT, 1)), FLOAT, 1);
    Files.createDirectories(whole.path().getParent());
    Files.write(whole.path(), g.model());
    return load(
        whole, "slow" + slow + "0.onnx", "slow" + slow + "1.onnx", "slow" + slow + "2.onnx");
  }

  private static String counted(GraphBuilder g, String value) {
    GraphBuilder body = g.subgraph();
    body.argument(INT64);
    body.result(body.argument(BOOL), BOOL);
    body.result(body.argument(FLOAT, 1), FLOAT, 1);
    String whole = g.node("Cast", List.of(value), GraphBuilder.number("to", INT64));
    String turns = g.node("Squeeze", whole);
    String yes = g.node("Greater", g.floats(2), g.floats(1));
    return g.node("Loop", List.of(turns, yes, value), GraphBuilder.graph("body", body));
  }
}
