package fencepost.flink;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fencepost.flink.ScriptedFailures.ScriptedError;
import fencepost.flink.ScriptedFailures.ScriptedNonError;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/**
 * From Flink's errors to the codes of the protocol: by the class where a class tells enough, by the text where Flink
 * uses one class for many things.
 */
final class Errors {
  private Errors() {}

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** The simple name of a class, of any version, and its code. Superclasses are looked up as well. */
  private static final Map<String, String> CODES_BY_CLASS =
      Map.ofEntries(
          Map.entry("HandshakeException", "handshake"),
          Map.entry("AkkaHandshakeException", "handshake"),
          Map.entry("RpcConnectionException", "connection"),
          Map.entry("FencingTokenException", "fencing-token"),
          Map.entry("EndpointNotStartedException", "endpoint-not-started"),
          Map.entry("RecipientUnreachableException", "recipient-unreachable"),
          Map.entry("UnknownMessageException", "unknown-message"),
          Map.entry("AkkaUnknownMessageException", "unknown-message"),
          Map.entry("RpcInvalidStateException", "invalid-state"),
          Map.entry("AkkaRpcInvalidStateException", "invalid-state"),
          Map.entry("TimeoutException", "ask-timeout"),
          Map.entry("CancellationException", "task-cancelled"),
          Map.entry("NullPointerException", "null-argument"),
          Map.entry("IllegalArgumentException", "illegal-argument"),
          Map.entry("IllegalConfigurationException", "illegal-argument"),
          Map.entry("ConfigException", "illegal-argument"),
          Map.entry("UnknownHostException", "illegal-argument"),
          Map.entry("ClassCastException", "wrong-gateway"),
          Map.entry("UnsupportedOperationException", "unsupported-operation"),
          Map.entry("IllegalStateException", "illegal-state"),
          Map.entry("RejectedExecutionException", "illegal-state"),
          Map.entry("AssertionError", "not-main-thread"),
          Map.entry("IOException", "argument-not-serializable"));

  /** A part of the text of an error whose class says nothing, and its code; the first that fits counts. */
  private static final String[][] CODES_BY_TEXT = {
    {"obtaining synchronous RPC result", "rpc"},
    {"not unique", "endpoint-id-in-use"},
    {"has not been started yet", "endpoint-not-started"},
    {"Could not start RpcEndpoint", "start-failed"},
    {"Failure while stopping RpcEndpoint", "stop-failed"},
    {"because it failed", "endpoint-failed"},
    {"because its sibling", "sibling-failed"},
    {"not been properly stopped", "not-properly-stopped"},
    {"did not complete the internal", "not-properly-stopped"},
    {"Unexpected closing", "not-properly-stopped"},
    {"exceeds the maximum", "result-too-large"},
    {"Failed to serialize the result", "result-not-serializable"},
    {"Could not deserialize", "result-undecodable"},
    {"Registry closeable resource", "illegal-state"},
    {"Could not retrieve InetSocketAddress", "illegal-argument"},
    {"timeout parameter must be of type", "illegal-argument"},
    {"does not implement the RpcGateway interface", "wrong-gateway"},
    {"not possible to set a new fencing token", "unsupported-operation"},
    {"is not supported when sending messages to", "not-local"},
    {"This is not supported", "not-local"},
  };

  /** What {@link #codeOfText} reads: classes that Flink uses for many things. */
  private static final Set<String> CLASSES_OF_MANY_MEANINGS =
      Set.of("RpcException", "AkkaRpcException", "RpcRuntimeException", "AkkaRpcRuntimeException", "RuntimeException");

  /** Errors of these codes are told with the code of their cause. */
  private static final Set<String> TOLD_WITH_CAUSE = Set.of("start-failed", "stop-failed", "endpoint-failed", "rpc");

  /**
   * The outcome that an error is.
   *
   * @param operation the type of the operation
   * @param thrown whether the call itself failed
   */
  static ObjectNode outcome(Throwable raw, String operation, boolean thrown) {
    Throwable error = stripped(raw);
    String code = codeOf(error);
    if (code.equals("ask-timeout") && operation.equals("create-endpoint")) code = "service-failed";
    ObjectNode outcome = MAPPER.createObjectNode();
    outcome.put("kind", "error");
    outcome.put("code", code);
    if (thrown) outcome.put("thrown", true);
    if (code.equals("application")) outcome.put("failure", failureText(error));
    if (TOLD_WITH_CAUSE.contains(code) && error.getCause() != null)
      outcome.put("cause", codeOf(stripped(error.getCause())));
    if (code.equals("ask-timeout") && operation.equals("call")) outcome.put("callStack", callStackOf(error));
    return outcome;
  }

  /** What comes first in the stack of an error: the code that makes calls, the gateway that it called, or neither. */
  private static String callStackOf(Throwable error) {
    for (StackTraceElement frame : error.getStackTrace()) {
      String name = frame.getClassName();
      if (name.contains("$Proxy") || name.endsWith("InvocationHandler")) return "gateway";
      if (name.equals(CallOperations.class.getName())) return "caller";
    }
    return "none";
  }

  /** An error without the wrappers that futures and reflection put around it. */
  static Throwable stripped(Throwable wrapped) {
    Throwable error = wrapped;
    while (error.getCause() != null
        && (error instanceof ExecutionException
            || error instanceof CompletionException
            || error instanceof InvocationTargetException
            || error instanceof UndeclaredThrowableException)) error = error.getCause();
    return error;
  }

  private static String failureText(Throwable error) {
    if (error instanceof ScriptedNonError) return "non-error: " + error.getMessage();
    return error.getClass().getSimpleName() + ": " + error.getMessage();
  }

  /** The code of an error without wrappers. */
  static String codeOf(Throwable error) {
    if (error instanceof ScriptedError || error instanceof ScriptedNonError) return "application";
    for (Class<?> type = error.getClass(); type != null; type = type.getSuperclass()) {
      String code = CODES_BY_CLASS.get(type.getSimpleName());
      if (code != null) return code;
      if (CLASSES_OF_MANY_MEANINGS.contains(type.getSimpleName())) return codeOfText(error);
    }
    if (error.getClass() == Exception.class) return codeOfText(error);
    return "application";
  }

  private static String codeOfText(Throwable error) {
    Throwable cause = error.getCause();
    String text = error.getMessage() + (cause == null ? "" : " " + cause.getMessage());
    for (String[] entry : CODES_BY_TEXT) if (text.contains(entry[0])) return entry[1];
    if (cause != null && cause.getClass().getSimpleName().equals("InvalidActorNameException"))
      return "invalid-endpoint-id";
    return "rpc";
  }
}
