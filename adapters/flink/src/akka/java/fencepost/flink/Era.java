package fencepost.flink;

import akka.pattern.AskTimeoutException;
import java.util.List;
import org.apache.flink.api.common.time.Time;
import org.apache.flink.configuration.AkkaOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.rpc.RpcService;
import org.apache.flink.runtime.rpc.RpcSystem;
import org.apache.flink.runtime.rpc.akka.AkkaRpcServiceConfiguration;
import org.apache.flink.runtime.rpc.akka.AkkaRpcSystem;
import org.apache.flink.runtime.rpc.akka.AkkaService;

/** What differs between the eras of Flink; this is the one of Akka, in which tokens can be replaced. */
final class Era {
  private Era() {}

  /**
   * What the rules ask for and Flink has. Resources, forced serialization and timers of executors came with 1.16;
   * before, a null from onStop took the endpoint and its service down (FB-057).
   */
  static final List<String> CAPABILITIES =
      List.of(
          "remote-service",
          "mutable-token",
          "blocking-call",
          "blocking-handler",
          "call-stack-capture",
          "fault-injection",
          "raw-messages",
          "wildcard-address",
          "fencing",
          "queued-messages",
          "scripted-work",
          "scripted-hooks",
          "main-thread",
          "timeouts",
          "service-closing",
          "generated-names",
          "queries",
          "overloaded-methods",
          "serialization",
          "service-executor");

  /** Whether tokens can be replaced, and work can leave them out. */
  static final boolean HAS_MUTABLE_TOKENS = true;

  /** How addresses begin. */
  static final String SCHEME = "akka";

  /** A limit as methods of gateways and call-async take it: whole milliseconds. */
  static Object limit(double milliseconds) {
    return Time.milliseconds((long) milliseconds);
  }

  static Throwable askTimeout(String message) {
    return new AskTimeoutException(message);
  }

  static FlinkService newService(ServiceSpecification specification) throws Exception {
    return new AkkaService(specification);
  }

  static RpcSystem newSystem() {
    return new AkkaRpcSystem();
  }

  /** The frame size that a service has when it is configured with so many bytes. */
  static long frameBytesOf(String bytes) {
    Configuration configuration = new Configuration().set(AkkaOptions.FRAMESIZE, bytes + "b");
    return AkkaRpcServiceConfiguration.fromConfiguration(configuration).getMaximumFramesize();
  }

  static void constructPermanentlyFenced(RpcService service, String name, Token token, Conformance conformance) {
    if (name == null) new PermanentlyFencedEndpoint(service, token, conformance);
    else new PermanentlyFencedEndpoint(service, name, token, conformance);
  }
}
