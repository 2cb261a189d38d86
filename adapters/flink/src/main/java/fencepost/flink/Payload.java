package fencepost.flink;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Serializable;

/** The second argument of the methods of the conformance gateway: it may be small, large, or refuse to be serialized. */
public interface Payload {
  /** A text of so many bytes. */
  record Text(String text) implements Payload, Serializable {}

  /** Cannot be serialized. */
  record Unserializable() implements Payload {}

  /** Cannot be decoded. */
  record Broken(Values.Undecodable undecodable) implements Payload, Serializable {}

  /** What {@link #of} gives where a scenario wants an argument of the wrong type: it is no payload at all. */
  Object WRONG_TYPE = new Object();

  /**
   * The argument that a call of a scenario has.
   *
   * @param argument the field of the operation
   * @param scale Flink's bytes for one of the scenario
   */
  static Object of(JsonNode argument, int scale) {
    if (argument.isObject()) return new Text("p".repeat(argument.get("bytes").asInt() * scale));
    return switch (argument.asText()) {
      case "wrong-type" -> WRONG_TYPE;
      case "unserializable" -> new Unserializable();
      default -> new Text("payload");
    };
  }
}
