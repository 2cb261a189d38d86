package fencepost.flink;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/** The adapter for Apache Flink: requests on the standard input, answers on the standard output, one JSON a line. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) throws IOException {
    assertInFlink();
    PrintStream answers = System.out;
    System.setOut(System.err); // nothing but answers may be written there
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", System.getProperty("fencepost.log", "off"));
    serve(answers);
    answers.flush();
    Runtime.getRuntime().halt(0);
  }

  /** Flink checks its main threads with assertions (rule MAIN-04), which the JVM switches off unless it is told. */
  private static void assertInFlink() {
    ClassLoader.getSystemClassLoader().setPackageAssertionStatus("org.apache.flink", true);
  }

  private static void serve(PrintStream answers) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    mapper
        .getFactory()
        .setStreamReadConstraints(StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build());
    Session session = new Session(mapper, versionOfFlink());
    BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    while (!session.isOver()) {
      String line = requests.readLine();
      if (line == null) return;
      JsonNode request = mapper.readTree(line);
      answers.write(mapper.writeValueAsBytes(session.answer(request)));
      answers.write('\n');
      answers.flush();
    }
  }

  private static String versionOfFlink() throws IOException {
    Properties properties = new Properties();
    try (InputStream stream = Main.class.getResourceAsStream("/adapter.properties")) {
      properties.load(stream);
    }
    return properties.getProperty("flink.version");
  }
}
