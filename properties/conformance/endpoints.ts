/**
 * The conformance endpoints: plain, fenced, permanently fenced. What their handlers and hooks do is scripted by the
 * scenario; the script runs in the {@link EndpointScript} behind them.
 */
import {
  FencedRpcEndpoint,
  type NullableToken,
  PermanentlyFencedRpcEndpoint,
  RpcEndpoint,
  type RpcService,
  type ServerOf,
} from '../../impl/index.js';
import { ConformanceGateway } from './gateways.js';

/** Where a handler of a conformance endpoint gets its behaviour from. */
export interface EndpointScript {
  /** Runs the script of an operation; `overload` is what `overloaded` answers in place of the number. */
  call(op: number, overload?: string): unknown;
  onStart(): unknown;
  onStop(): unknown;
  /** The subclass constructor runs. */
  constructed(endpoint: ConformanceEndpoint): void;
}

type Handlers = ServerOf<typeof ConformanceGateway>;

interface Scripted {
  readonly script: EndpointScript;
}

/** The methods of all three classes. */
const methods: Handlers & ThisType<Scripted> = {
  tell(op) {
    this.script.call(op);
  },
  ask(op) {
    return this.script.call(op);
  },
  askWithin(op) {
    return this.script.call(op);
  },
  askLocal(op) {
    return this.script.call(op);
  },
  overloadedText(op) {
    return this.script.call(op, 'text');
  },
  overloadedNumber(op) {
    return this.script.call(op, 'number');
  },
};

/** A public method that no gateway declares: nothing from outside may reach it (CALL-07). */
const undeclared = {
  undeclared(this: Scripted, op: number): unknown {
    return this.script.call(op);
  },
};

const hooks = {
  /** Whatever the script returns, a promise by mistake included (START-09). */
  onStart(this: Scripted): unknown {
    return this.script.onStart();
  },
  onStop(this: Scripted): Promise<void> {
    return this.script.onStop() as Promise<void>;
  },
};

const options = (
  name: string | null,
): { readonly endpointId?: string; readonly gateways: readonly [typeof ConformanceGateway] } =>
  name === null ? { gateways: [ConformanceGateway] } : { endpointId: name, gateways: [ConformanceGateway] };

// The methods are put on the prototypes below; the declarations in the classes tell the compiler.
class PlainConformance extends RpcEndpoint<PlainConformance> implements Scripted {
  declare readonly tell: Handlers['tell'];
  declare readonly ask: Handlers['ask'];
  declare readonly askWithin: Handlers['askWithin'];
  declare readonly askLocal: Handlers['askLocal'];
  declare readonly overloadedText: Handlers['overloadedText'];
  declare readonly overloadedNumber: Handlers['overloadedNumber'];
  readonly script: EndpointScript;

  constructor(service: RpcService, name: string | null, script: EndpointScript) {
    super(service, options(name));
    this.script = script;
    script.constructed(this);
  }
}

class FencedConformance extends FencedRpcEndpoint<FencedConformance> implements Scripted {
  declare readonly tell: Handlers['tell'];
  declare readonly ask: Handlers['ask'];
  declare readonly askWithin: Handlers['askWithin'];
  declare readonly askLocal: Handlers['askLocal'];
  declare readonly overloadedText: Handlers['overloadedText'];
  declare readonly overloadedNumber: Handlers['overloadedNumber'];
  readonly script: EndpointScript;

  constructor(service: RpcService, name: string | null, script: EndpointScript, token: NullableToken) {
    super(service, options(name), token);
    this.script = script;
    script.constructed(this);
  }
}

class PermanentConformance extends PermanentlyFencedRpcEndpoint<PermanentConformance> implements Scripted {
  declare readonly tell: Handlers['tell'];
  declare readonly ask: Handlers['ask'];
  declare readonly askWithin: Handlers['askWithin'];
  declare readonly askLocal: Handlers['askLocal'];
  declare readonly overloadedText: Handlers['overloadedText'];
  declare readonly overloadedNumber: Handlers['overloadedNumber'];
  readonly script: EndpointScript;

  constructor(service: RpcService, name: string | null, script: EndpointScript, token: NullableToken) {
    super(service, options(name), token);
    this.script = script;
    script.constructed(this);
  }
}

for (const endpointClass of [PlainConformance, FencedConformance, PermanentConformance]) {
  Object.assign(endpointClass.prototype, methods, undeclared, hooks);
}

/** Any conformance endpoint. */
export type ConformanceEndpoint = PlainConformance | FencedConformance | PermanentConformance;

/** Creates an endpoint of a kind. */
export function newConformanceEndpoint(
  kind: 'plain' | 'fenced' | 'permanently-fenced',
  service: RpcService,
  name: string | null,
  script: EndpointScript,
  token: NullableToken,
): ConformanceEndpoint {
  switch (kind) {
    case 'plain':
      return new PlainConformance(service, name, script);
    case 'fenced':
      return new FencedConformance(service, name, script, token);
    case 'permanently-fenced':
      return new PermanentConformance(service, name, script, token);
  }
}

/** Whether an endpoint has a token. */
export function isFenced(
  endpoint: ConformanceEndpoint,
): endpoint is FencedConformance | PermanentConformance {
  return endpoint instanceof FencedRpcEndpoint;
}
