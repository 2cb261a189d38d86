package fencepost.flink;

import java.io.Closeable;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.runtime.rpc.EndpointAccess;
import org.apache.flink.runtime.rpc.RpcEndpoint;

/** The closeable resources of the endpoints of a scenario. */
final class Resources {
  private record Key(int endpoint, int resource) {}

  private final Recorder recorder;
  private final Map<Key, Closeable> resources = new ConcurrentHashMap<>();

  Resources(Recorder recorder) {
    this.recorder = recorder;
  }

  /** A resource by its number; the same object every time. */
  Closeable get(Conformance endpoint, int resource) {
    return resources.computeIfAbsent(
        new Key(endpoint.number, resource), key -> () -> close(endpoint, resource));
  }

  private void close(Conformance endpoint, int resource) throws IOException {
    recorder.closed(endpoint.number, resource);
    if (endpoint.failsToClose(resource)) throw new IOException("resource " + resource + " fails to close");
  }

  static void register(RpcEndpoint endpoint, Closeable resource) {
    EndpointAccess.registerResource(endpoint, resource);
  }
}
