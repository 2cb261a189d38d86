package fencepost.flink;

import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** The operations whose outcome is not recorded yet, with the futures that it will come from. */
final class OpenOutcomes {
  /**
   * One of them.
   *
   * @param op the operation
   * @param type its type
   * @param future where its outcome comes from
   * @param from the service that waits for the outcome
   * @param dueAtMs when its limit expires; infinite without limit
   */
  record Open(int op, String type, Future<?> future, FlinkService from, double dueAtMs) {
    /** Whether the operation waits for the answer of a handler. */
    boolean isAsk() {
      return type.equals("call") || type.equals("call-async") || type.equals("send-raw");
    }

    boolean isConnect() {
      return type.equals("connect");
    }
  }

  private final World world;
  private final Map<Integer, Open> open = new ConcurrentHashMap<>();
  private final Map<Integer, Open> handles = new ConcurrentHashMap<>();
  private final Map<Integer, Double> endedAtMs = new ConcurrentHashMap<>();

  OpenOutcomes(World world) {
    this.world = world;
  }

  void add(Open each) {
    open.put(each.op, each);
  }

  void remove(int op) {
    open.remove(op);
  }

  Collection<Open> all() {
    return open.values();
  }

  /** The handle of a scheduled task: it tells nobody when it is complete, so {@link #pollHandles} looks. */
  void addHandle(Open each) {
    handles.put(each.op, each);
  }

  Collection<Open> handles() {
    return handles.values();
  }

  /** The work of a scheduled task has ended for good: its handle is complete in a moment. */
  void taskEnded(int op) {
    endedAtMs.putIfAbsent(op, world.recorder.now());
  }

  /** How long ago the work behind a handle ended, in milliseconds; infinite when it has not. */
  double endedForMs(Open handle) {
    Double at = endedAtMs.get(handle.op);
    return at == null ? Double.POSITIVE_INFINITY : world.recorder.now() - at;
  }

  /** Records the outcome of every handle that is complete. */
  void pollHandles() {
    for (Iterator<Open> iterator = handles.values().iterator(); iterator.hasNext(); ) {
      Open handle = iterator.next();
      if (!handle.future.isDone()) continue;
      iterator.remove();
      try {
        world.recordValue(handle.op, handle.future.get());
      } catch (ExecutionException failure) {
        world.recordError(handle.op, failure.getCause(), handle.type, false);
      } catch (Exception failure) {
        world.recordError(handle.op, failure, handle.type, false);
      }
    }
  }

  /** Cancels the tasks, at the end of a scenario. */
  void cancelHandles() {
    for (Open handle : handles.values()) handle.future.cancel(false);
  }
}
