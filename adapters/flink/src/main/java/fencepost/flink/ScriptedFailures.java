package fencepost.flink;

/** What scripts throw. The simple name of the class and the message are what callers report as {@code failure}. */
final class ScriptedFailures {
  private ScriptedFailures() {}

  /** The failure of a work or hook. */
  static final class ScriptedError extends Exception {
    ScriptedError(String message) {
      super(message);
    }
  }

  /** No ordinary exception: what Flink delivers in a wrapper. */
  static final class ScriptedNonError extends Error {
    ScriptedNonError(String message) {
      super(message);
    }
  }

  /** The failure of the work of an operation, or of a hook of the endpoint that the operation created. */
  static ScriptedError failureOf(int op) {
    return new ScriptedError("failure of " + op);
  }

  /** Throws any throwable where the signature allows none. */
  @SuppressWarnings("unchecked")
  static <T extends Throwable> RuntimeException raise(Throwable throwable) throws T {
    throw (T) throwable;
  }
}
