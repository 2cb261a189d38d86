package fencepost.flink;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One scenario from its reset to the next: steps go to their lanes, barriers wait for all of them. */
final class Scenario {
  /** How long the endpoints of a scenario have to end before their services are abandoned. */
  private static final long END_LIMIT_MS = 1000;

  /** How long a link may take; then the scenario begins without. */
  private static final long MEETING_LIMIT_MS = 2000;

  /** While time passes, handles are looked at so often. */
  private static final long LOOK_MS = 5;

  private final World world;
  private final ServicePool pool;
  private final Map<Integer, Lane> lanes = new TreeMap<>();
  private final Settling settling;

  Scenario(JsonNode services, ServicePool pool) throws Exception {
    this.pool = pool;
    int scale = ServiceSpecification.scaleOf(services);
    List<FlinkService> taken = new ArrayList<>();
    for (JsonNode service : services) taken.add(pool.take(ServiceSpecification.of(service, scale)));
    introduce(taken);
    world = new World(taken, scale);
    settling = new Settling(world, lanes.values());
  }

  /** Sets up the links between services before the scenario begins. */
  private static void introduce(List<FlinkService> services) throws Exception {
    List<CompletableFuture<?>> meetings = new ArrayList<>();
    for (FlinkService one : services)
      for (FlinkService other : services)
        if (one != other && one.isRemote() && other.isRemote()) meetings.add(one.meet(other));
    CompletableFuture<Void> all = CompletableFuture.allOf(meetings.toArray(new CompletableFuture<?>[0]));
    all.completeOnTimeout(null, MEETING_LIMIT_MS, TimeUnit.MILLISECONDS).join();
  }

  // --- steps ----------------------------------------------------------------------------------------------------

  /**
   * Carries steps out.
   *
   * @return what is missing at the barrier that was not reached, in words; empty when all were
   */
  List<String> run(JsonNode steps, long patienceMs) throws InterruptedException {
    for (JsonNode step : steps) world.works.prepare(step.get("op").asInt(), step.get("operation"));
    for (JsonNode step : steps) {
      JsonNode operation = step.get("operation");
      int op = step.get("op").asInt();
      List<String> unsettled =
          switch (operation.get("type").asText()) {
            case "settle" -> settle(op, patienceMs);
            case "advance" -> advance(op, operation.get("milliseconds").asDouble(), patienceMs);
            default -> handOver(step);
          };
      if (!unsettled.isEmpty()) return unsettled;
    }
    settling.settle(patienceMs / 5); // what is under way is seen as well; nobody asked whether everything has come
    return List.of();
  }

  /** Carries one step out, which is no barrier. */
  void perform(JsonNode step) {
    world.works.prepare(step.get("op").asInt(), step.get("operation"));
    handOver(step);
  }

  private List<String> handOver(JsonNode step) {
    lanes.computeIfAbsent(step.get("lane").asInt(), number -> new Lane(world, number)).add(step);
    return List.of();
  }

  // --- barriers -------------------------------------------------------------------------------------------------

  /** The barrier {@code settle}. It begins when every step before it was carried out, and is reached at once then. */
  List<String> settle(int op, long patienceMs) throws InterruptedException {
    List<String> unsettled = settling.settle(patienceMs);
    world.recorder.invoke(op, World.NO_MAIN_THREAD);
    if (unsettled.isEmpty()) world.recordValue(op, null);
    return unsettled;
  }

  /** The barrier {@code advance}. */
  List<String> advance(int op, double milliseconds, long patienceMs) throws InterruptedException {
    List<String> unsettled = settling.settle(patienceMs);
    world.recorder.invoke(op, World.NO_MAIN_THREAD);
    if (!unsettled.isEmpty()) return unsettled;
    double until = world.recorder.now() + milliseconds;
    for (double left = milliseconds; left > 0; left = until - world.recorder.now()) {
      Thread.sleep((long) Math.ceil(Math.min(left, LOOK_MS)));
      world.outcomes.pollHandles();
    }
    unsettled = settling.settle(patienceMs);
    if (unsettled.isEmpty()) world.recordValue(op, null);
    return unsettled;
  }

  /** The events since the last time. */
  ArrayNode takeEvents() {
    return world.recorder.take();
  }

  // --- the end --------------------------------------------------------------------------------------------------

  /** Ends what is left and gives the services back: those in which nothing is left may be used again. */
  void end() throws InterruptedException {
    world.recorder.close();
    for (Lane lane : lanes.values()) lane.end();
    world.works.releaseAll();
    world.outcomes.cancelHandles();
    boolean ended = isDoneInTime(Background.call("end-of-endpoints", this::closeEndpoints));
    for (FlinkService service : world.services()) {
      if (!ended || !world.endedWell(service)) service.spoil();
      pool.giveBack(service);
    }
  }

  private CompletableFuture<Void> closeEndpoints() {
    CompletableFuture<?>[] terminations =
        world.registered().stream()
            .filter(endpoint -> !endpoint.service.isSpoilt())
            .map(endpoint -> endpoint.endpoint().closeAsync())
            .toArray(CompletableFuture<?>[]::new);
    return CompletableFuture.allOf(terminations);
  }

  /** Whether a future completes before the limit is over; a stop that failed is an end as well. */
  private static boolean isDoneInTime(CompletableFuture<Void> end) throws InterruptedException {
    try {
      end.get(END_LIMIT_MS, TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException failedStop) {
      return true;
    } catch (TimeoutException tooLong) {
      return false;
    }
  }
}
