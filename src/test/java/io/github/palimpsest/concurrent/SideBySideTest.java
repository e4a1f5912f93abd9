package io.github.palimpsest.concurrent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.github.palimpsest.check.Cancelled;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SideBySideTest {
  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(30, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 7})
  void everyTaskRunsOnce(int helping) {
    try (Threads.Undo undo = Threads.helping(helping)) {
      for (int n = 0; n < 40; n++) {
        AtomicIntegerArray done = new AtomicIntegerArray(n);
        new SideBySide(8).run(n, done::incrementAndGet);
        for (int k = 0; k < n; k++) {
          assertEquals(1, done.get(k));
        }
      }
    }
  }

  /** Two tasks that wait for each other end only if they run at the same time, every time. */
  @Test
  void twoTasksRunAtTheSameTimeEveryTime() {
    try (Threads.Undo undo = Threads.helping(1)) {
      SideBySide share = new SideBySide(2);
      CyclicBarrier both = new CyclicBarrier(2);
      for (int round = 0; round < 1000; round++) {
        share.run(
            2,
            k -> {
              try {
                both.await(30, TimeUnit.SECONDS);
              } catch (Exception e) {
                throw new IllegalStateException("task " + k, e);
              }
            });
      }
    }
  }

  /** Never more threads than a share has, nor more than the computer. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 9})
  void aShareIsNotExceeded(int atOnce) {
    try (Threads.Undo undo = Threads.helping(3)) {
      SideBySide share = new SideBySide(atOnce);
      assertEquals(Math.min(atOnce, 4), share.atOnce());
      AtomicInteger now = new AtomicInteger();
      AtomicInteger most = new AtomicInteger();
      share.run(
          6,
          outer ->
              share.run(
                  6,
                  inner -> {
                    most.accumulateAndGet(now.incrementAndGet(), Math::max);
                    double[] work = new double[2000];
                    Arrays.setAll(work, i -> Math.sin(i + outer));
                    now.decrementAndGet();
                  }));
      assertTrue(most.get() <= Math.min(atOnce, 4), most + " at once");
    }
  }

  @Test
  void aloneStaysOnTheCallersThread() {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    SideBySide.ALONE.run(5, k -> threads.add(Thread.currentThread()));
    assertEquals(Set.of(Thread.currentThread()), threads);
  }

  /** Helpers keep nothing of the thread that called first. */
  @Test
  void helpersAreDaemonsOfTheirOwn() {
    try (Threads.Undo undo = Threads.helping(1)) {
      CountDownLatch both = new CountDownLatch(2);
      new SideBySide(2)
          .run(
              2,
              k -> {
                both.countDown();
                await(both);
                Thread t = Thread.currentThread();
                if (t.getName().equals("Palimpsest-helper")) {
                  assertTrue(t.isDaemon());
                  assertSame(SideBySide.class.getClassLoader(), t.getContextClassLoader());
                }
              });
    }
  }

  /** Tasks within tasks within tasks, with fewer threads than callers. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 7})
  void nestedTasksEnd(int helping) {
    try (Threads.Undo undo = Threads.helping(helping)) {
      SideBySide share = new SideBySide(8);
      for (int round = 0; round < 50; round++) {
        int[][][] seen = new int[4][3][3];
        share.run(4, a -> share.run(3, b -> share.run(3, c -> seen[a][b][c]++)));
        for (int[][] plane : seen) {
          for (int[] row : plane) {
            assertArrayEquals(new int[] {1, 1, 1}, row);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 7})
  void theFirstErrorInOrderIsThrown(int helping) {
    try (Threads.Undo undo = Threads.helping(helping)) {
      SideBySide share = new SideBySide(8);
      for (int round = 0; round < 100; round++) {
        int first = round % 7;
        AtomicInteger running = new AtomicInteger();
        IllegalStateException e =
            assertThrows(
                IllegalStateException.class,
                () ->
                    share.run(
                        9,
                        k -> {
                          running.incrementAndGet();
                          try {
                            if (k >= first) {
                              throw new IllegalStateException("task " + k);
                            }
                          } finally {
                            running.decrementAndGet();
                          }
                        }));
        assertEquals("task " + first, e.getMessage());
        assertEquals(0, running.get());
      }
      assertThrows(
          Cancelled.class,
          () ->
              share.run(
                  2,
                  k -> {
                    throw new Cancelled();
                  }));
      assertThrows(
          StackOverflowError.class,
          () ->
              share.run(
                  2,
                  k -> {
                    throw new StackOverflowError();
                  }));
      assertThrows(
          IOException.class, () -> share.run(2, k -> undeclared(new IOException("script"))));
      // and the helpers are still there
      everyTaskRuns(share);
    }
  }

  private static void everyTaskRuns(SideBySide share) {
    int[] seen = new int[20];
    share.run(seen.length, k -> seen[k]++);
    assertEquals(20, IntStream.of(seen).sum());
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void undeclared(Throwable thrown) throws T {
    throw (T) thrown;
  }

  /** Those after a failed task that have not begun are left out, whoever comes to help. */
  @Test
  void afterAFailureNothingBegins() {
    AtomicInteger begun = new AtomicInteger();
    Tasks tasks =
        new Tasks(
            100,
            k -> {
              begun.incrementAndGet();
              throw new IllegalStateException("task " + k);
            });
    AtomicInteger resting = new AtomicInteger();
    tasks.work(resting::incrementAndGet);
    tasks.work(resting::incrementAndGet);
    assertEquals(1, begun.get());
    assertEquals(2, resting.get());
    assertThrows(IllegalStateException.class, tasks::await);
  }

  /** Who is interrupted while others work for it waits all the same, and stays interrupted. */
  @Test
  void anInterruptIsKept() {
    try (Threads.Undo undo = Threads.helping(1)) {
      CountDownLatch begun = new CountDownLatch(2);
      CountDownLatch passed = new CountDownLatch(1);
      int[] seen = new int[2];
      Thread caller = Thread.currentThread();
      new SideBySide(2)
          .run(
              2,
              k -> {
                begun.countDown();
                await(begun);
                if (Thread.currentThread() == caller) {
                  passed.countDown();
                } else {
                  await(passed);
                  caller.interrupt();
                }
                seen[k]++;
              });
      assertTrue(Thread.interrupted());
      assertArrayEquals(new int[] {1, 1}, seen);
    }
  }

  @Test
  void aCallAllocatesNextToNothing() {
    try (Threads.Undo undo = Threads.helping(1)) {
      ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      SideBySide share = new SideBySide(2);
      long least = Long.MAX_VALUE;
      for (int round = 0; round < 5; round++) {
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 1000; i++) {
          share.run(2, k -> {});
        }
        least = Math.min(least, (threads.getCurrentThreadAllocatedBytes() - before) / 1000);
      }
      assertTrue(least <= 512, least + " bytes");
    }
  }

  /** Two callers at once share the helpers; neither waits for the other's tasks. */
  @Test
  void callersDoNotWaitForEachOther() {
    try (Threads.Undo undo = Threads.helping(1)) {
      CountDownLatch held = new CountDownLatch(2);
      CountDownLatch go = new CountDownLatch(1);
      Thread other =
          new Thread(
              () ->
                  new SideBySide(2)
                      .run(
                          2,
                          k -> {
                            held.countDown();
                            await(go);
                          }));
      other.start();
      await(held);
      Assertions.assertTimeoutPreemptively(
          Duration.ofSeconds(20), () -> everyTaskRuns(new SideBySide(2)));
      assertFalse(go.getCount() == 0);
      go.countDown();
    }
  }
}
