package org.apache.flink.runtime.rpc;

import java.io.Closeable;
import java.io.Serializable;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
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

  public static void registerResource(RpcEndpoint endpoint, Closeable resource) {
    endpoint.registerResource(resource);
  }

  public static boolean unregisterResource(RpcEndpoint endpoint, Closeable resource) {
    return endpoint.unregisterResource(resource);
  }

  // --- what went with mutable tokens: nobody calls these, see Era.HAS_MUTABLE_TOKENS --------------------------------

  public static <F extends Serializable> void setFencingToken(FencedRpcEndpoint<?> endpoint, F token) {
    throw new IllegalStateException("tokens never change in this version of Flink");
  }

  public static void runAsyncWithoutFencing(FencedRpcEndpoint<?> endpoint, Runnable runnable) {
    throw new IllegalStateException("there is no work without fencing in this version of Flink");
  }

  public static CompletableFuture<?> callAsyncWithoutFencing(
      FencedRpcEndpoint<?> endpoint, Callable<?> callable, Object limit) {
    throw new IllegalStateException("there is no work without fencing in this version of Flink");
  }

  public static Executor mainThreadExecutorWithoutFencing(FencedRpcEndpoint<?> endpoint) {
    throw new IllegalStateException("there is no executor without fencing in this version of Flink");
  }
}
