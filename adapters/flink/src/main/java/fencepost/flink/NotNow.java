package fencepost.flink;

/** An operation cannot be carried out: something that it refers to is not there. */
final class NotNow extends Exception {
  /** Whether it may be there later. */
  final boolean yet;

  private NotNow(String message, boolean yet) {
    super(message, null, false, false);
    this.yet = yet;
  }

  /** What the operation refers to may still come. */
  static NotNow notYet(String what) {
    return new NotNow(what + " is not there yet", true);
  }

  /** What the operation refers to will never be, or the operation does not exist in this version of Flink. */
  static NotNow never(String what) {
    return new NotNow(what, false);
  }
}
