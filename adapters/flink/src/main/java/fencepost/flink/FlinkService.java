package fencepost.flink;

import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.rpc.AddressResolution;
import org.apache.flink.runtime.rpc.FencedRpcGateway;
import org.apache.flink.runtime.rpc.RpcGateway;
import org.apache.flink.runtime.rpc.RpcService;
import org.apache.flink.runtime.rpc.RpcSystem;

/** A service of Flink with what the adapter needs beyond the public interface; one subclass an era. */
public abstract class FlinkService {
  /** Where services with a transport listen. */
  protected static final String LOOPBACK = "127.0.0.1";

  /** Threads for handlers: so many can hold their main threads at the same time while others go on. */
  protected static final int HANDLER_THREADS = 8;

  /** The version that this service has in handshakes. */
  protected final VersionWindow versions = new VersionWindow();

  /** Both steps of a connect have the limit of an ask; there is room for what else is to be done. */
  private static final double LIMITS_OF_A_CONNECT = 3;

  /** A name that no scenario uses. */
  protected static final String NOBODY = "fencepost-nobody";

  /** The services to which a link was set up. */
  private final Map<FlinkService, Boolean> met = new WeakHashMap<>();

  private final ServiceSpecification specification;
  private volatile boolean spoilt;

  protected FlinkService(ServiceSpecification specification) {
    this.specification = specification;
  }

  public final ServiceSpecification specification() {
    return specification;
  }

  /** The service itself. */
  public abstract RpcService rpc();

  /** The configuration that it was made of. */
  public abstract Configuration configuration();

  /** The loader-free entry to the implementation. */
  public abstract RpcSystem system();

  /** Closes the service. */
  public abstract CompletableFuture<Void> close();

  /** Whether the actor system is gone, for whatever reason. */
  public abstract boolean isGone();

  /** Ends the actor system, whatever the endpoints do. */
  public abstract void kill();

  /** Sends any message to the target of a gateway, to be answered within the limit. */
  public abstract CompletableFuture<Object> ask(RpcGateway gateway, Object message, double limitMs);

  /** Sends a message of the protocol to where nobody lives; the actor for dead letters answers that. */
  public abstract CompletableFuture<Object> askNobody(Object message, double limitMs);

  /** Sends any message to the target of a gateway. */
  public abstract void tell(RpcGateway gateway, Object message);

  /** Sends START, STOP or TERMINATE to the endpoint behind a server, whatever the server and the service know of it. */
  public abstract void control(RpcGateway server, String kind);

  /**
   * Sets up the link to another service, so that no scenario waits for that.
   *
   * @param other a service with a transport
   * @return completes when the other has answered that nobody lives there
   */
  final CompletableFuture<?> meet(FlinkService other) throws Exception {
    if (met.putIfAbsent(other, true) != null) return CompletableFuture.completedFuture(null);
    return rpc().connect(other.addressOf(NOBODY), RpcGateway.class).handle((gateway, failure) -> null);
  }

  /** Nobody may use this service for another scenario. */
  final void spoil() {
    spoilt = true;
  }

  final boolean isSpoilt() {
    return spoilt || isGone();
  }

  final boolean isRemote() {
    return specification.remote();
  }

  /** The address of an endpoint of this service. */
  final String addressOf(String name) throws Exception {
    RpcService rpc = rpc();
    if (!isRemote()) return localAddressOf(name);
    return system()
        .getRpcUrl(rpc.getAddress(), rpc.getPort(), name, AddressResolution.NO_ADDRESS_RESOLUTION, configuration());
  }

  /** The address of an endpoint of a service without transport. */
  protected abstract String localAddressOf(String name);

  /**
   * Begins a connect with a version of the protocol; {@link #connect} must follow.
   *
   * @param wait whether to wait while a connect with another version is under way
   * @return what to end it with
   * @throws NotNow when one is
   */
  final int beginShake(int version, boolean wait) throws NotNow {
    if (wait) versions.enter(version);
    else if (!versions.tryEnter(version)) throw NotNow.notYet("the turn of version " + version);
    return version;
  }

  /**
   * Begins a connect of a service that fails. It waits no longer than a connect takes that comes out at all.
   *
   * @param version of the connect
   * @return what to end it with
   */
  final int beginLastShake(int version) {
    return versions.enterWithin(version, (long) Math.ceil(LIMITS_OF_A_CONNECT * specification.askTimeoutMs()));
  }

  /**
   * Connects.
   *
   * @param token what the gateway puts into its envelopes; without {@code fenced} it has none
   */
  final CompletableFuture<? extends RpcGateway> connect(
      String address, Class<? extends RpcGateway> type, int version, boolean fenced, Token token) {
    CompletableFuture<? extends RpcGateway> future;
    try {
      future = fenced ? connectFenced(address, type, token) : rpc().connect(address, type);
    } catch (Throwable thrown) {
      versions.leave(version);
      throw thrown;
    }
    // Whoever waits for its turn may have it when this connect comes out, and not some time later.
    return future.whenComplete((gateway, failure) -> versions.leave(version));
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private CompletableFuture<? extends RpcGateway> connectFenced(
      String address, Class<? extends RpcGateway> type, Token token) {
    Class<? extends RpcGateway> fencedType = type == RpcGateway.class ? FencedRpcGateway.class : type;
    return rpc().connect(address, token, (Class) fencedType);
  }

  /** Runs what constructs an endpoint of this service. */
  final void constructing(Runnable construction) {
    versions.constructing(construction);
  }
}
