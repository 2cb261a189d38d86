package fencepost.flink;

import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RpcOptions;
import org.apache.flink.runtime.rpc.RpcService;
import org.apache.flink.runtime.rpc.RpcSystem;
import org.apache.flink.runtime.rpc.pekko.PekkoRpcServiceConfiguration;
import org.apache.flink.runtime.rpc.pekko.PekkoRpcSystem;
import org.apache.flink.runtime.rpc.pekko.PekkoService;
import org.apache.pekko.pattern.AskTimeoutException;

/** What differs between the eras of Flink; this is the present one: Pekko, and tokens that never change. */
final class Era {
  private Era() {}

  /** What the rules ask for and Flink has. */
  static final List<String> CAPABILITIES =
      List.of(
          "remote-service",
          "immutable-token",
          "blocking-call",
          "blocking-handler",
          "call-stack-capture",
          "forced-serialization",
          "fault-injection",
          "raw-messages",
          "wildcard-address",
          "fencing",
          "queued-messages",
          "scripted-work",
          "scripted-hooks",
          "null-from-hooks",
          "main-thread",
          "scheduled-tasks",
          "timeouts",
          "service-closing",
          "resources",
          "generated-names",
          "queries",
          "overloaded-methods",
          "serialization",
          "service-executor");

  /** Whether tokens can be replaced, and work can leave them out. */
  static final boolean HAS_MUTABLE_TOKENS = false;

  /** How addresses begin. */
  static final String SCHEME = "pekko";

  /** A limit as methods of gateways and call-async take it. */
  static Object limit(double milliseconds) {
    return milliseconds > Long.MAX_VALUE / 1e6
        ? Duration.ofMillis((long) milliseconds)
        : Duration.ofNanos((long) (milliseconds * 1e6));
  }

  static Throwable askTimeout(String message) {
    return new AskTimeoutException(message);
  }

  static FlinkService newService(ServiceSpecification specification) throws Exception {
    return new PekkoService(specification);
  }

  static RpcSystem newSystem() {
    return new PekkoRpcSystem();
  }

  /** The frame size that a service has when it is configured with so many bytes. */
  static long frameBytesOf(String bytes) {
    Configuration configuration = new Configuration().set(RpcOptions.FRAMESIZE, bytes + "b");
    return PekkoRpcServiceConfiguration.fromConfiguration(configuration).getMaximumFramesize();
  }

  /** Every fenced endpoint is permanently fenced. */
  static void constructPermanentlyFenced(RpcService service, String name, Token token, Conformance conformance) {
    if (name == null) new FencedEndpoint(service, token, conformance);
    else new FencedEndpoint(service, name, token, conformance);
  }
}
