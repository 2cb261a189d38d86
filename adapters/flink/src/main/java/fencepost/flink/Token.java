package fencepost.flink;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Serializable;

/**
 * A fencing token: equal exactly when both parts are equal (rule FENCE-01).
 *
 * @param type the name of its type
 * @param bytes its bytes as lower-case hexadecimal digits
 */
public record Token(String type, String bytes) implements Serializable {
  /** The token of a scenario, or null where none is set. */
  static Token of(JsonNode node) {
    return node.isNull() ? null : new Token(node.get("type").asText(), node.get("bytes").asText());
  }

  /** A token, or its absence, as outcomes show it. */
  static String text(Object token) {
    return token == null ? "none" : token.toString();
  }

  @Override
  public String toString() {
    return type + "(" + bytes + ")";
  }
}
