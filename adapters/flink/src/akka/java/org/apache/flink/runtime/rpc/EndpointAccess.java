package org.apache.flink.runtime.rpc;

import java.io.Closeable;
import java.io.Serializable;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.apache.flink.api.common.time.Time;
import org.apache.flink.util.concurrent.ScheduledExecutor;

/** What endpoints offer to their subclasses and to this package; scenarios use it from outside. */
public final class EndpointAccess {
  private EndpointAccess() {}

  public static RpcServer server(RpcEndpoint endpoint) {
    return endpoint.rpcServer;
  }

  public static void stop(RpcEndpoint endpoint) {
    endpoint.stop();
  }

  public static boolean isRunning(RpcEndpoint endpoint) {
    return endpoint.isRunning();
  }

  public static void runAsync(RpcEndpoint endpoint, Runnable runnable) {
    endpoint.runAsync(runnable);
  }

  public static ScheduledExecutor mainThreadExecutor(RpcEndpoint endpoint) {
    return endpoint.getMainThreadExecutor();
  }

  @SuppressWarnings("unchecked")
  public static <F extends Serializable> void setFencingToken(FencedRpcEndpoint<?> endpoint, F token) {
    ((FencedRpcEndpoint<F>) endpoint).setFencingToken(token);
  }

  public static void runAsyncWithoutFencing(FencedRpcEndpoint<?> endpoint, Runnable runnable) {
    endpoint.runAsyncWithoutFencing(runnable);
  }

  /** @throws ClassCastException if the limit is none */
  public static CompletableFuture<?> callAsyncWithoutFencing(
      FencedRpcEndpoint<?> endpoint, Callable<?> callable, Object limit) {
    return endpoint.callAsyncWithoutFencing(callable, (Time) limit);
  }

  public static Executor mainThreadExecutorWithoutFencing(FencedRpcEndpoint<?> endpoint) {
    return endpoint.getUnfencedMainThreadExecutor();
  }

  // --- endpoints have resources since 1.16: nobody calls these, the capability is missing ---------------------------

  public static void registerResource(RpcEndpoint endpoint, Closeable resource) {
    throw new IllegalStateException("endpoints have no resources in this version of Flink");
  }

  public static boolean unregisterResource(RpcEndpoint endpoint, Closeable resource) {
    throw new IllegalStateException("endpoints have no resources in this version of Flink");
  }
}
