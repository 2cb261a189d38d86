package fencepost.flink;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.rpc.AddressResolution;
import org.apache.flink.runtime.rpc.RpcServiceUtils;
import org.apache.flink.runtime.rpc.RpcSystem;
import org.apache.flink.util.NetUtils;
import org.apache.flink.util.concurrent.ScheduledExecutor;

/** Services: their end, their executor, and the pure functions of their library. */
final class ServiceOperations {
  private ServiceOperations() {}

  static Act stopServer(Request request) throws NotNow {
    Conformance endpoint = request.endpoint();
    FlinkService service = request.service();
    return () -> {
      if (service == endpoint.service && !request.world().closing().containsKey(service)) endpoint.closedAlone = true;
      service.rpc().stopServer(endpoint.server());
      request.returns();
    };
  }

  static Act close(Request request) throws NotNow {
    if (!request.field("timeoutMs").isNull()) throw NotNow.never("a limit for closing a service");
    FlinkService service = request.service();
    return () -> {
      CompletableFuture<Void> closed = service.close();
      request.world().closes(service, closed);
      request.settles(closed, service, Double.POSITIVE_INFINITY);
    };
  }

  // --- the executor ---------------------------------------------------------------------------------------------

  /** The number that stands for "no endpoint" in events. */
  private static final int NO_ENDPOINT = 0;

  static Act schedule(Request request) {
    ScheduledExecutor executor = request.service().rpc().getScheduledExecutor();
    long delayMs = Limits.delayMs(request.field("delayMs"));
    JsonNode period = request.field("periodMs");
    Runnable work = task(request);
    return () -> {
      request.world().timers.arm(request.op(), delayMs);
      ScheduledFuture<?> handle;
      if (period.isNull()) handle = executor.schedule(work, delayMs, TimeUnit.MILLISECONDS);
      else if (request.text("mode").equals("rate"))
        handle = executor.scheduleAtFixedRate(work, delayMs, period.asLong(), TimeUnit.MILLISECONDS);
      else handle = executor.scheduleWithFixedDelay(work, delayMs, period.asLong(), TimeUnit.MILLISECONDS);
      request.settles(handle, request.service());
    };
  }

  private static Runnable task(Request request) {
    World world = request.world();
    int throwsAtRun = request.number("throwsAtRun");
    boolean once = request.field("periodMs").isNull();
    AtomicInteger runs = new AtomicInteger();
    return () -> {
      boolean fails = runs.incrementAndGet() == throwsAtRun;
      world.timers.disarm(request.op());
      world.recorder.begin(NO_ENDPOINT, "service-task", request.op());
      world.recorder.end(NO_ENDPOINT, "service-task", request.op(), fails ? "throw" : "return");
      if (fails || once) world.outcomes.taskEnded(request.op());
      if (fails) throw ScriptedFailures.<RuntimeException>raise(ScriptedFailures.failureOf(request.op()));
    };
  }

  // --- pure functions -------------------------------------------------------------------------------------------

  static Act evaluate(Request request) throws NotNow {
    JsonNode arguments = request.field("arguments");
    RpcSystem system = Era.newSystem();
    return switch (request.text("utility")) {
      case "remote-address" ->
          () ->
              request.returns(
                  system.getRpcUrl(
                      text(arguments.get(0)),
                      arguments.get(1).asInt(),
                      text(arguments.get(2)),
                      AddressResolution.NO_ADDRESS_RESOLUTION,
                      new Configuration()));
      case "host-and-port" -> () -> request.returns(hostAndPort(system, text(arguments.get(0))));
      case "normalize-host" ->
          () -> request.returns(NetUtils.unresolvedHostToNormalizedString(text(arguments.get(0))));
      case "random-name" -> () -> request.returns(RpcServiceUtils.createRandomName(text(arguments.get(0))));
      case "wildcard-name" -> () -> request.returns(RpcServiceUtils.createWildcardName(text(arguments.get(0))));
      case "frame-size" -> () -> request.returns(Era.frameBytesOf(arguments.get(0).asText()));
      default -> throw NotNow.never("function " + request.text("utility"));
    };
  }

  private static String text(JsonNode node) {
    return node.isNull() ? null : node.asText();
  }

  private static String hostAndPort(RpcSystem system, String address) throws Exception {
    InetSocketAddress socketAddress = system.getInetSocketAddressFromRpcUrl(address);
    return NetUtils.unresolvedHostAndPortToNormalizedString(socketAddress.getHostString(), socketAddress.getPort());
  }
}
