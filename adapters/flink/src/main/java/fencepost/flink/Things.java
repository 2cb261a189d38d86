package fencepost.flink;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Things of one kind that a scenario names by number: endpoints, gateways, executors, handles.
 *
 * @param <T> their class
 */
final class Things<T> {
  private final String kind;
  private final Map<Integer, T> present = new ConcurrentHashMap<>();
  private final Set<Integer> failed = ConcurrentHashMap.newKeySet();

  Things(String kind) {
    this.kind = kind;
  }

  void put(int number, T thing) {
    present.put(number, thing);
  }

  /** The thing could not be made. */
  void fail(int number) {
    failed.add(number);
  }

  /** The thing, which must be there. */
  T get(int number) throws NotNow {
    T thing = present.get(number);
    if (thing != null) return thing;
    if (failed.contains(number)) throw NotNow.never(kind + " " + number + " could not be made");
    throw NotNow.notYet(kind + " " + number);
  }

  Collection<T> all() {
    return present.values();
  }
}
