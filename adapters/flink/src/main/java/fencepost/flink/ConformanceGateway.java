package fencepost.flink;

import java.util.concurrent.CompletableFuture;
import org.apache.flink.runtime.rpc.FencedRpcGateway;
import org.apache.flink.runtime.rpc.RpcTimeout;

/**
 * The gateway {@code conformance}. It is a fenced gateway because Flink wants one for a connect with a token; a connect
 * without a token accepts it as well. The first argument of every method is the number of the operation.
 */
public interface ConformanceGateway extends FencedRpcGateway<Token>, LocalMethods {
  void tell(int op, Payload payload);

  CompletableFuture<Object> ask(int op, Payload payload);

  /** The limit is an object so that scenarios can pass what is no duration. */
  CompletableFuture<Object> askWithin(int op, Payload payload, @RpcTimeout Object limit);

  /** The caller waits for the answer: a call whose result is no future. */
  Object askBlocking(int op, Payload payload) throws Exception;

  CompletableFuture<Object> overloaded(int op, String text);

  CompletableFuture<Object> overloaded(int op, int number);
}
