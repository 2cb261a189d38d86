package fencepost.flink;

/** An operation whose references were found, ready to be carried out. It records its outcome, or throws it. */
@FunctionalInterface
interface Act {
  void run() throws Throwable;
}
