package org.apache.flink.runtime.rpc.pekko;

import fencepost.flink.FlinkService;
import fencepost.flink.ServiceSpecification;
import fencepost.flink.VersionWindow;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RpcOptions;
import org.apache.flink.runtime.concurrent.pekko.ScalaFutureUtils;
import org.apache.flink.runtime.rpc.RpcGateway;
import org.apache.flink.runtime.rpc.RpcService;
import org.apache.flink.runtime.rpc.RpcSystem;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.pattern.Patterns;

/** A service on Pekko. It is in this package because the builder of services is. */
public final class PekkoService extends FlinkService {
  private static final String ANY_PORT = "0";

  private final Configuration configuration = new Configuration();
  private final PekkoRpcService service;

  public PekkoService(ServiceSpecification specification) throws Exception {
    super(specification);
    configuration.set(RpcOptions.ASK_TIMEOUT_DURATION, Duration.ofNanos((long) (specification.askTimeoutMs() * 1e6)));
    configuration.set(RpcOptions.CAPTURE_ASK_CALLSTACK, specification.captureCallStacks());
    configuration.set(RpcOptions.FRAMESIZE, specification.frameBytes() + "b");
    configuration.set(RpcOptions.FORCE_RPC_INVOCATION_SERIALIZATION, specification.forceSerialization());
    PekkoRpcServiceUtils.PekkoRpcServiceBuilder builder =
        specification.remote()
            ? PekkoRpcServiceUtils.remoteServiceBuilder(configuration, LOOPBACK, ANY_PORT).withBindAddress(LOOPBACK)
            : PekkoRpcServiceUtils.localServiceBuilder(configuration);
    builder.withExecutorConfiguration(
        new RpcSystem.ForkJoinExecutorConfiguration(1, HANDLER_THREADS, HANDLER_THREADS));
    service = builder.createAndStart((system, settings, loader) -> new VersionedService(system, settings, versions));
  }

  /** Shakes hands with the version that the window tells. */
  private static final class VersionedService extends PekkoRpcService {
    private final VersionWindow versions;

    VersionedService(ActorSystem system, PekkoRpcServiceConfiguration settings, VersionWindow versions) {
      super(system, settings);
      this.versions = versions;
    }

    @Override
    protected int getVersion() {
      return versions.current();
    }
  }

  @Override
  public RpcService rpc() {
    return service;
  }

  @Override
  public Configuration configuration() {
    return configuration;
  }

  @Override
  public RpcSystem system() {
    return new PekkoRpcSystem();
  }

  @Override
  public CompletableFuture<Void> close() {
    return service.closeAsync();
  }

  @Override
  public boolean isGone() {
    return service.getActorSystem().whenTerminated().isCompleted();
  }

  @Override
  public void kill() {
    service.getActorSystem().terminate();
  }

  @Override
  protected String localAddressOf(String name) {
    return PekkoRpcServiceUtils.getLocalRpcUrl(name);
  }

  @Override
  public CompletableFuture<Object> ask(RpcGateway gateway, Object message, double limitMs) {
    return ScalaFutureUtils.<Object, Object>toJava(Patterns.ask(targetOf(gateway), message, (long) limitMs))
        .thenApply(PekkoService::decoded);
  }

  @Override
  public CompletableFuture<Object> askNobody(Object message, double limitMs) {
    return ScalaFutureUtils.toJava(
        Patterns.ask(service.getActorSystem().actorSelection("/user/rpc/" + NOBODY), message, (long) limitMs));
  }

  @Override
  public void tell(RpcGateway gateway, Object message) {
    targetOf(gateway).tell(message, ActorRef.noSender());
  }

  @Override
  public void control(RpcGateway server, String kind) {
    tell(server, ControlMessages.valueOf(kind.toUpperCase(Locale.ROOT)));
  }

  private static ActorRef targetOf(RpcGateway gateway) {
    return ((PekkoBasedEndpoint) Proxy.getInvocationHandler(gateway)).getActorRef();
  }

  /** What a gateway makes of an answer from another service. */
  private static Object decoded(Object answer) {
    if (!(answer instanceof RpcSerializedValue serialized)) return answer;
    try {
      return serialized.deserializeValue(PekkoService.class.getClassLoader());
    } catch (Exception failure) {
      throw new CompletionException(failure);
    }
  }
}
