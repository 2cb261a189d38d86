package fencepost.flink;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** The scripts of handlers, runnables and callables, and the futures that releases complete. */
final class Works {
  private final World world;
  private final Map<Integer, JsonNode> scripts = new ConcurrentHashMap<>();
  private final Map<Integer, CompletableFuture<Object>> futures = new ConcurrentHashMap<>();
  private final Map<Integer, CompletableFuture<Void>> stops = new ConcurrentHashMap<>();
  private final Map<Integer, Conformance> begun = new ConcurrentHashMap<>();

  /** Works whose result is known, and since when: whoever asked for it is to be answered. */
  private final Map<Integer, Double> finishedAtMs = new ConcurrentHashMap<>();

  /** The scenario is over: nothing waits for a release any more. */
  private volatile boolean over;

  Works(World world) {
    this.world = world;
  }

  /** Notes the scripts of an operation and of all operations inside it, before any of them is carried out. */
  void prepare(int op, JsonNode operation) {
    JsonNode script = operation.get("script");
    if (script != null) {
      scripts.put(op, script);
      prepareAll(script.get("nested"));
    }
    for (String hook : new String[] {"onStart", "onStop"})
      if (operation.has(hook)) prepareAll(operation.get(hook).get("nested"));
    for (String list : new String[] {"constructing", "callback"})
      if (operation.has(list)) prepareAll(operation.get(list));
  }

  private void prepareAll(JsonNode nested) {
    for (JsonNode each : nested) prepare(each.get("op").asInt(), each.get("operation"));
  }

  /** How long the result of the work of an operation has been known, in milliseconds; negative if it is not. */
  double finishedForMs(int op) {
    Double since = finishedAtMs.get(op);
    return since == null ? -1 : world.recorder.now() - since;
  }

  private void finish(int op) {
    finishedAtMs.putIfAbsent(op, world.recorder.now());
  }

  /**
   * Carries the script of an operation out.
   *
   * @return its value, or the open future of {@code later}
   */
  Object run(Conformance endpoint, String role, int op) {
    JsonNode script = scripts.get(op);
    world.timers.disarm(op);
    world.recorder.begin(endpoint.number, role, op);
    begun.put(op, endpoint);
    JsonNode end = script.get("end");
    String ending = end.get("ending").asText();
    if (ending.equals("hold")) endpoint.holding = true;
    world.changed();
    world.carryOutAll(script.get("nested"), endpoint.number);
    if (ending.equals("hold")) hold(endpoint, op);
    world.recorder.end(endpoint.number, role, op, howEnds(ending));
    if (!ending.equals("later")) finish(op);
    return valueOf(end, ending, op);
  }

  private void hold(Conformance endpoint, int op) {
    try {
      futureOf(op).join();
    } catch (RuntimeException released) {
      // A hold that is released with an error ends as one that is released with a value.
    } finally {
      endpoint.holding = false;
    }
  }

  private static String howEnds(String ending) {
    if (ending.startsWith("throw")) return "throw";
    return ending.startsWith("later") ? "future" : "return";
  }

  private Object valueOf(JsonNode end, String ending, int op) {
    return switch (ending) {
      case "null" -> null;
      case "throw" -> throw ScriptedFailures.<RuntimeException>raise(ScriptedFailures.failureOf(op));
      case "throw-non-error" -> throw new ScriptedFailures.ScriptedNonError("failure of " + op);
      case "throw-ask-timeout" -> throw ScriptedFailures.<RuntimeException>raise(Era.askTimeout("failure of " + op));
      case "later" -> futureOf(op);
      case "bytes" -> Values.textOfSize(end.get("size").asInt() * world.scale);
      case "later-bytes" ->
          CompletableFuture.<Object>completedFuture(Values.textOfSize(end.get("size").asInt() * world.scale));
      case "unserializable" -> new Values.Unserializable();
      case "encoder-throws" -> new Values.EncoderThrows();
      case "undecodable" -> new Values.Undecodable();
      case "look-alike" -> Values.lookAlike();
      default -> op;
    };
  }

  private CompletableFuture<Object> futureOf(int op) {
    if (over) return CompletableFuture.completedFuture(op);
    return futures.computeIfAbsent(op, any -> new CompletableFuture<>());
  }

  /** The future that {@code onStop} of an endpoint returns. */
  CompletableFuture<Void> stopOf(int endpoint) {
    if (over) return CompletableFuture.completedFuture(null);
    return stops.computeIfAbsent(endpoint, any -> new CompletableFuture<>());
  }

  /** Completes the future of a work, or lets a handler that holds the main thread go. */
  void release(int op, boolean withValue) {
    Conformance endpoint = begun.get(op);
    if (endpoint != null) endpoint.holding = false;
    finish(op);
    if (withValue) futureOf(op).complete(op);
    else futureOf(op).completeExceptionally(ScriptedFailures.failureOf(op));
  }

  /** Completes the future of a stop hook. */
  void releaseStop(Conformance endpoint, boolean withValue) {
    if (withValue) stopOf(endpoint.number).complete(null);
    else
      stopOf(endpoint.number)
          .completeExceptionally(ScriptedFailures.failureOf(endpoint.creation));
  }

  /** Lets everything go that still waits, at the end of a scenario; also what begins later. */
  void releaseAll() {
    over = true;
    futures.forEach((op, future) -> future.complete(op));
    for (CompletableFuture<Void> stop : stops.values()) stop.complete(null);
  }
}
