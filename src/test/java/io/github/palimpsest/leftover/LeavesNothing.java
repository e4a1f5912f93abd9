package io.github.palimpsest.leftover;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails every test class that leaves something in the virtual machine, which the classes after it
 * share: see {@link VirtualMachine}. JUnit finds it by itself, as {@code junit-platform.properties}
 * says.
 *
 * <p>Each class answers for what it adds only, so that one leak fails one class. What works in the
 * background has time to end.
 */
public final class LeavesNothing implements BeforeAllCallback, AfterAllCallback {
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(30);
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(5);

  static {
    // JUnit makes this class before it makes temporary folders
    VirtualMachine.makeTemporary();
  }

  private static VirtualMachine before;
  private static Class<?> looksAfter;

  @Override
  public void beforeAll(ExtensionContext context) {
    if (isNested(context)) {
      return;
    }
    looksAfter = context.getRequiredTestClass();
    before = VirtualMachine.now();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (isNested(context)) {
      return;
    }
    List<String> left = settled(before);
    if (!left.isEmpty()) {
      throw new AssertionError(
          context.getRequiredTestClass().getName() + " leaves behind:\n" + String.join("\n", left));
    }
  }

  /** What is left when everything has had time to end. */
  static List<String> settled(VirtualMachine before) {
    long until = System.nanoTime() + PATIENCE;
    List<String> left = VirtualMachine.now().since(before);
    while (!left.isEmpty() && System.nanoTime() < until) {
      LockSupport.parkNanos(PAUSE);
      left = VirtualMachine.now().since(before);
    }
    return left;
  }

  /** The class that is judged at its end. */
  static Class<?> looksAfter() {
    return looksAfter;
  }

  private static boolean isNested(ExtensionContext context) {
    return context.getRequiredTestClass().isMemberClass();
  }
}
