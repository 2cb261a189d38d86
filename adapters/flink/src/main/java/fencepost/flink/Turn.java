package fencepost.flink;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The turn to carry an operation out: one thread has it at a time. A blocking call has it until its message is sent, and
 * gives it away while it waits for the answer: Flink does both in one method, so that the next thread looks whether the
 * caller waits already.
 */
final class Turn {
  private final ReentrantLock lock = new ReentrantLock();

  /** Makes a blocking call, and has not been seen to wait; null when there is none. */
  private final AtomicReference<Thread> calling = new AtomicReference<>();

  /** Waits for the turn. A thread that has it may take it again. */
  void take() {
    lock.lock();
    for (Thread caller = calling.get(); caller != null; caller = calling.get()) {
      if (isWaiting(caller)) calling.compareAndSet(caller, null);
      else Thread.onSpinWait();
    }
  }

  void leave() {
    lock.unlock();
  }

  /** Makes a blocking call: others have the turn while it waits. */
  <T> T awaiting(Callable<T> call) throws Exception {
    Thread self = Thread.currentThread();
    calling.set(self);
    lock.unlock();
    try {
      return call.call();
    } finally {
      calling.compareAndSet(self, null);
      lock.lock();
    }
  }

  /** Whether a thread waits for a future, or has ended. */
  private static boolean isWaiting(Thread thread) {
    switch (thread.getState()) {
      case TERMINATED:
        return true;
      case WAITING, TIMED_WAITING:
        for (StackTraceElement frame : thread.getStackTrace())
          if (frame.getClassName().equals(CompletableFuture.class.getName()) && frame.getMethodName().equals("get"))
            return true;
        return false;
      default:
        return false;
    }
  }
}
