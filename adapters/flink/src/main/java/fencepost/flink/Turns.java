package fencepost.flink;

import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Which operations may be carried out at the same time. What only sends a message may overlap with anything that does:
 * messages of different senders have no order. What changes the world at once (a name that is taken, a token, a service
 * that closes) has its turn alone, so that its place among the events is the place where it took effect.
 */
final class Turns {
  private static final Set<String> ALONE =
      Set.of("create-endpoint", "close-service", "set-token", "obtain-executor", "query", "evaluate", "release");

  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

  /** The lock that an operation of this type holds while it is carried out. */
  Lock lockFor(String type) {
    // An operation of a constructor is carried out within the turn of the constructor, which it must not leave.
    boolean alone = ALONE.contains(type) && lock.getReadHoldCount() == 0;
    return alone || lock.isWriteLockedByCurrentThread() ? lock.writeLock() : lock.readLock();
  }
}
