package fencepost.flink;

import java.util.concurrent.CompletableFuture;
import org.apache.flink.runtime.rpc.FencedRpcEndpoint;
import org.apache.flink.runtime.rpc.RpcService;

/** The conformance endpoint with fencing. */
public class FencedEndpoint extends FencedRpcEndpoint<Token> implements ConformanceGateway {
  private final Conformance conformance;

  FencedEndpoint(RpcService service, Token token, Conformance conformance) {
    super(service, token);
    this.conformance = conformance;
    conformance.constructed(this);
  }

  FencedEndpoint(RpcService service, String name, Token token, Conformance conformance) {
    super(service, name, token);
    this.conformance = conformance;
    conformance.constructed(this);
  }

  @Override
  protected void onStart() throws Exception {
    conformance.onStart();
  }

  @Override
  protected CompletableFuture<Void> onStop() {
    return conformance.onStop();
  }

  @Override
  public void tell(int op, Payload payload) {
    conformance.tell(op);
  }

  @Override
  public CompletableFuture<Object> ask(int op, Payload payload) {
    return conformance.ask(op);
  }

  @Override
  public CompletableFuture<Object> askWithin(int op, Payload payload, Object limit) {
    return conformance.ask(op);
  }

  @Override
  public CompletableFuture<Object> askLocal(int op, Payload payload) {
    return conformance.ask(op);
  }

  @Override
  public Object askBlocking(int op, Payload payload) {
    return conformance.ask(op);
  }

  @Override
  public CompletableFuture<Object> overloaded(int op, String text) {
    return conformance.overloaded(op, "text");
  }

  @Override
  public CompletableFuture<Object> overloaded(int op, int number) {
    return conformance.overloaded(op, "number");
  }

  /** A public method that no gateway declares. */
  public CompletableFuture<Object> undeclared(int op) {
    return conformance.ask(op);
  }
}
