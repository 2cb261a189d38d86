package fencepost.flink;

import com.fasterxml.jackson.databind.JsonNode;

/** The limits of a scenario: numbers, absent ones, and those that no limit can have. */
final class Limits {
  private Limits() {}

  /** Beyond what any timer of Flink can wait for. */
  private static final double HUGE_MS = 1e12;

  /** The limit as Flink wants it, or what a careless caller might pass. */
  static Object argument(JsonNode timeout, double absentMs) {
    if (timeout.isNull()) return Era.limit(absentMs);
    if (timeout.isNumber()) return Era.limit(timeout.asDouble());
    return switch (timeout.asText()) {
      case "null" -> null;
      case "huge" -> Era.limit(HUGE_MS);
      default -> "soon";
    };
  }

  /** When the limit expires; never, where it is none. */
  static double milliseconds(JsonNode timeout, double absentMs) {
    if (timeout.isNull()) return absentMs;
    return timeout.isNumber() ? timeout.asDouble() : Double.POSITIVE_INFINITY;
  }

  /** A delay in whole milliseconds: cut, but a negative one stays negative. */
  static long delayMs(JsonNode delay) {
    double milliseconds = delay.asDouble();
    return (long) (milliseconds < 0 ? Math.floor(milliseconds) : milliseconds);
  }
}
