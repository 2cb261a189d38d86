package fencepost.flink;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.InputStream;
import java.util.List;

/** The verbs of the adapter protocol: one request in, one answer out. */
final class Session {
  private static final int PROTOCOL = 1;
  private static final int WARM_UP_ROUNDS = 5;
  private static final long WARM_UP_PATIENCE_MS = 10_000;

  private final ObjectMapper mapper;
  private final String version;
  private final ServicePool pool = new ServicePool();
  private Scenario scenario;
  private boolean over;

  Session(ObjectMapper mapper, String version) {
    this.mapper = mapper;
    this.version = version;
  }

  /** Whether the suite has said goodbye. */
  boolean isOver() {
    return over;
  }

  /** The answer to a request; what goes wrong is told in it. */
  ObjectNode answer(JsonNode request) {
    ObjectNode answer = mapper.createObjectNode();
    answer.set("id", request.get("id"));
    try {
      fulfil(request, answer);
    } catch (Exception failure) {
      answer.removeAll();
      answer.set("id", request.get("id"));
      answer.put("error", request.path("verb").asText() + ": " + failure);
    }
    return answer;
  }

  private void fulfil(JsonNode request, ObjectNode answer) throws Exception {
    switch (request.get("verb").asText()) {
      case "hello" -> hello(answer);
      case "reset" -> reset(request);
      case "run" -> {
        List<String> unsettled = scenario().run(request.get("steps"), request.get("patienceMs").asLong());
        tellEvents(answer);
        tellUnsettled(answer, unsettled);
      }
      case "perform" -> scenario().perform(request.get("step"));
      case "settle" ->
          tellUnsettled(answer, scenario().settle(request.get("op").asInt(), request.get("patienceMs").asLong()));
      case "advance" ->
          tellUnsettled(
              answer,
              scenario()
                  .advance(
                      request.get("op").asInt(),
                      request.get("milliseconds").asDouble(),
                      request.get("patienceMs").asLong()));
      case "history" -> tellEvents(answer);
      case "bye" -> over = true;
      default -> throw new IllegalArgumentException("there is no such verb");
    }
  }

  private Scenario scenario() {
    if (scenario == null) throw new IllegalStateException("a reset must come first");
    return scenario;
  }

  private void hello(ObjectNode answer) throws Exception {
    warmUp();
    answer.put("protocol", PROTOCOL).put("name", "Apache Flink").put("version", version);
    ArrayNode capabilities = answer.putArray("capabilities");
    for (String capability : Era.CAPABILITIES) capabilities.add(capability);
  }

  /**
   * Runs a scenario that nobody asked for, a few times: the first calls of a process take far longer than the limits of
   * scenarios that are about limits.
   */
  private void warmUp() throws Exception {
    JsonNode warmUp;
    try (InputStream stream = Session.class.getResourceAsStream("/warm-up.json")) {
      warmUp = mapper.readTree(stream);
    }
    for (int round = 0; round < WARM_UP_ROUNDS; round += 1) {
      Scenario first = new Scenario(warmUp.get("services"), pool);
      first.run(warmUp.get("steps"), WARM_UP_PATIENCE_MS);
      first.end();
    }
  }

  private void reset(JsonNode request) throws Exception {
    if (scenario != null) scenario.end();
    scenario = null;
    scenario = new Scenario(request.get("services"), pool);
  }

  private void tellEvents(ObjectNode answer) {
    answer.set("events", scenario().takeEvents());
    answer.put("complete", false);
  }

  private static void tellUnsettled(ObjectNode answer, List<String> unsettled) {
    ArrayNode words = answer.putArray("unsettled");
    unsettled.forEach(words::add);
  }
}
