package fencepost.flink;

import com.fasterxml.jackson.databind.JsonNode;
import org.apache.flink.runtime.rpc.EndpointAccess;
import org.apache.flink.runtime.rpc.FencedRpcGateway;
import org.apache.flink.runtime.rpc.MainThreadExecutable;
import org.apache.flink.runtime.rpc.RpcEndpoint;
import org.apache.flink.runtime.rpc.RpcGateway;
import org.apache.flink.runtime.rpc.RpcUtils;
import org.apache.flink.runtime.rpc.StartStoppable;

/** What endpoints, gateways and services tell about themselves, without a message. */
final class QueryOperations {
  private QueryOperations() {}

  static Act query(Request request) throws NotNow {
    JsonNode subject = request.field("subject");
    String property = request.text("property");
    if (subject.has("endpoint")) return ofEndpoint(request, request.endpoint(subject.get("endpoint")), property);
    if (subject.has("gateway"))
      return ofGateway(request, request.world().gateways.get(subject.get("gateway").asInt()).proxy(), property);
    return ofService(request, request.world().service(subject.get("service")), property);
  }

  private static Act ofEndpoint(Request request, Conformance conformance, String property) throws NotNow {
    RpcEndpoint endpoint = conformance.endpoint();
    return switch (property) {
      case "address" -> () -> request.returns(endpoint.getAddress());
      case "host-name" -> () -> request.returns(endpoint.getHostname());
      case "endpoint-id" -> () -> request.returns(endpoint.getEndpointId());
      case "token" -> () -> request.returns(Token.text(((ConformanceGateway) endpoint).getFencingToken()));
      case "running" -> () -> request.returns(EndpointAccess.isRunning(endpoint));
      case "validate-main-thread" ->
          () -> {
            endpoint.validateRunsInMainThread();
            request.returns();
          };
      case "self-gateway-of-foreign-type" ->
          () -> {
            endpoint.getSelfGateway(ForeignGateway.class);
            request.returns();
          };
      case "exposes-lifecycle" ->
          () -> request.returns(exposesLifecycle(endpoint.getSelfGateway(ConformanceGateway.class)));
      default -> throw NotNow.never("property " + property + " of an endpoint");
    };
  }

  private static Act ofGateway(Request request, RpcGateway gateway, String property) throws NotNow {
    return switch (property) {
      case "address" -> () -> request.returns(gateway.getAddress());
      case "host-name" -> () -> request.returns(gateway.getHostname());
      case "token" -> {
        if (!(gateway instanceof FencedRpcGateway<?> fenced)) throw NotNow.never("a token of the root gateway");
        yield () -> request.returns(Token.text(fenced.getFencingToken()));
      }
      case "exposes-lifecycle" -> () -> request.returns(exposesLifecycle(gateway));
      default -> throw NotNow.never("property " + property + " of a gateway");
    };
  }

  private static boolean exposesLifecycle(RpcGateway gateway) {
    return gateway instanceof StartStoppable || gateway instanceof MainThreadExecutable;
  }

  private static Act ofService(Request request, FlinkService service, String property) throws NotNow {
    return switch (property) {
      case "address" -> () -> request.returns(service.rpc().getAddress());
      case "port" -> () -> request.returns(service.rpc().getPort());
      case "host-name" -> () -> request.returns(RpcUtils.getHostname(service.rpc()));
      case "maximum-message-bytes" ->
          () ->
              request.returns(
                  service.system().getMaximumMessageSizeInBytes(service.configuration()) / request.world().scale);
      default -> throw NotNow.never("property " + property + " of a service");
    };
  }
}
