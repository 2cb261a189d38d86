package fencepost.flink;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One thread of calls of a scenario: it carries its steps out in order, each after the call before it has returned. A
 * step that refers to something that is not there yet waits.
 */
final class Lane implements Runnable {
  /** How long a waiting step sleeps when nobody tells it of a change. */
  private static final long WAKE_MS = 50;

  private final World world;
  private final BlockingQueue<JsonNode> steps = new LinkedBlockingQueue<>();

  /** Steps that were given to the lane and have not returned. */
  private final AtomicInteger unfinished = new AtomicInteger();

  /** The change of the world up to which the waiting step has looked; negative while no step waits. */
  private volatile long waitingSince = -1;

  private volatile boolean leaveOut;
  private final Thread thread;

  Lane(World world, int number) {
    this.world = world;
    thread = new Thread(this, "lane-" + number);
    thread.setDaemon(true);
    thread.start();
  }

  void add(JsonNode step) {
    unfinished.incrementAndGet();
    steps.add(step);
  }

  /** Whether every step has returned. */
  boolean isIdle() {
    return unfinished.get() == 0;
  }

  /** Whether the next step waits, and has looked at the world as it is. */
  boolean isStuck() {
    return waitingSince == world.changeCount();
  }

  /** The step that waits is left out: what it waits for will not come. */
  void leaveOut() {
    leaveOut = true;
    world.changed();
  }

  /** Ends the lane. A call that does not return is left behind. */
  void end() {
    thread.interrupt();
  }

  @Override
  public void run() {
    try {
      while (true) {
        JsonNode step = steps.take();
        carryOut(step);
        unfinished.decrementAndGet();
        world.changed();
      }
    } catch (InterruptedException ended) {
      // The scenario is over.
    }
  }

  private void carryOut(JsonNode step) throws InterruptedException {
    int op = step.get("op").asInt();
    while (true) {
      long change = world.changeCount();
      try {
        world.carryOut(op, step.get("operation"), World.NO_MAIN_THREAD, false);
        return;
      } catch (NotNow reason) {
        if (!reason.yet || leaveOut) break;
        waitingSince = change;
        world.awaitChange(change, WAKE_MS);
        waitingSince = -1;
      }
    }
    leaveOut = false;
    world.leftOut(op, step.get("operation"));
  }
}
