package fencepost.flink;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.runtime.rpc.RpcEndpoint;
import org.apache.flink.runtime.rpc.RpcServer;

/**
 * What a conformance endpoint of a scenario is and does, plain or fenced: its hooks and the handlers of its methods,
 * which carry out the scripts of the scenario.
 */
final class Conformance {
  /** The number of the endpoint. */
  final int number;

  /** The operation that created it; failures of its hooks are named after it. */
  final int creation;

  /** The number of its service, and the service. */
  final int serviceNumber;

  final FlinkService service;

  /** The operation {@code create-endpoint}. */
  private final JsonNode operation;

  private final World world;
  private volatile RpcEndpoint endpoint;

  /** A handler holds the main thread until a release. */
  volatile boolean holding;

  /** It was closed on its own, before its service: the service waits for it no more. */
  volatile boolean closedAlone;

  /** It has answered a handshake of its own service with an error: it has stopped, or is about to. */
  volatile boolean unreachable;

  Conformance(World world, int creation, JsonNode operation) {
    this.world = world;
    this.creation = creation;
    this.operation = operation;
    this.number = operation.get("endpoint").asInt();
    this.serviceNumber = operation.get("service").asInt();
    this.service = world.service(serviceNumber);
  }

  // --- construction ---------------------------------------------------------------------------------------------

  /** What the constructor of the subclass does once that of Flink has run. */
  void constructed(RpcEndpoint constructed) {
    endpoint = constructed;
    world.constructed(this);
    int resources = operation.get("resources").asInt();
    for (int resource = 0; resource < resources; resource += 1)
      Resources.register(constructed, world.resources.get(this, resource));
    world.carryOutAll(operation.get("constructing"), world.performerOf(creation));
    if (operation.get("constructorThrows").asBoolean())
      throw ScriptedFailures.<RuntimeException>raise(ScriptedFailures.failureOf(creation));
  }

  RpcEndpoint endpoint() {
    return endpoint;
  }

  RpcServer server() {
    return org.apache.flink.runtime.rpc.EndpointAccess.server(endpoint);
  }

  /** Whether a resource of this number fails to close. */
  boolean failsToClose(int resource) {
    JsonNode number = operation.get("resourceThatThrows");
    return number.isNumber() && number.asInt() == resource;
  }

  /** Whether it has ended in a way that ends its service. */
  boolean tookServiceDown() {
    CompletableFuture<Void> termination = endpoint.getTerminationFuture();
    if (!termination.isCompletedExceptionally()) return false;
    try {
      termination.getNow(null);
      return false;
    } catch (RuntimeException failure) {
      String code = Errors.codeOf(Errors.stripped(failure));
      return code.equals("endpoint-failed") || code.equals("sibling-failed");
    }
  }

  // --- hooks ----------------------------------------------------------------------------------------------------

  void onStart() throws Exception {
    JsonNode hook = operation.get("onStart");
    boolean fails = hook.get("end").asText().equals("throw");
    beginHook("start", hook);
    world.recorder.end(number, "start", number, fails ? "throw" : "return");
    if (fails) throw ScriptedFailures.failureOf(creation);
  }

  CompletableFuture<Void> onStop() {
    JsonNode hook = operation.get("onStop");
    String ending = hook.get("end").asText();
    beginHook("stop", hook);
    world.recorder.end(number, "stop", number, howHookEnds(ending));
    return switch (ending) {
      case "throw" -> throw ScriptedFailures.<RuntimeException>raise(ScriptedFailures.failureOf(creation));
      case "null" -> null;
      case "later" -> world.works.stopOf(number);
      case "failed" -> CompletableFuture.failedFuture(ScriptedFailures.failureOf(creation));
      default -> CompletableFuture.completedFuture(null);
    };
  }

  private void beginHook(String role, JsonNode hook) {
    world.recorder.begin(number, role, number);
    world.carryOutAll(hook.get("nested"), number);
  }

  private static String howHookEnds(String ending) {
    return ending.equals("throw") || ending.equals("null") ? ending : "future";
  }

  // --- methods --------------------------------------------------------------------------------------------------

  void tell(int op) {
    world.works.run(this, "call", op);
  }

  /** The answer of a method: the future that the script returns, or its value in a complete one. */
  @SuppressWarnings("unchecked")
  CompletableFuture<Object> ask(int op) {
    Object value = world.works.run(this, "call", op);
    return value instanceof CompletableFuture
        ? (CompletableFuture<Object>) value
        : CompletableFuture.completedFuture(value);
  }

  /** The same; where the script would return its number, the name of the method is returned. */
  CompletableFuture<Object> overloaded(int op, String name) {
    return ask(op).thenApply(value -> Integer.valueOf(op).equals(value) ? name : value);
  }
}
