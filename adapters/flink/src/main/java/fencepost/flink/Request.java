package fencepost.flink;

import com.fasterxml.jackson.databind.JsonNode;
import fencepost.flink.OpenOutcomes.Open;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.function.BiConsumer;
import org.apache.flink.runtime.rpc.FencedRpcEndpoint;

/**
 * An operation to be prepared: its fields, and the ways in which it can come out.
 *
 * @param nested whether a script contains it
 */
record Request(World world, int op, String type, JsonNode operation, boolean nested) {
  JsonNode field(String name) {
    return operation.get(name);
  }

  int number(String name) {
    return operation.get(name).asInt();
  }

  String text(String name) {
    return operation.get(name).asText();
  }

  boolean flag(String name) {
    return operation.get(name).asBoolean();
  }

  // --- references -----------------------------------------------------------------------------------------------

  Conformance endpoint() throws NotNow {
    return endpoint(field("endpoint"));
  }

  Conformance endpoint(JsonNode number) throws NotNow {
    return world.endpoint(number, nested);
  }

  FlinkService service() {
    return world.service(field("service"));
  }

  Executor executor() throws NotNow {
    return world.executors.get(number("executor"));
  }

  /** What a call goes to: a gateway, or the self gateway of an endpoint. */
  Gateway target() throws NotNow {
    JsonNode target = field("target");
    return target.has("self") ? selfGateway(endpoint(target.get("self"))) : world.gateways.get(target.get("gateway").asInt());
  }

  private static Gateway selfGateway(Conformance endpoint) {
    boolean isFenced = endpoint.endpoint() instanceof FencedRpcEndpoint;
    Token token = ((ConformanceGateway) endpoint.endpoint()).getFencingToken();
    ConformanceGateway proxy = endpoint.endpoint().getSelfGateway(ConformanceGateway.class);
    return new Gateway(proxy, endpoint.serviceNumber, endpoint.service, isFenced, token, endpoint);
  }

  // --- outcomes -------------------------------------------------------------------------------------------------

  /** The operation has returned nothing. */
  void returns() {
    returns(null);
  }

  /** The operation has returned a value. */
  void returns(Object value) {
    world.recordValue(op, value);
  }

  /**
   * The outcome is that of a future.
   *
   * @param from the service that waits for it
   * @param limitMs when it fails at the latest
   */
  void settles(CompletableFuture<?> future, FlinkService from, double limitMs) {
    settles(future, from, limitMs, (value, failure) -> {});
  }

  /** The outcome is that of a future; once it is recorded somebody is told. */
  <T> void settles(
      CompletableFuture<T> future, FlinkService from, double limitMs, BiConsumer<T, Throwable> then) {
    double dueAtMs = world.recorder.now() + limitMs;
    world.recordLater(new Open(op, type, future, from, dueAtMs), future, then);
  }

  /** The outcome is that of the handle of a task. */
  void settles(ScheduledFuture<?> handle, FlinkService from) {
    world.scheduled.put(op, handle);
    world.outcomes.addHandle(new Open(op, type, handle, from, Double.POSITIVE_INFINITY));
  }
}
