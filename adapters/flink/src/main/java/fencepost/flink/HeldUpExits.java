package fencepost.flink;

import java.util.Arrays;
import java.util.Map;
import org.apache.flink.util.FatalExitExceptionHandler;

/**
 * Some failures make Flink end the process (an unchecked error while the result of an ask is encoded). Such an exit is
 * held up for ever, so that the scenario can still be told, and the next one needs no new process.
 */
final class HeldUpExits {
  private HeldUpExits() {}

  /** Exits that were told to somebody. */
  private static int told;

  /** Holds up the exits that Flink wants; the process still ends when it is told to from outside. */
  static void install() {
    Runtime.getRuntime().addShutdownHook(new Thread(HeldUpExits::sleepIfFlinkExits, "held-up-exit"));
  }

  private static void sleepIfFlinkExits() {
    boolean flinkExits = count() > 0;
    while (flinkExits) {
      try {
        Thread.sleep(Long.MAX_VALUE);
      } catch (InterruptedException woken) {
        // Nobody has a reason to do this.
      }
    }
  }

  /** Whether there was another exit since this was last asked. */
  static synchronized boolean wasAnother() {
    int count = count();
    boolean another = count > told;
    told = count;
    return another;
  }

  /** The threads that never come back from an exit. */
  private static int count() {
    int count = 0;
    for (Map.Entry<Thread, StackTraceElement[]> each : Thread.getAllStackTraces().entrySet())
      if (Arrays.stream(each.getValue()).anyMatch(HeldUpExits::isFatal)) count += 1;
    return count;
  }

  private static boolean isFatal(StackTraceElement frame) {
    return frame.getClassName().equals(FatalExitExceptionHandler.class.getName());
  }
}
