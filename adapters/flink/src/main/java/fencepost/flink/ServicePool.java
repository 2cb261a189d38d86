package fencepost.flink;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The services of the process. Starting one takes much longer than a scenario, so a service in which nothing is left
 * serves another scenario that wants the same; every other is taken down in the background.
 */
final class ServicePool {
  /** So many services may lie idle; the one that was idle longest goes first. */
  private static final int IDLE_MAX = 12;

  /** So many may be on their way down; a scenario that would leave more behind waits. */
  private static final int ENDING_MAX = 6;

  /** How long a service may take to close before its actor system is ended. */
  private static final long CLOSE_LIMIT_MS = 1000;

  /** How long an actor system may take to end before it is left to itself. */
  private static final long KILL_LIMIT_MS = 10_000;

  private static final long LOOK_MS = 5;

  private final Deque<FlinkService> idle = new ArrayDeque<>();
  private final Semaphore ending = new Semaphore(ENDING_MAX);

  /** A service with this specification in which nothing is left. */
  FlinkService take(ServiceSpecification specification) throws Exception {
    for (FlinkService service : idle) {
      if (!service.specification().equals(specification)) continue;
      idle.remove(service);
      if (!service.isSpoilt()) return service;
      takeDown(service);
      return take(specification);
    }
    return Era.newService(specification);
  }

  /** Nobody uses the service any more. */
  void giveBack(FlinkService service) throws InterruptedException {
    if (service.isSpoilt()) {
      takeDown(service);
      return;
    }
    idle.addFirst(service);
    if (idle.size() > IDLE_MAX) takeDown(idle.removeLast());
  }

  private void takeDown(FlinkService service) throws InterruptedException {
    ending.acquire();
    Thread thread =
        new Thread(
            () -> {
              try {
                end(service);
              } catch (InterruptedException processEnds) {
                Thread.currentThread().interrupt();
              } finally {
                ending.release();
              }
            },
            "end-of-service");
    thread.setDaemon(true);
    thread.start();
  }

  private static void end(FlinkService service) throws InterruptedException {
    try {
      Background.call("close-of-service", service::close).get(CLOSE_LIMIT_MS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException doesNotClose) {
      service.kill();
    }
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(KILL_LIMIT_MS);
    while (!service.isGone() && System.nanoTime() < deadline) Thread.sleep(LOOK_MS);
  }
}
