package fencepost.flink;

import java.lang.reflect.Method;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.flink.runtime.rpc.EndpointAccess;
import org.apache.flink.runtime.rpc.FencedRpcEndpoint;
import org.apache.flink.runtime.rpc.MainThreadExecutable;
import org.apache.flink.runtime.rpc.RpcEndpoint;
import org.apache.flink.util.concurrent.ScheduledExecutor;

/** Run-async, call-async and the main-thread executor. */
final class MainThreadOperations {
  private MainThreadOperations() {}

  // --- run-async and call-async ---------------------------------------------------------------------------------

  static Act runAsync(Request request) throws NotNow {
    Conformance endpoint = request.endpoint();
    World world = request.world();
    long delayMs = Limits.delayMs(request.field("delayMs"));
    boolean unfenced = isUnfenced(request, endpoint);
    Runnable work = () -> world.works.run(endpoint, "run", request.op());
    return () -> {
      if (delayMs > 0) world.timers.arm(request.op(), delayMs);
      if (unfenced) EndpointAccess.runAsyncWithoutFencing((FencedRpcEndpoint<?>) endpoint.endpoint(), work);
      else if (delayMs == 0) EndpointAccess.runAsync(endpoint.endpoint(), work);
      else endpoint.server().scheduleRunAsync(work, delayMs);
      request.returns();
    };
  }

  /** Whether the token is to be left out; only fenced endpoints have one. */
  private static boolean isUnfenced(Request request, Conformance endpoint) throws NotNow {
    if (!request.flag("unfenced") || !(endpoint.endpoint() instanceof FencedRpcEndpoint)) return false;
    if (!Era.HAS_MUTABLE_TOKENS) throw NotNow.never("main-thread work without fencing");
    return true;
  }

  static Act runAsyncNull(Request request) throws NotNow {
    RpcEndpoint endpoint = request.endpoint().endpoint();
    return () -> {
      EndpointAccess.runAsync(endpoint, null);
      request.returns();
    };
  }

  /** The handler behind a gateway has the methods although the gateway does not show them. */
  private static MainThreadExecutable behind(Request request) throws NotNow {
    Gateway gateway = request.world().gateways.get(request.number("gateway"));
    return (MainThreadExecutable) java.lang.reflect.Proxy.getInvocationHandler(gateway.proxy());
  }

  static Act runAsyncRemote(Request request) throws NotNow {
    MainThreadExecutable handler = behind(request);
    return () -> {
      handler.runAsync(() -> {});
      request.returns();
    };
  }

  static Act callAsyncRemote(Request request) throws NotNow {
    MainThreadExecutable handler = behind(request);
    return () -> {
      callAsync(handler, request::op, Era.limit(1));
      request.returns();
    };
  }

  static Act callAsync(Request request) throws NotNow {
    Conformance endpoint = request.endpoint();
    boolean unfenced = isUnfenced(request, endpoint);
    double askTimeoutMs = endpoint.service.specification().askTimeoutMs();
    Object limit = Limits.argument(request.field("timeout"), askTimeoutMs);
    Callable<Object> work = () -> request.world().works.run(endpoint, "callable", request.op());
    return () -> {
      CompletableFuture<?> future =
          unfenced
              ? EndpointAccess.callAsyncWithoutFencing((FencedRpcEndpoint<?>) endpoint.endpoint(), work, limit)
              : callAsync(endpoint.server(), work, limit);
      request.settles(awaited(future), endpoint.service, Limits.milliseconds(request.field("timeout"), askTimeoutMs));
    };
  }

  /** The type of the limit differs between versions, and scenarios pass what is no limit. */
  private static CompletableFuture<?> callAsync(MainThreadExecutable executable, Callable<?> work, Object limit)
      throws Exception {
    for (Method method : MainThreadExecutable.class.getMethods())
      if (method.getName().equals("callAsync"))
        return (CompletableFuture<?>) method.invoke(executable, work, limit);
    throw new NoSuchMethodException("callAsync");
  }

  /** Flink does not await a future that the callable returned: it is the result, and what it will be is unknown. */
  private static CompletableFuture<Object> awaited(CompletableFuture<?> future) {
    return future.thenApply(value -> value instanceof CompletableFuture<?> inner ? inner.getNow(null) : value);
  }

  // --- the main-thread executor ---------------------------------------------------------------------------------

  static Act obtainExecutor(Request request) throws NotNow {
    Conformance endpoint = request.endpoint();
    boolean unfenced = isUnfenced(request, endpoint);
    return () -> {
      Executor executor = unfenced ? withoutFencing(endpoint) : ordinary(endpoint);
      request.returns();
      request.world().executors.put(request.number("executor"), executor);
    };
  }

  private static Executor ordinary(Conformance endpoint) {
    ScheduledExecutor executor = EndpointAccess.mainThreadExecutor(endpoint.endpoint());
    return new Executor(executor, executor, endpoint);
  }

  private static Executor withoutFencing(Conformance endpoint) {
    return new Executor(
        EndpointAccess.mainThreadExecutorWithoutFencing((FencedRpcEndpoint<?>) endpoint.endpoint()), null, endpoint);
  }

  static Act execute(Request request) throws NotNow {
    Executor executor = request.executor();
    return () -> {
      executor.plain().execute(() -> request.world().works.run(executor.endpoint(), "run", request.op()));
      request.returns();
    };
  }

  private static ScheduledExecutor scheduling(Request request) throws NotNow {
    ScheduledExecutor executor = request.executor().scheduled();
    if (executor == null) throw NotNow.never("scheduling without fencing");
    return executor;
  }

  static Act schedule(Request request) throws NotNow {
    ScheduledExecutor executor = scheduling(request);
    Conformance endpoint = request.executor().endpoint();
    World world = request.world();
    long delayMs = Limits.delayMs(request.field("delayMs"));
    Callable<Object> work =
        () -> {
          try {
            return world.works.run(endpoint, "run", request.op());
          } finally {
            world.outcomes.taskEnded(request.op());
          }
        };
    return () -> {
      world.timers.arm(request.op(), delayMs);
      ScheduledFuture<?> handle =
          request.flag("callable")
              ? executor.schedule(work, delayMs, TimeUnit.MILLISECONDS)
              : executor.schedule(running(work), delayMs, TimeUnit.MILLISECONDS);
      request.settles(handle, endpoint.service);
    };
  }

  private static Runnable running(Callable<Object> work) {
    return () -> {
      try {
        work.call();
      } catch (Exception failure) {
        throw ScriptedFailures.<RuntimeException>raise(failure);
      }
    };
  }

  static Act schedulePeriodically(Request request) throws NotNow {
    ScheduledExecutor executor = scheduling(request);
    return () -> {
      if (request.text("mode").equals("rate")) executor.scheduleAtFixedRate(() -> {}, 1, 1, TimeUnit.SECONDS);
      else executor.scheduleWithFixedDelay(() -> {}, 1, 1, TimeUnit.SECONDS);
      request.returns();
    };
  }

  static Act cancel(Request request) throws NotNow {
    int task = request.number("scheduled");
    Future<?> handle = request.world().scheduled.get(task);
    return () -> {
      handle.cancel(false);
      request.world().timers.disarm(task);
      request.returns();
    };
  }
}
