package fencepost.flink;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fencepost.flink.OpenOutcomes.Open;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;

/** The world of one scenario: what its numbers stand for, what is open, and how an operation is carried out in it. */
final class World {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** The operations are carried out by the thread of calls of a lane, not by a main thread. */
  static final Integer NO_MAIN_THREAD = null;

  final Recorder recorder = new Recorder();
  final Works works = new Works(this);
  final Resources resources = new Resources(recorder);
  final OpenOutcomes outcomes = new OpenOutcomes(this);
  final Timers timers = new Timers(recorder);

  final Things<Conformance> endpoints = new Things<>("endpoint");
  final Things<Gateway> gateways = new Things<>("gateway");
  final Things<Executor> executors = new Things<>("executor");
  final Things<Future<?>> scheduled = new Things<>("task");

  /** Flink's bytes for one of the scenario. */
  final int scale;

  /** Held by whoever carries an operation out: an operation counts as done at its invoke, so none may overlap. */
  final Turn turn = new Turn();

  /** The operations that were carried out, and those that never will be. */
  private final Things<Integer> carriedOut = new Things<>("operation");

  private final List<FlinkService> services;

  /** Every endpoint that was registered, whatever became of its constructor. */
  private final Queue<Conformance> registered = new ConcurrentLinkedQueue<>();

  /** Endpoints whose constructor runs: only it, and handlers, know them. */
  private final Map<Integer, Conformance> underConstruction = new ConcurrentHashMap<>();

  /** Who carries an operation out, where that is a main thread. */
  private final Map<Integer, Integer> performers = new ConcurrentHashMap<>();

  /** The futures of the services that were told to close. */
  private final Map<FlinkService, CompletableFuture<Void>> closing = new ConcurrentHashMap<>();

  private final Map<FlinkService, Double> doomedAtMs = new ConcurrentHashMap<>();

  /** Guards nothing; whoever waits for the world to change waits here. */
  private final Object changes = new Object();

  private long changeCount;

  World(List<FlinkService> services, int scale) {
    this.services = services;
    this.scale = scale;
  }

  // --- things by number -----------------------------------------------------------------------------------------

  FlinkService service(int number) {
    return services.get(number);
  }

  FlinkService service(JsonNode number) {
    return services.get(number.asInt());
  }

  List<FlinkService> services() {
    return services;
  }

  /** An endpoint. While its constructor runs only nested operations can name it. */
  Conformance endpoint(JsonNode number, boolean nested) throws NotNow {
    Conformance unfinished = nested ? underConstruction.get(number.asInt()) : null;
    return unfinished != null ? unfinished : endpoints.get(number.asInt());
  }

  Collection<Conformance> registered() {
    return registered;
  }

  void constructed(Conformance endpoint) {
    registered.add(endpoint);
    underConstruction.put(endpoint.number, endpoint);
  }

  /** The constructor of an endpoint has returned, or failed. */
  void constructionEnded(Conformance endpoint, boolean succeeded) {
    underConstruction.remove(endpoint.number);
    if (succeeded) endpoints.put(endpoint.number, endpoint);
    else endpoints.fail(endpoint.number);
    changed();
  }

  /** The live endpoint at an address, or null. */
  Conformance endpointAt(String address) {
    Conformance found = null;
    for (Conformance each : registered) if (each.endpoint().getAddress().equals(address)) found = each;
    return found;
  }

  /** The service was told to close. */
  void closes(FlinkService service, CompletableFuture<Void> closed) {
    service.spoil();
    closing.put(service, closed);
  }

  Map<FlinkService, CompletableFuture<Void>> closing() {
    return closing;
  }

  /** The service is about to end, though nobody told it to close. */
  void dooms(FlinkService service) {
    doomedAtMs.putIfAbsent(service, recorder.now());
  }

  /** Since when services are about to end. */
  Map<FlinkService, Double> doomed() {
    return doomedAtMs;
  }

  /** Whether every endpoint of a service has ended, and none in a way that ends the service. */
  boolean endedWell(FlinkService service) {
    for (Conformance each : registered) {
      if (each.service != service) continue;
      if (!each.endpoint().getTerminationFuture().isDone() || each.tookServiceDown()) return false;
    }
    for (Open open : outcomes.all()) if (open.isConnect()) return false;
    return true;
  }

  /** The endpoint whose main thread carries an operation out; null for a lane. */
  Integer performerOf(int op) {
    return performers.get(op);
  }

  // --- waiting --------------------------------------------------------------------------------------------------

  /** Something happened that somebody may wait for. */
  void changed() {
    synchronized (changes) {
      changeCount += 1;
      changes.notifyAll();
    }
  }

  long changeCount() {
    synchronized (changes) {
      return changeCount;
    }
  }

  /** Waits until something changed since the count was read, or the time is over. */
  void awaitChange(long since, long limitMs) throws InterruptedException {
    synchronized (changes) {
      if (changeCount == since) changes.wait(limitMs);
    }
  }

  // --- carrying out ---------------------------------------------------------------------------------------------

  /** Carries nested operations out; those that cannot be are left out. */
  void carryOutAll(JsonNode nested, Integer mainOf) {
    for (JsonNode each : nested) {
      try {
        carryOut(each.get("op").asInt(), each.get("operation"), mainOf, true);
      } catch (NotNow leftOut) {
        // The page says so: a step whose references do not exist is left out, without events.
      }
    }
  }

  /**
   * Carries one operation out, and records it.
   *
   * @param mainOf the endpoint whose main thread does it, or {@link #NO_MAIN_THREAD}
   * @param nested whether a script contains it
   * @throws NotNow when something that it refers to is not there; nothing was done or recorded
   */
  void carryOut(int op, JsonNode operation, Integer mainOf, boolean nested) throws NotNow {
    String type = operation.get("type").asText();
    Act act = Performers.prepare(new Request(this, op, type, operation, nested));
    if (mainOf != null) performers.put(op, mainOf);
    turn.take();
    try {
      recorder.invoke(op, mainOf);
      act.run();
    } catch (Throwable thrown) {
      recordError(op, thrown, type, true);
    } finally {
      turn.leave();
    }
    carried(op);
  }

  /** The operation was carried out: its message is on its way, though a blocking call may not have returned. */
  void carried(int op) {
    carriedOut.put(op, op);
    changed();
  }

  /** An operation of a lane was left out: what it would have made will never be. */
  void leftOut(int op, JsonNode operation) {
    carriedOut.fail(op);
    switch (operation.get("type").asText()) {
      case "create-endpoint" -> endpoints.fail(operation.get("endpoint").asInt());
      case "connect" -> gateways.fail(operation.get("gateway").asInt());
      case "obtain-executor" -> executors.fail(operation.get("executor").asInt());
      case "schedule", "service-schedule" -> scheduled.fail(op);
      default -> {}
    }
    changed();
  }

  /** Waits for an operation to be carried out. */
  void needCarriedOut(int op) throws NotNow {
    carriedOut.get(op);
  }

  // --- outcomes -------------------------------------------------------------------------------------------------

  void recordValue(int op, Object value) {
    ObjectNode outcome = MAPPER.createObjectNode().put("kind", "value");
    Values.write(outcome, value, scale);
    recorder.outcome(op, outcome);
  }

  void recordError(int op, Throwable error, String type, boolean thrown) {
    recorder.outcome(op, Errors.outcome(error, type, thrown));
  }

  /** The outcome of the operation is that of a future; then somebody is told whether it is a value. */
  <T> void recordLater(Open open, CompletableFuture<T> future, java.util.function.BiConsumer<T, Throwable> then) {
    outcomes.add(open);
    future.whenComplete(
        (value, failure) -> {
          if (failure == null) recordValue(open.op(), open.isConnect() ? null : value);
          else recordError(open.op(), failure, open.type(), false);
          then.accept(value, failure);
          outcomes.remove(open.op());
          changed();
        });
  }
}
