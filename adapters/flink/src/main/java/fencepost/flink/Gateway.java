package fencepost.flink;

import org.apache.flink.runtime.rpc.RpcGateway;

/**
 * A gateway from a connect.
 *
 * @param proxy the gateway itself
 * @param serviceNumber the service that it belongs to
 * @param service the same
 * @param fenced whether its messages have an envelope
 * @param token the token in the envelope
 * @param target the endpoint that it is bound to, or null if that is none of the scenario
 */
record Gateway(
    RpcGateway proxy, int serviceNumber, FlinkService service, boolean fenced, Token token, Conformance target) {
  /** Whether messages cross a link. */
  boolean isRemote() {
    return target == null || target.service != service;
  }
}
