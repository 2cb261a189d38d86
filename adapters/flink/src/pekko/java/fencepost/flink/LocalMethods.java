package fencepost.flink;

import java.util.concurrent.CompletableFuture;
import org.apache.flink.runtime.rpc.Local;
import org.apache.flink.runtime.rpc.RpcGateway;

/** The methods of the conformance gateway that are never serialized within one service. */
public interface LocalMethods extends RpcGateway {
  @Local
  CompletableFuture<Object> askLocal(int op, Payload payload);
}
