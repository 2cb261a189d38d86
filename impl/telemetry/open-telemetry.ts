/**
 * OpenTelemetry: spans of calls and of their handlers, durations, losses, and what waits, by the semantic conventions for RPC
 * (those of the stable names: `rpc.system.name`, `rpc.client.call.duration`, …). Nothing else imports the API.
 */
import {
  type Attributes,
  type Context,
  context as contexts,
  type Histogram,
  type Meter,
  metrics,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace as traces,
} from '@opentelemetry/api';
import type { Leg, LoseEvent } from '../../spec/trace.js';
import { hostAndPortOf, parseAddress } from '../rpc/addresses.js';
import { messageOf, textOf } from '../rpc/error-text.js';
import { RemoteApplicationError, RpcError } from '../rpc/errors.js';
import type { RuntimeObserver } from '../runtime/observer.js';
import type {
  CallFacts,
  IncomingCall,
  Instrumentation,
  OutgoingCall,
  ServiceFigures,
  TraceContext,
} from './instrumentation.js';

/** Where spans and figures go. */
export interface OpenTelemetryOptions {
  /** Absent: the tracer `fencepost` of the provider that the process has registered. */
  readonly tracer?: Tracer;
  /** Absent: the meter `fencepost` of the provider that the process has registered. */
  readonly meter?: Meter;
}

/** What the conventions advise for durations of calls, in seconds. */
const DURATION_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

/** How much is kept of a text that a peer has chosen, in characters: it may be as long as a frame. */
const PEER_TEXT_CHARACTERS_MAX = 256;

/** A method that nobody knows. */
const OTHER = '_OTHER';

/**
 * Tells OpenTelemetry what a service does.
 *
 * @example
 * ```ts
 * const service = new RpcService({ instrumentation: openTelemetry() });
 * ```
 */
export function openTelemetry({
  tracer = traces.getTracer('fencepost'),
  meter = metrics.getMeter('fencepost'),
}: OpenTelemetryOptions = {}): Instrumentation {
  return new OpenTelemetry(tracer, meter);
}

class OpenTelemetry implements Instrumentation {
  readonly observer: RuntimeObserver;
  private readonly tracer: Tracer;
  private readonly clientDuration: Histogram;
  private readonly serverDuration: Histogram;
  private readonly services = new Set<() => ServiceFigures>();
  /** What has passed over the links of services that are down: a counter never falls. */
  private readonly passed = new Map<string, PassedBytes>();

  constructor(tracer: Tracer, meter: Meter) {
    this.tracer = tracer;
    const duration = (side: string, calls: string): Histogram =>
      meter.createHistogram(`rpc.${side}.call.duration`, {
        unit: 's',
        description: `How long ${calls} take.`,
        advice: { explicitBucketBoundaries: DURATION_BUCKETS },
      });
    this.clientDuration = duration('client', 'calls of others');
    this.serverDuration = duration('server', 'calls by others');
    const lost = meter.createCounter('fencepost.messages.lost', {
      unit: '{message}',
      description: 'Messages that were lost on a link, or could not be sent.',
    });
    this.observer = new LossObserver((leg, reason) =>
      lost.add(1, { 'fencepost.leg': leg, 'error.type': reason }),
    );
    this.gauge(
      meter,
      'fencepost.asks.pending',
      '{ask}',
      'Asks and connects that wait for an answer.',
      'pendingAsks',
    );
    this.gauge(meter, 'fencepost.links', '{link}', 'Links to other services.', 'links');
    this.gauge(
      meter,
      'fencepost.peers.left_alone',
      '{peer}',
      'Peers that could not be reached, and are not dialled for a while.',
      'peersLeftAlone',
    );
    this.countTraffic(meter);
  }

  /** The attributes are those of the conventions for the network: the direction, and the scheme of addresses. */
  private countTraffic(meter: Meter): void {
    const counter = meter.createObservableCounter('fencepost.network.io', {
      unit: 'By',
      description: 'Bytes that were sent and received over links.',
    });
    counter.addCallback((result) => {
      const all = new Map([...this.passed].map(([scheme, bytes]) => [scheme, { ...bytes }]));
      for (const figures of this.services) addTraffic(all, figures());
      for (const [scheme, { sentBytes, receivedBytes }] of all) {
        result.observe(sentBytes, { 'url.scheme': scheme, 'network.io.direction': 'transmit' });
        result.observe(receivedBytes, { 'url.scheme': scheme, 'network.io.direction': 'receive' });
      }
    });
  }

  private gauge(
    meter: Meter,
    name: string,
    unit: string,
    description: string,
    figure: 'pendingAsks' | 'links' | 'peersLeftAlone',
  ): void {
    const gauge = meter.createObservableUpDownCounter(name, { unit, description });
    gauge.addCallback((result) => {
      let sum = 0;
      for (const figures of this.services) sum += figures()[figure];
      result.observe(sum);
    });
  }

  began(figures: () => ServiceFigures): () => void {
    this.services.add(figures);
    return () => {
      if (this.services.delete(figures)) addTraffic(this.passed, figures());
    };
  }

  called(call: CallFacts): OutgoingCall {
    const attributes = { ...attributesOf(call), ...serverOf(call.address) };
    const kind = call.asked ? SpanKind.CLIENT : SpanKind.PRODUCER;
    const span = this.startSpan(call, kind, attributes, contexts.active());
    const carrier: Record<string, string> = {};
    propagation.inject(traces.setSpan(contexts.active(), span), carrier);
    return new SpannedCall(span, this.clientDuration, attributes, carrier);
  }

  received(call: CallFacts, context: TraceContext | null): IncomingCall {
    const attributes = attributesOf(call);
    const kind = call.asked ? SpanKind.SERVER : SpanKind.CONSUMER;
    const outer = context === null ? ROOT_CONTEXT : propagation.extract(ROOT_CONTEXT, context);
    const span = this.startSpan(call, kind, { ...attributes, ...serverOf(call.address) }, outer);
    return new HandledCall(span, this.serverDuration, attributes, traces.setSpan(outer, span));
  }

  private startSpan(
    { method, address }: CallFacts,
    kind: SpanKind,
    attributes: Attributes,
    outer: Context,
  ): Span {
    const own = { ...attributes, 'fencepost.address': address };
    return this.tracer.startSpan(method ?? OTHER, { kind, attributes: own }, outer);
  }
}

/** Bytes in both directions. */
interface PassedBytes {
  sentBytes: number;
  receivedBytes: number;
}

/** Adds what has passed over the links of a service, by the scheme of its transports. */
function addTraffic(sums: Map<string, PassedBytes>, { traffic }: ServiceFigures): void {
  for (const { scheme, sentBytes, receivedBytes } of traffic) {
    const sum = sums.get(scheme) ?? { sentBytes: 0, receivedBytes: 0 };
    sum.sentBytes += sentBytes;
    sum.receivedBytes += receivedBytes;
    sums.set(scheme, sum);
  }
}

/** The span of a call, and how long it took. */
class SpannedCall implements OutgoingCall {
  readonly context: TraceContext | null;
  protected readonly span: Span;
  private readonly duration: Histogram;
  private readonly attributes: Attributes;
  private readonly beganAtMs = performance.now();

  constructor(span: Span, duration: Histogram, attributes: Attributes, carrier: TraceContext) {
    this.span = span;
    this.duration = duration;
    this.attributes = attributes;
    this.context = Object.keys(carrier).length === 0 ? null : carrier;
  }

  succeeded(): void {
    this.end({ 'rpc.response.status_code': 'OK' });
  }

  failed(error: unknown): void {
    const status = error instanceof RpcError ? error.code : 'application';
    this.span.setStatus({ code: SpanStatusCode.ERROR, message: cut(messageOf(error)) });
    const outcome = { 'rpc.response.status_code': status };
    this.end({ ...outcome, 'error.type': typeOf(error) }, { ...outcome, 'error.type': kindOf(error) });
  }

  /** @param figured what the figures say of it: each other value costs them memory for ever */
  protected end(outcome: Attributes, figured: Attributes = outcome): void {
    this.span.setAttributes(outcome);
    this.span.end();
    this.duration.record((performance.now() - this.beganAtMs) / 1000, { ...this.attributes, ...figured });
  }
}

/** The span of a handler, in whose context it runs. */
class HandledCall extends SpannedCall implements IncomingCall {
  private readonly inner: Context;

  constructor(span: Span, duration: Histogram, attributes: Attributes, inner: Context) {
    super(span, duration, attributes, {});
    this.inner = inner;
  }

  run(handler: () => void): void {
    contexts.with(this.inner, handler);
  }

  dropped(rule: string): void {
    this.span.setStatus({ code: SpanStatusCode.ERROR, message: `dropped by the rule ${rule}` });
    this.span.setAttribute('fencepost.rule', rule);
    this.end({ 'error.type': 'dropped' });
  }
}

/** Counts what is lost. */
class LossObserver implements RuntimeObserver {
  readonly lost: RuntimeObserver['lost'];

  constructor(count: (leg: Leg, reason: LoseEvent['reason']) => void) {
    this.lost = (leg, _id, reason) => count(leg, reason);
  }

  ran(): void {}

  began(): void {}

  ended(): void {}
}

const attributesOf = ({ method }: CallFacts): Attributes => ({
  'rpc.system.name': 'fencepost',
  'rpc.method': method ?? OTHER,
});

/** Where an endpoint is: a host and a port, the name of a node, or this very service. */
function serverOf(address: string): Attributes {
  const authority = parseAddress(address)?.authority ?? null;
  if (authority === null) return { 'server.address': 'localhost' };
  const at = hostAndPortOf(authority);
  if (at === null) return { 'server.address': authority };
  return { 'server.address': at.host, 'server.port': at.port };
}

/** The type of an error: its code, or the class of an error of the application. */
function typeOf(error: unknown): string {
  return error instanceof RemoteApplicationError ? cut(error.remoteClass) : kindOf(error);
}

/** The same, of which there are few, whatever peers send: the class of an error of theirs is their choice. */
function kindOf(error: unknown): string {
  if (error instanceof RpcError) return error.code;
  return error instanceof Error ? textOf(() => error.constructor.name) : typeof error;
}

const cut = (text: string): string => text.slice(0, PEER_TEXT_CHARACTERS_MAX);
