package fencepost.flink;

import fencepost.flink.OpenOutcomes.Open;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.flink.runtime.rpc.RpcGateway;
import org.apache.flink.runtime.rpc.messages.RemoteHandshakeMessage;

/**
 * Finds out when everything that was sent has been handled.
 *
 * <p>A handshake is sent over every way that messages take: to each endpoint that lives, from its own service and through
 * each gateway of another. It queues like any message, and every state answers it, so what was sent before it has been
 * handled when it comes back. What Flink does on other threads (answers of futures, terminations, timers) is known from
 * the futures and works of the scenario, and waited for. The scenario is settled when nothing of that is missing and no
 * event was recorded during a whole round.
 */
final class Settling {
  /** An answer whose work is finished comes within this time, or the transport has lost it. */
  private static final double ANSWER_GRACE_MS = 300;

  /** After the end of an actor system some termination futures never complete: those that do, do so by then. */
  private static final double GONE_GRACE_MS = 100;

  /** A service whose supervisor was disturbed is gone by then, or it was not disturbed at all. */
  private static final double DOOM_MS = 1000;

  /** Nothing is lost within a service. */
  private static final double NEARBY_LIMIT_MS = 20_000;

  /** A link that is being set up again loses what is sent meanwhile. */
  private static final double FAR_LIMIT_MS = 250;

  private static final long POLL_MS = 1;

  /** A connect may wait for a main thread that is held, which does not count; one that does not is over by then. */
  private static final long HELD_CONNECT_NANOSECONDS = 50_000_000;

  private final World world;
  private final Collection<Lane> lanes;
  private final Map<FlinkService, Double> goneAtMs = new HashMap<>();
  private long deadline;
  private long beganAt;

  Settling(World world, Collection<Lane> lanes) {
    this.world = world;
    this.lanes = lanes;
  }

  /**
   * Waits until the scenario is settled. Steps that still wait when nothing moves are left out.
   *
   * @return what is missing when the patience is over, in words; empty when the scenario is settled
   */
  List<String> settle(long patienceMs) throws InterruptedException {
    beganAt = System.nanoTime();
    deadline = beganAt + TimeUnit.MILLISECONDS.toNanos(patienceMs);
    while (true) {
      long change = world.changeCount();
      int recorded = world.recorder.count();
      List<String> missing = missing();
      if (missing.isEmpty()) missing = exchangeHandshakes();
      world.outcomes.pollHandles();
      if (missing.isEmpty() && recorded == world.recorder.count() && missing().isEmpty()) {
        if (!leaveOutWhatWaits()) return missing;
      } else if (isOver()) {
        return missing.isEmpty() ? List.of("events keep coming") : missing;
      } else if (!missing.isEmpty()) {
        world.awaitChange(change, POLL_MS);
      }
    }
  }

  /** Whether the patience is over. */
  private boolean isOver() {
    return System.nanoTime() > deadline;
  }

  private boolean leaveOutWhatWaits() {
    boolean some = false;
    for (Lane lane : lanes) {
      if (lane.isIdle()) continue;
      lane.leaveOut();
      some = true;
    }
    return some;
  }

  // --- what is known to be missing ------------------------------------------------------------------------------

  private List<String> missing() {
    List<String> missing = new ArrayList<>();
    for (Lane lane : lanes) if (!lane.isIdle() && !lane.isStuck()) missing.add("a call that has not returned");
    if (world.timers.someAreDue()) missing.add("a timer that is due");
    world.outcomes.pollHandles();
    for (Open open : world.outcomes.all()) if (isMissing(open)) missing.add("the outcome of operation " + open.op());
    for (Open handle : world.outcomes.handles())
      if (world.outcomes.endedForMs(handle) < ANSWER_GRACE_MS) missing.add("the handle of task " + handle.op());
    for (Conformance endpoint : world.registered())
      if (isEnding(endpoint)) missing.add("the termination of endpoint " + endpoint.number);
    world.closing().forEach((service, closed) -> {
      if (!closed.isDone() && isEnding(service)) missing.add("the end of a closed service");
    });
    world.doomed().forEach((service, since) -> {
      if (!service.isGone() && world.recorder.now() - since < DOOM_MS) missing.add("the end of a doomed service");
    });
    return missing;
  }

  private boolean isMissing(Open open) {
    if (open.future().isDone()) return true;
    if (open.from().isGone() && goneForMs(open.from()) > GONE_GRACE_MS) return false;
    if (open.isConnect()) return !someHold() || System.nanoTime() - beganAt < HELD_CONNECT_NANOSECONDS;
    if (!open.isAsk()) return false;
    if (world.timers.mayStillCome(open.dueAtMs())) return true;
    double finishedForMs = world.works.finishedForMs(open.op());
    return finishedForMs >= 0 && finishedForMs < ANSWER_GRACE_MS;
  }

  private boolean someHold() {
    for (Conformance endpoint : world.registered()) if (endpoint.holding) return true;
    return false;
  }

  /** Whether an endpoint has stopped handling messages, but its termination future is open and will complete. */
  private boolean isEnding(Conformance endpoint) {
    if (endpoint.endpoint().getTerminationFuture().isDone()) return false;
    if (endpoint.service.isGone()) return goneForMs(endpoint.service) < GONE_GRACE_MS;
    return endpoint.unreachable || hasFailed(endpoint.service);
  }

  private double goneForMs(FlinkService service) {
    double now = world.recorder.now();
    return now - goneAtMs.computeIfAbsent(service, first -> now);
  }

  /** Whether an endpoint has failed, which brings the whole service down. */
  private boolean hasFailed(FlinkService service) {
    for (Conformance endpoint : world.registered())
      if (endpoint.service == service && endpoint.tookServiceDown()) return true;
    return false;
  }

  /** Whether a handler holds a main thread of the service: its actor system does not end before that handler has. */
  private boolean isHeld(FlinkService service) {
    for (Conformance endpoint : world.registered()) if (endpoint.service == service && endpoint.holding) return true;
    return false;
  }

  /** Whether a service that was told to close goes on to do so: nobody keeps it up, or somebody ended with an error. */
  private boolean isEnding(FlinkService service) {
    if (service.isGone()) return goneForMs(service) < GONE_GRACE_MS;
    if (isHeld(service)) return false;
    boolean kept = false;
    for (Conformance endpoint : world.registered()) {
      if (endpoint.service != service || endpoint.closedAlone) continue;
      CompletableFuture<Void> termination = endpoint.endpoint().getTerminationFuture();
      if (termination.isCompletedExceptionally()) return true;
      if (!termination.isDone()) kept = true;
    }
    return !kept;
  }

  // --- handshakes -----------------------------------------------------------------------------------------------

  /** A handshake on its way. One that a link has lost is sent again: what was sent before it is lost as well, or came. */
  private final class Handshake {
    private final FlinkService from;
    private final Conformance to;
    private final Supplier<CompletableFuture<Object>> send;
    private CompletableFuture<Object> answer;

    /**
     * @param from the service that sends it
     * @param to whose answer it is; null for nobody's in particular
     */
    Handshake(FlinkService from, Conformance to, Supplier<CompletableFuture<Object>> send) {
      this.from = from;
      this.to = to;
      this.send = send;
      answer = sent();
    }

    private CompletableFuture<Object> sent() {
      try {
        return send.get();
      } catch (RuntimeException systemIsEnding) {
        return CompletableFuture.failedFuture(systemIsEnding);
      }
    }

    boolean isNearby() {
      return to != null && to.service == from;
    }

    /** Whether no answer needs to come. What has ended answers its own service no more; a link is answered for it. */
    boolean isExcused() {
      if (from.isGone()) return true;
      if (to == null) return false;
      return to.holding || to.service.isGone() || (isNearby() && to.endpoint().getTerminationFuture().isDone());
    }

    /** Waits a little. */
    boolean isAnswered() throws InterruptedException {
      try {
        answer.get(POLL_MS, TimeUnit.MILLISECONDS);
        return true;
      } catch (TimeoutException notYet) {
        return false;
      } catch (ExecutionException failure) {
        if (isNearby() || !Errors.codeOf(Errors.stripped(failure)).equals("ask-timeout")) return true;
        answer = sent();
        return false;
      }
    }
  }

  private List<String> exchangeHandshakes() throws InterruptedException {
    List<String> missing = new ArrayList<>();
    for (Handshake handshake : sendHandshakes()) {
      while (!handshake.isExcused() && !handshake.isAnswered()) {
        if (!isOver()) continue;
        missing.add("the answer of an endpoint to a handshake");
        return missing;
      }
      if (handshake.isNearby() && handshake.answer.isCompletedExceptionally() && !handshake.to.unreachable) {
        handshake.to.unreachable = true;
        missing.add("the termination of endpoint " + handshake.to.number);
      }
    }
    return missing;
  }

  private List<Handshake> sendHandshakes() {
    List<Handshake> sent = new ArrayList<>();
    Set<FlinkService> withDead = new HashSet<>();
    for (Conformance endpoint : world.registered()) {
      FlinkService service = endpoint.service;
      if (endpoint.holding || service.isGone()) continue;
      if (endpoint.unreachable || endpoint.endpoint().getTerminationFuture().isDone()) withDead.add(service);
      else
        sent.add(new Handshake(service, endpoint, () -> service.ask(endpoint.server(), shake(), NEARBY_LIMIT_MS)));
    }
    // What was queued at an endpoint when it ended is answered by the actor for dead letters, one after the other.
    for (FlinkService service : withDead)
      if (!hasFailed(service))
        sent.add(new Handshake(service, null, () -> service.askNobody(shake(), NEARBY_LIMIT_MS)));
    for (Gateway gateway : world.gateways.all()) {
      Conformance target = gateway.target();
      FlinkService from = gateway.service();
      if (!gateway.isRemote() || from.isGone()) continue;
      if (target != null && (target.holding || target.service.isGone())) continue;
      sent.add(new Handshake(from, target, () -> from.ask(gateway.proxy(), shake(), FAR_LIMIT_MS)));
    }
    return sent;
  }

  private static RemoteHandshakeMessage shake() {
    return new RemoteHandshakeMessage(RpcGateway.class, VersionWindow.ORDINARY);
  }
}
