package fencepost.flink;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.runtime.rpc.EndpointAccess;
import org.apache.flink.runtime.rpc.FencedRpcEndpoint;
import org.apache.flink.runtime.rpc.RpcEndpoint;
import org.apache.flink.runtime.rpc.RpcGateway;
import org.apache.flink.runtime.rpc.RpcService;
import org.apache.flink.runtime.rpc.messages.RemoteHandshakeMessage;

/** Endpoints: their construction, life and end, their resources and tokens. */
final class LifecycleOperations {
  private LifecycleOperations() {}

  static Act create(Request request) throws NotNow {
    if (request.field("onStart").get("end").asText().equals("promise"))
      throw NotNow.never("a start hook that returns a future");
    return () -> {
      Conformance endpoint = new Conformance(request.world(), request.op(), request.operation());
      boolean constructed = false;
      try {
        endpoint.service.constructing(() -> construct(endpoint, request));
        request.returns(endpoint.endpoint().getAddress());
        constructed = true;
      } catch (Throwable thrown) {
        if (!NAMES_NOBODY.contains(Errors.codeOf(Errors.stripped(thrown)))) endpoint.service.spoil();
        throw thrown;
      } finally {
        request.world().constructionEnded(endpoint, constructed);
      }
    };
  }

  /** A constructor that fails with one of these has registered nothing; after any other the name stays in use. */
  private static final Set<String> NAMES_NOBODY = Set.of("endpoint-id-in-use", "invalid-endpoint-id");

  private static void construct(Conformance endpoint, Request request) {
    RpcService service = endpoint.service.rpc();
    JsonNode nameField = request.field("name");
    String name = nameField.isNull() ? null : nameField.asText();
    Token token = Token.of(request.field("token"));
    switch (request.text("kind")) {
      case "plain" -> {
        if (name == null) new PlainEndpoint(service, endpoint);
        else new PlainEndpoint(service, name, endpoint);
      }
      case "fenced" -> {
        if (name == null) new FencedEndpoint(service, token, endpoint);
        else new FencedEndpoint(service, name, token, endpoint);
      }
      default -> Era.constructPermanentlyFenced(service, name, token, endpoint);
    }
  }

  static Act start(Request request) throws NotNow {
    RpcEndpoint endpoint = request.endpoint().endpoint();
    return () -> {
      endpoint.start();
      request.returns();
    };
  }

  static Act stop(Request request) throws NotNow {
    RpcEndpoint endpoint = request.endpoint().endpoint();
    return () -> {
      EndpointAccess.stop(endpoint);
      request.returns();
    };
  }

  static Act terminate(Request request) throws NotNow {
    Conformance endpoint = request.endpoint();
    return () -> {
      if (!request.world().closing().containsKey(endpoint.service)) endpoint.closedAlone = true;
      request.settles(endpoint.endpoint().closeAsync(), endpoint.service, Double.POSITIVE_INFINITY);
    };
  }

  static Act watch(Request request) throws NotNow {
    Conformance endpoint = request.endpoint();
    JsonNode callback = request.field("callback");
    return () -> {
      CompletableFuture<Void> termination = endpoint.endpoint().getTerminationFuture();
      request.settles(
          termination,
          endpoint.service,
          Double.POSITIVE_INFINITY,
          (value, failure) -> request.world().carryOutAll(callback, World.NO_MAIN_THREAD));
    };
  }

  static Act releaseStop(Request request) throws NotNow {
    Conformance endpoint = request.endpoint();
    return () -> {
      request.world().works.releaseStop(endpoint, request.text("how").equals("value"));
      request.returns();
    };
  }

  static Act registerResource(Request request) throws NotNow {
    Conformance endpoint = request.endpoint();
    JsonNode resource = request.field("resource");
    return () -> {
      Resources.register(
          endpoint.endpoint(),
          resource.isNull() ? null : request.world().resources.get(endpoint, resource.asInt()));
      request.returns();
    };
  }

  static Act unregisterResource(Request request) throws NotNow {
    Conformance endpoint = request.endpoint();
    return () ->
        request.returns(
            EndpointAccess.unregisterResource(
                endpoint.endpoint(), request.world().resources.get(endpoint, request.number("resource"))));
  }

  static Act setToken(Request request) throws NotNow {
    RpcEndpoint endpoint = request.endpoint().endpoint();
    if (!Era.HAS_MUTABLE_TOKENS || !(endpoint instanceof FencedRpcEndpoint))
      throw NotNow.never("a token that can be replaced");
    Token token = Token.of(request.field("token"));
    return () -> {
      EndpointAccess.setFencingToken((FencedRpcEndpoint<?>) endpoint, token);
      request.returns();
    };
  }

  /** Sends a handshake on which the message handler itself fails, in every state. */
  static Act fault(Request request) throws NotNow {
    Conformance endpoint = request.endpoint();
    return () -> {
      endpoint.service.spoil();
      endpoint.service.tell(endpoint.server(), new FailingHandshake(request.op()));
      request.returns();
    };
  }

  /** Its version cannot be read. */
  private static final class FailingHandshake extends RemoteHandshakeMessage {
    private final int op;

    FailingHandshake(int op) {
      super(RpcGateway.class, VersionWindow.ORDINARY);
      this.op = op;
    }

    @Override
    public int getVersion() {
      throw ScriptedFailures.<RuntimeException>raise(ScriptedFailures.failureOf(op));
    }
  }
}
