package fencepost.flink;

/** Finds who carries an operation out. */
final class Performers {
  private Performers() {}

  /** Looks up what an operation refers to. */
  @FunctionalInterface
  interface Performer {
    Act prepare(Request request) throws NotNow;
  }

  /**
   * Prepares an operation: everything that it refers to is looked up, nothing is done yet.
   *
   * @throws NotNow when something that it refers to is not there
   */
  static Act prepare(Request request) throws NotNow {
    return performerOf(request.type()).prepare(request);
  }

  private static Performer performerOf(String type) throws NotNow {
    return switch (type) {
      case "create-endpoint" -> LifecycleOperations::create;
      case "start" -> LifecycleOperations::start;
      case "stop" -> LifecycleOperations::stop;
      case "terminate" -> LifecycleOperations::terminate;
      case "watch" -> LifecycleOperations::watch;
      case "release-stop" -> LifecycleOperations::releaseStop;
      case "register-resource" -> LifecycleOperations::registerResource;
      case "unregister-resource" -> LifecycleOperations::unregisterResource;
      case "set-token" -> LifecycleOperations::setToken;
      case "fault" -> LifecycleOperations::fault;
      case "stop-server" -> ServiceOperations::stopServer;
      case "close-service" -> ServiceOperations::close;
      case "service-schedule" -> ServiceOperations::schedule;
      case "evaluate" -> ServiceOperations::evaluate;
      case "connect" -> ConnectOperations::connect;
      case "call" -> CallOperations::call;
      case "send-raw" -> CallOperations::sendRaw;
      case "release" -> CallOperations::release;
      case "run-async" -> MainThreadOperations::runAsync;
      case "run-async-null" -> MainThreadOperations::runAsyncNull;
      case "run-async-remote" -> MainThreadOperations::runAsyncRemote;
      case "call-async-remote" -> MainThreadOperations::callAsyncRemote;
      case "call-async" -> MainThreadOperations::callAsync;
      case "obtain-executor" -> MainThreadOperations::obtainExecutor;
      case "execute" -> MainThreadOperations::execute;
      case "schedule" -> MainThreadOperations::schedule;
      case "schedule-periodically" -> MainThreadOperations::schedulePeriodically;
      case "cancel" -> MainThreadOperations::cancel;
      case "query" -> QueryOperations::query;
      default -> throw NotNow.never("operation " + type);
    };
  }
}
