package fencepost.flink;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Lets a service shake hands with another version of the protocol. A service asks itself for its version when the target
 * of a connect was found, on some thread; so a connect with another version has the service for itself until it came
 * out, while connects with the ordinary version go side by side.
 */
public final class VersionWindow {
  /** The version that every service of the suite has. */
  static final int ORDINARY = 2;

  /** What a connect is ended with that nobody waits for. */
  static final int NONE = 0;

  private static final int PERMITS = 1 << 16;

  private final Semaphore permits = new Semaphore(PERMITS, true);
  private final ThreadLocal<Boolean> constructing = ThreadLocal.withInitial(() -> false);
  private volatile int version = ORDINARY;

  /** Begins a connect; {@link #leave} must follow when it came out. */
  void enter(int version) {
    permits.acquireUninterruptibly(permitsOf(version));
    if (version != ORDINARY) this.version = version;
  }

  /** The same, if nobody has to be waited for. */
  boolean tryEnter(int version) {
    if (!permits.tryAcquire(permitsOf(version))) return false;
    if (version != ORDINARY) this.version = version;
    return true;
  }

  /**
   * The same beside connects that may never come out: whoever has not come out within the limit never will, and does not
   * ask for the version any more.
   *
   * @return what to leave with
   */
  int enterWithin(int version, long limitMs) {
    boolean entered = false;
    try {
      entered = permits.tryAcquire(permitsOf(version), limitMs, TimeUnit.MILLISECONDS);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
    this.version = version;
    return entered ? version : NONE;
  }

  void leave(int version) {
    if (version == NONE) return;
    this.version = ORDINARY;
    permits.release(permitsOf(version));
  }

  private static int permitsOf(int version) {
    return version == ORDINARY ? 1 : PERMITS;
  }

  /** Runs what constructs an endpoint on this thread: endpoints have the ordinary version whatever is connecting. */
  void constructing(Runnable construction) {
    boolean outer = constructing.get();
    constructing.set(true);
    try {
      construction.run();
    } finally {
      constructing.set(outer);
    }
  }

  /** The version that the service has at this moment, for this thread. */
  public int current() {
    return constructing.get() ? ORDINARY : version;
  }
}
