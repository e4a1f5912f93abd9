package io.github.palimpsest.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.palimpsest.check.Cancelled;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who may be inside at the same time. */
@Timeout(60)
class MemoryTurnsTest {
  /** Waits until the thread of a task waits for room. */
  private static void untilItWaits(Thread thread) {
    while (thread.getState() != Thread.State.WAITING) {
      assertTrue(thread.isAlive(), "it does not wait");
      Thread.yield();
    }
  }

  private static Thread begin(CompletableFuture<MemoryTurns.Turn> inside, MemoryTurns t, double p) {
    Thread thread =
        new Thread(
            () -> {
              try {
                inside.complete(t.enter(p));
              } catch (Cancelled e) {
                inside.completeExceptionally(e);
              }
            });
    thread.start();
    return thread;
  }

  @Test
  void asManyAsFitAreInside() {
    MemoryTurns turns = new MemoryTurns(10);
    MemoryTurns.Turn first = turns.enter(0.5);
    turns.enter(0.4);
    CompletableFuture<MemoryTurns.Turn> third = new CompletableFuture<>();
    untilItWaits(begin(third, turns, 0.2));
    assertFalse(third.isDone());
    first.close();
    third.join().close();
  }

  @Test
  void whatIsLargerThanAllHasItsTurnAlone() {
    MemoryTurns turns = new MemoryTurns(10);
    MemoryTurns.Turn small = turns.enter(0.01);
    CompletableFuture<MemoryTurns.Turn> huge = new CompletableFuture<>();
    untilItWaits(begin(huge, turns, 40));
    small.close();
    MemoryTurns.Turn alone = huge.join();
    CompletableFuture<MemoryTurns.Turn> next = new CompletableFuture<>();
    untilItWaits(begin(next, turns, 0));
    assertFalse(next.isDone(), "even what needs nothing waits");
    alone.close();
    next.join();
  }

  @Test
  void noMoreThanTheNumberAreInside() {
    MemoryTurns turns = new MemoryTurns(2);
    MemoryTurns.Turn first = turns.enter(0);
    turns.enter(0);
    CompletableFuture<MemoryTurns.Turn> third = new CompletableFuture<>();
    untilItWaits(begin(third, turns, 0));
    first.close();
    first.close();
    third.join();
    CompletableFuture<MemoryTurns.Turn> fourth = new CompletableFuture<>();
    untilItWaits(begin(fourth, turns, 0));
    assertFalse(fourth.isDone(), "closing twice gave one place back");
    turns.stop();
    assertThrows(Exception.class, fourth::join);
  }

  @Test
  void whatGrowsWaitsForThoseBeforeIt() throws Exception {
    MemoryTurns turns = new MemoryTurns(10);
    MemoryTurns.Turn first = turns.enter(0.6);
    CompletableFuture<Void> grown = new CompletableFuture<>();
    Thread reader =
        new Thread(
            () -> {
              MemoryTurns.Turn second = turns.enter(0.1);
              turns.grow(second, 0.2);
              turns.grow(second, 0.7);
              grown.complete(null);
            });
    reader.start();
    untilItWaits(reader);
    assertFalse(grown.isDone());
    first.close();
    grown.get(10, TimeUnit.SECONDS);
  }

  @Test
  void aStopTurnsAwayWhoWaitsAndWhoComesLater() {
    MemoryTurns turns = new MemoryTurns(10);
    MemoryTurns.Turn first = turns.enter(1);
    CompletableFuture<MemoryTurns.Turn> second = new CompletableFuture<>();
    untilItWaits(begin(second, turns, 1));
    turns.stop();
    assertTrue(assertThrows(Exception.class, second::join).getCause() instanceof Cancelled);
    assertThrows(Cancelled.class, () -> turns.enter(0));
    first.close();
    assertThrows(Cancelled.class, () -> turns.enter(0));
  }

  /** A reader and workers with any sizes: all come through, and never too much at once. */
  @Test
  void anySizesComeThroughWithinTheMemory() throws Exception {
    Random random = new Random(30);
    MemoryTurns turns = new MemoryTurns(6);
    LinkedBlockingQueue<List<Object>> queue = new LinkedBlockingQueue<>();
    double[] held = new double[2];
    int[] done = new int[1];
    List<Thread> workers = new ArrayList<>();
    for (int w = 0; w < 3; w++) {
      Thread worker =
          new Thread(
              () -> {
                try {
                  for (List<Object> job = queue.take(); !job.isEmpty(); job = queue.take()) {
                    synchronized (held) {
                      held[0] -= (double) job.get(1);
                      held[1]--;
                      done[0]++;
                    }
                    ((MemoryTurns.Turn) job.get(0)).close();
                  }
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              });
      worker.start();
      workers.add(worker);
    }
    for (int k = 0; k < 20_000; k++) {
      double first = random.nextDouble() * 0.4;
      double all = first + (k % 17 == 0 ? 3 : random.nextDouble() * 0.8);
      MemoryTurns.Turn turn = turns.enter(first);
      synchronized (held) {
        held[1]++;
      }
      turns.grow(turn, all);
      synchronized (held) {
        held[0] += all;
        assertTrue(held[0] <= 1 + 1e-9 || held[1] == 1, held[0] + " of " + held[1]);
        assertTrue(held[1] <= 6);
      }
      queue.add(List.of(turn, all));
    }
    for (Thread worker : workers) {
      queue.add(List.of());
    }
    for (Thread worker : workers) {
      worker.join();
    }
    assertEquals(20_000, done[0]);
  }
}
