package fencepost.flink;

import java.util.concurrent.CompletableFuture;
import org.apache.flink.runtime.rpc.RpcGateway;

/** The methods that later versions mark as local; this one never serializes anything within one service. */
public interface LocalMethods extends RpcGateway {
  CompletableFuture<Object> askLocal(int op, Payload payload);
}
