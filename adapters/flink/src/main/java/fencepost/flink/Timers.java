package fencepost.flink;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * When delayed work is due. Flink's clocks fire a little late; a scenario is settled only when what is due had the time
 * to come.
 */
final class Timers {
  /** Flink's scheduler looks at its timers every ten milliseconds, and needs up to two of these rounds. */
  private static final double LATENESS_MS = 30;

  private final Recorder recorder;
  private final Map<Integer, Double> dueAtMs = new ConcurrentHashMap<>();

  Timers(Recorder recorder) {
    this.recorder = recorder;
  }

  /** The work of an operation is due after a delay from now. */
  void arm(int op, double delayMs) {
    dueAtMs.put(op, recorder.now() + Math.max(0, delayMs));
  }

  /** The work has begun, or will not. */
  void disarm(int op) {
    dueAtMs.remove(op);
  }

  /** Whether something is due that has not come yet but still may. What should have come long ago was dropped. */
  boolean someAreDue() {
    double now = recorder.now();
    dueAtMs.values().removeIf(due -> due + LATENESS_MS < now);
    for (double due : dueAtMs.values()) if (due <= now) return true;
    return false;
  }

  /** Whether a limit that expired at this time may not have been noticed yet. */
  boolean mayStillCome(double expiredAtMs) {
    double now = recorder.now();
    return expiredAtMs <= now && now <= expiredAtMs + LATENESS_MS;
  }
}
