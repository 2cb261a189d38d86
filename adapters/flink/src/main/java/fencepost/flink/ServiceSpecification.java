package fencepost.flink;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What a service of a scenario is to be. Equal specifications may share a service, one after the other.
 *
 * @param askTimeoutMs limit of an ask and of each step of a connect without a limit of its own
 * @param frameBytes largest message, in Flink's bytes
 * @param forceSerialization whether calls within the service are serialized too
 * @param remote whether it has a transport
 * @param captureCallStacks whether expired asks carry the call stack of their caller
 */
public record ServiceSpecification(
    double askTimeoutMs, int frameBytes, boolean forceSerialization, boolean remote, boolean captureCallStacks) {
  /** The transport refuses smaller frames, and an invocation without arguments has about a thousand bytes. */
  private static final int FRAME_BYTES_MIN = 32_000;

  /** Turns the smallest frame of the suite's scenarios into one that Flink can work with. */
  private static final int SCALE = 100;

  static ServiceSpecification of(JsonNode node, int scale) {
    return new ServiceSpecification(
        node.get("askTimeoutMs").asDouble(),
        node.get("frameBytes").asInt() * scale,
        node.get("forceSerialization").asBoolean(),
        node.get("remote").asBoolean(),
        node.path("captureCallStacks").asBoolean());
  }

  /**
   * How many of Flink's bytes stand for one byte of a scenario. Sizes matter only in comparison with the frame size, so
   * scenarios with frames that are too small for Flink's transport are carried out with all sizes enlarged.
   */
  static int scaleOf(JsonNode services) {
    for (JsonNode service : services) if (service.get("frameBytes").asInt() < FRAME_BYTES_MIN) return SCALE;
    return 1;
  }
}
