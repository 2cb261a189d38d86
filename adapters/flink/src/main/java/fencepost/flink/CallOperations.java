package fencepost.flink;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.Serializable;
import java.lang.reflect.Method;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.runtime.rpc.messages.RemoteFencedMessage;
import org.apache.flink.runtime.rpc.messages.RemoteRpcInvocation;

/** Calls of gateway methods, raw messages, and the release of works. */
final class CallOperations {
  private CallOperations() {}

  // --- calls ----------------------------------------------------------------------------------------------------

  static Act call(Request request) throws NotNow {
    Gateway target = request.target();
    if (!(target.proxy() instanceof ConformanceGateway)) throw NotNow.never("a method of the root gateway");
    String name = request.text("method");
    Method method = methodOf(name);
    double askTimeoutMs = target.service().specification().askTimeoutMs();
    Object limit = Limits.argument(request.field("timeout"), askTimeoutMs);
    Object[] arguments = argumentsOf(request, name, limit);
    return () -> {
      if (name.equals("askBlocking")) {
        request.world().carried(request.op());
        request.returns(request.world().turn.awaiting(() -> method.invoke(target.proxy(), arguments)));
        return;
      }
      Object result = method.invoke(target.proxy(), arguments);
      if (name.equals("tell")) request.returns();
      else
        request.settles(
            (CompletableFuture<?>) result,
            target.service(),
            name.equals("askWithin") ? Limits.milliseconds(request.field("timeout"), askTimeoutMs) : askTimeoutMs);
    };
  }

  private static Method methodOf(String name) {
    try {
      return switch (name) {
        case "askWithin" -> ConformanceGateway.class.getMethod(name, int.class, Payload.class, Object.class);
        case "overloaded(text)" -> ConformanceGateway.class.getMethod("overloaded", int.class, String.class);
        case "overloaded(number)" -> ConformanceGateway.class.getMethod("overloaded", int.class, int.class);
        default -> ConformanceGateway.class.getMethod(name, int.class, Payload.class);
      };
    } catch (NoSuchMethodException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static Object[] argumentsOf(Request request, String method, Object limit) {
    int op = request.op();
    JsonNode argument = request.field("argument");
    Object payload = Payload.of(argument, request.world().scale);
    if (method.equals("askWithin")) return new Object[] {op, payload, limit};
    if (!method.startsWith("overloaded") || payload == Payload.WRONG_TYPE) return new Object[] {op, payload};
    return new Object[] {op, method.equals("overloaded(text)") ? "text" : (Object) 1};
  }

  static Act release(Request request) throws NotNow {
    int work = request.number("work");
    Works works = request.world().works;
    if (!request.nested()) request.world().needCarriedOut(work);
    return () -> {
      works.release(work, request.text("how").equals("value"));
      request.returns();
    };
  }

  // --- raw messages ---------------------------------------------------------------------------------------------

  static Act sendRaw(Request request) throws NotNow {
    Gateway target = request.target();
    double limitMs = request.field("timeoutMs").asDouble();
    String kind = request.text("message");
    if (CONTROL.contains(kind)) {
      return () -> {
        target.service().control(target.proxy(), kind);
        request.returns();
      };
    }
    return () -> {
      Serializable message = rawMessage(request, target);
      // It breaks the link, which is set up again at some time: not in the middle of the next scenario.
      if (kind.equals("undecodable")) request.world().services().forEach(FlinkService::spoil);
      if (request.flag("ask")) {
        request.settles(target.service().ask(target.proxy(), message, limitMs), target.service(), limitMs);
      } else {
        target.service().tell(target.proxy(), message);
        request.returns();
      }
    };
  }

  /** Messages that go past the server of the endpoint, bare and unanswered. */
  private static final Set<String> CONTROL = Set.of("start", "stop", "terminate");

  private static final Class<?>[] PARAMETERS_OF_ASK = {int.class, Payload.class};

  private static Serializable rawMessage(Request request, Gateway target) throws IOException {
    int op = request.op();
    Payload payload = new Payload.Text("payload");
    return switch (request.text("message")) {
      case "unknown-type" -> enveloped(target, "a message of no known type");
      case "other-envelope" -> inOtherEnvelope(target, invocation("ask", PARAMETERS_OF_ASK, op, payload));
      case "unknown-method" -> enveloped(target, invocation("missing", PARAMETERS_OF_ASK, op, payload));
      case "undeclared-method" -> enveloped(target, invocation("undeclared", new Class<?>[] {int.class}, op));
      case "undecodable" ->
          enveloped(target, invocation("ask", PARAMETERS_OF_ASK, op, new Payload.Broken(new Values.Undecodable())));
      default -> enveloped(target, invocation("ask", PARAMETERS_OF_ASK, "wrong", payload));
    };
  }

  private static RemoteRpcInvocation invocation(String method, Class<?>[] parameters, Object... arguments)
      throws IOException {
    return new RemoteRpcInvocation("ConformanceGateway", method, parameters, arguments);
  }

  /** A message in the envelope that the gateway itself would use. */
  private static Serializable enveloped(Gateway target, Serializable message) {
    return target.fenced() ? new RemoteFencedMessage<>(target.token(), message) : message;
  }

  /** A message in an envelope where the gateway would use none, and the other way round. */
  private static Serializable inOtherEnvelope(Gateway target, Serializable message) {
    return target.fenced() ? message : new RemoteFencedMessage<>(new Token("Other", "00"), message);
  }
}
