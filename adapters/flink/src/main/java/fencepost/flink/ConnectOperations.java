package fencepost.flink;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.apache.flink.runtime.rpc.RpcGateway;
import org.apache.flink.runtime.rpc.RpcServiceUtils;

/** Connecting. */
final class ConnectOperations {
  private ConnectOperations() {}

  static Act connect(Request request) throws NotNow {
    World world = request.world();
    int number = request.number("gateway");
    FlinkService service = request.service();
    Class<? extends RpcGateway> type = typeOf(request.text("gatewayType"));
    JsonNode fencing = request.field("fencing");
    boolean fenced = !fencing.isNull();
    Token token = fenced ? Token.of(fencing.get("token")) : null;
    String address = addressOf(request);
    FlinkService doomed = supervised(request);
    BiConsumer<RpcGateway, Throwable> cameOut =
        (proxy, failure) -> {
          if (failure != null) {
            world.gateways.fail(number);
            if (doomed != null) world.dooms(doomed);
          } else
            world.gateways.put(
                number,
                new Gateway(
                    proxy, request.number("service"), service, fenced, token, world.endpointAt(proxy.getAddress())));
        };
    int asked = request.number("version");
    // Connects that are under way when their service fails may never come out.
    boolean mayHang = world.doomed().containsKey(service);
    int version = mayHang ? service.beginLastShake(asked) : service.beginShake(asked, request.nested());
    return () -> {
      try {
        @SuppressWarnings("unchecked")
        CompletableFuture<RpcGateway> future =
            (CompletableFuture<RpcGateway>) service.connect(address, type, version, fenced, token);
        request.settles(future, service, Double.POSITIVE_INFINITY, cameOut);
      } catch (Throwable thrown) {
        world.gateways.fail(number);
        throw thrown;
      }
    };
  }

  private static Class<? extends RpcGateway> typeOf(String name) {
    return switch (name) {
      case "conformance" -> ConformanceGateway.class;
      case "foreign" -> ForeignGateway.class;
      default -> RpcGateway.class;
    };
  }

  private static String addressOf(Request request) throws NotNow {
    JsonNode address = request.field("address");
    World world = request.world();
    return switch (address.get("kind").asText()) {
      case "endpoint" -> request.endpoint(address.get("endpoint")).endpoint().getAddress();
      case "name" -> addressIn(world.service(address.get("service")), address.get("name").asText());
      case "wildcard" ->
          addressIn(
              world.service(address.get("service")),
              RpcServiceUtils.createWildcardName(address.get("prefix").asText()));
      case "supervisor" -> supervisorOf(world.service(address.get("service")));
      case "unknown-host" -> Era.SCHEME + ".tcp://flink@unknown-host.invalid:6123/user/rpc/nobody";
      default -> address.get("text").asText();
    };
  }

  private static String addressIn(FlinkService service, String name) throws NotNow {
    try {
      return service.addressOf(name);
    } catch (Exception noAddress) {
      throw NotNow.never("an address for " + name + ": " + noAddress.getMessage());
    }
  }

  /** The service whose supervisor is connected to, which ends it; or null. */
  private static FlinkService supervised(Request request) {
    JsonNode address = request.field("address");
    if (!address.get("kind").asText().equals("supervisor")) return null;
    FlinkService service = request.world().service(address.get("service"));
    service.spoil();
    return service;
  }

  private static String supervisorOf(FlinkService service) throws NotNow {
    String child = addressIn(service, "x");
    return child.substring(0, child.lastIndexOf('/'));
  }
}
