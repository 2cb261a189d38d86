package fencepost.flink;

import org.apache.flink.runtime.rpc.FencedRpcGateway;

/** The gateway {@code foreign}, which nobody serves. */
public interface ForeignGateway extends FencedRpcGateway<Token> {}
