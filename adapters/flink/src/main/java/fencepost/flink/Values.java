package fencepost.flink;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import org.apache.flink.util.SerializedValue;

/** The values that works return, and what outcomes tell of them where they arrive. */
final class Values {
  private Values() {}

  /** Cannot be serialized. */
  record Unserializable() {}

  /** Serializing it raises an unchecked error. */
  static final class EncoderThrows implements Serializable {
    private void writeObject(ObjectOutputStream out) {
      throw new IllegalStateException("this value refuses to be encoded");
    }
  }

  /** Serializes, but cannot be read again. */
  static final class Undecodable implements Serializable {
    private void readObject(ObjectInputStream in) throws IOException {
      throw new IOException("this value refuses to be decoded");
    }
  }

  /** The character that texts of a given size consist of. No other value begins with it. */
  private static final String FILLER = "#";

  /** Java serializes a text with seven bytes before its characters; a long one with thirteen. */
  private static final int SHORT_OVERHEAD_BYTES = 7;

  private static final int LONG_OVERHEAD_BYTES = 13;
  private static final int SHORT_LENGTH_MAX = 65535;

  /** A text whose serialized form has exactly so many bytes. */
  static String textOfSize(int bytes) {
    boolean isShort = bytes - SHORT_OVERHEAD_BYTES <= SHORT_LENGTH_MAX;
    return FILLER.repeat(bytes - (isShort ? SHORT_OVERHEAD_BYTES : LONG_OVERHEAD_BYTES));
  }

  private static int sizeOf(String text) {
    int length = text.length();
    return length + (length <= SHORT_LENGTH_MAX ? SHORT_OVERHEAD_BYTES : LONG_OVERHEAD_BYTES);
  }

  /** Looks like the wrapper in which Flink itself sends results. */
  static Object lookAlike() {
    try {
      return new SerializedValue<>("look-alike");
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /**
   * Writes the {@code value} of an outcome.
   *
   * @param scale Flink's bytes for one of the scenario
   */
  static void write(ObjectNode outcome, Object value, int scale) {
    if (value == null) outcome.putNull("value");
    else if (value instanceof Integer number) outcome.put("value", number);
    else if (value instanceof Long number) outcome.put("value", number);
    else if (value instanceof Boolean truth) outcome.put("value", truth);
    else if (value instanceof String text && text.startsWith(FILLER)) outcome.put("value", sizeOf(text) / scale);
    else if (value instanceof String text) outcome.put("value", text);
    else outcome.put("value", wordFor(value));
  }

  private static String wordFor(Object value) {
    if (value instanceof Unserializable) return "unserializable";
    if (value instanceof EncoderThrows) return "encoder-throws";
    if (value instanceof Undecodable) return "undecodable";
    if (value instanceof SerializedValue) return "look-alike";
    return value.getClass().getSimpleName();
  }
}
