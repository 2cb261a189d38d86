package fencepost.flink;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Calls of Flink that may block for ever: a service whose supervisor dies while it creates an endpoint keeps its lock. */
final class Background {
  private Background() {}

  /**
   * Makes a call on a thread of its own.
   *
   * @return what the future that the call returns becomes; open for ever, if the call does not return
   */
  static <T> CompletableFuture<T> call(String name, Supplier<CompletableFuture<T>> call) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread thread = new Thread(() -> relay(call, result), name);
    thread.setDaemon(true);
    thread.start();
    return result;
  }

  private static <T> void relay(Supplier<CompletableFuture<T>> call, CompletableFuture<T> result) {
    try {
      call.get()
          .whenComplete(
              (value, failure) -> {
                if (failure == null) result.complete(value);
                else result.completeExceptionally(failure);
              });
    } catch (RuntimeException failure) {
      result.completeExceptionally(failure);
    }
  }
}
