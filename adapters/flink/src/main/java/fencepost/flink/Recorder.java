package fencepost.flink;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The events of one scenario: a list behind one lock, so that what came first in truth comes first in the list. */
final class Recorder {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final double NANOSECONDS_IN_MICROSECOND = 1e3;
  private static final double MICROSECONDS_IN_MILLISECOND = 1e3;

  private final long startedAt = System.nanoTime();
  private ArrayNode events = MAPPER.createArrayNode();
  private int recorded;
  private boolean over;

  /** Before an operation is carried out. {@code mainOf} is the endpoint whose main thread does it, or null. */
  void invoke(int op, Integer mainOf) {
    ObjectNode event = event("invoke").put("op", op);
    if (mainOf != null) event.putObject("by").put("mainOf", mainOf);
    record(event);
  }

  /** The operation came out. */
  void outcome(int op, ObjectNode outcome) {
    ObjectNode event = event("outcome").put("op", op);
    event.set("outcome", outcome);
    record(event);
  }

  /** A handler or hook begins. */
  void begin(int endpoint, String role, int work) {
    record(event("begin").put("endpoint", endpoint).put("role", role).put("work", work));
  }

  /** It returned. */
  void end(int endpoint, String role, int work, String how) {
    record(event("end").put("endpoint", endpoint).put("role", role).put("work", work).put("how", how));
  }

  /** A registered resource was closed. */
  void closed(int endpoint, int resource) {
    record(event("closed").put("endpoint", endpoint).put("resource", resource));
  }

  /** How many events there were. */
  synchronized int count() {
    return recorded;
  }

  /** Takes the events since the last time. */
  synchronized ArrayNode take() {
    ArrayNode taken = events;
    events = MAPPER.createArrayNode();
    return taken;
  }

  /** The scenario is over: what still comes belongs to nobody. */
  synchronized void close() {
    over = true;
  }

  /** Milliseconds since the scenario began. */
  double now() {
    double microseconds = Math.floor((System.nanoTime() - startedAt) / NANOSECONDS_IN_MICROSECOND);
    return microseconds / MICROSECONDS_IN_MILLISECOND;
  }

  private static ObjectNode event(String kind) {
    return MAPPER.createObjectNode().put("event", kind);
  }

  private synchronized void record(ObjectNode event) {
    if (over) return;
    recorded += 1;
    events.add(event.put("at", now()));
  }
}
