/**
 * Goal: calls and handlers have spans that belong together across services, durations, and figures of what waits and what was
 * lost, by the conventions for RPC. Method: the SDK of OpenTelemetry with exporters in memory; services over a network in
 * memory whose frames travel as bytes.
 */
import { context, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { DataPointType, MeterProvider, MetricReader } from '@opentelemetry/sdk-metrics';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import test from 'ava';
import * as t from 'io-ts';
import {
  ask,
  defineGateway,
  FencedRpcEndpoint,
  type Instrumentation,
  MemoryNetwork,
  MemoryTransport,
  RpcConnectionError,
  RpcService,
  rpcTimeout,
  TcpTransport,
  tell,
} from '../../index.js';
import { openTelemetry } from '../../open-telemetry.js';

context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
propagation.setGlobalPropagator(new W3CTraceContextPropagator());

const Work = defineGateway('Work', {
  add: ask([t.number, t.number], t.number),
  slow: ask([], t.string),
  fail: ask([], t.void),
  never: ask([rpcTimeout], t.void),
  relay: ask([t.string], t.number),
  note: tell([t.string]),
});
const token = { type: 'Leader', bytes: '01' };

class Worker extends FencedRpcEndpoint<Worker> {
  /** What is told about each note: the trace that it belongs to. */
  readonly notes: (string | undefined)[] = [];

  constructor(service: RpcService, endpointId = 'worker') {
    super(service, { endpointId, gateways: [Work] }, token);
  }

  add(left: number, right: number): number {
    return left + right;
  }

  async slow(): Promise<string> {
    await Promise.resolve();
    return trace.getActiveSpan()?.spanContext().spanId ?? 'none';
  }

  thrown: unknown = new RangeError('out of range');

  fail(): void {
    throw this.thrown;
  }

  never(_limitMs: number): Promise<void> {
    return new Promise(() => undefined);
  }

  async relay(address: string): Promise<number> {
    const gateway = await this.rpcService.connectFenced(address, Work, token);
    return gateway.add(1, 2);
  }

  note(text: string): void | Promise<void> {
    this.notes.push(trace.getActiveSpan()?.spanContext().traceId);
    if (text === 'throw') throw new TypeError('refused');
    if (text === 'reject') return Promise.reject(new TypeError('refused later'));
    if (text === 'later') return Promise.resolve();
  }
}

/** Collects when it is asked. */
class Reader extends MetricReader {
  protected override async onForceFlush(): Promise<void> {}

  protected override async onShutdown(): Promise<void> {}
}

/** Spans and figures in memory. */
function telemetry() {
  const exporter = new InMemorySpanExporter();
  const tracers = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  const reader = new Reader();
  const meters = new MeterProvider({ readers: [reader] });
  const instrumentation = openTelemetry({
    tracer: tracers.getTracer('test'),
    meter: meters.getMeter('test'),
  });
  /** The figures of a name, with their attributes. */
  const figures = async (name: string) => {
    const { resourceMetrics } = await reader.collect();
    const metrics = resourceMetrics.scopeMetrics.flatMap((scope) => scope.metrics);
    return metrics
      .filter(({ descriptor }) => descriptor.name === name)
      .flatMap(({ dataPoints, dataPointType }) =>
        dataPoints.map(({ attributes, value }) => ({
          attributes,
          value:
            dataPointType === DataPointType.HISTOGRAM ? (value as { readonly count: number }).count : value,
        })),
      );
  };
  const span = (kind: SpanKind, name: string): ReadableSpan => {
    const found = exporter.getFinishedSpans().filter((other) => other.kind === kind && other.name === name);
    if (found.length !== 1) throw new Error(`${found.length} spans of the kind ${kind} are called ${name}`);
    return found[0] as ReadableSpan;
  };
  return { instrumentation, exporter, figures, span };
}

function services(left: Instrumentation | null, right: Instrumentation | null) {
  const network = new MemoryNetwork();
  const open = (host: string, port: number, instrumentation: Instrumentation | null): RpcService =>
    new RpcService({
      transport: new MemoryTransport(network, host, port, { bytes: true }),
      ...(instrumentation === null ? {} : { instrumentation }),
    });
  const caller = open('left', 1, left);
  const service = open('right', 2, right);
  const worker = new Worker(service);
  worker.start();
  const close = () => Promise.all([caller.close(), service.close()]);
  return { network, caller, service, worker, close };
}

test('an ask has a span, its handler has one below it, and both say what the conventions want', async (assert) => {
  const { instrumentation, span, figures } = telemetry();
  const { caller, worker, close } = services(instrumentation, instrumentation);
  const gateway = await caller.connectFenced(worker.address, Work, token);
  assert.is(await gateway.add(1, 2), 3);
  const [client, server] = [span(SpanKind.CLIENT, 'Work/add'), span(SpanKind.SERVER, 'Work/add')];
  assert.is(server.parentSpanContext?.spanId, client.spanContext().spanId);
  assert.is(server.spanContext().traceId, client.spanContext().traceId);
  assert.true(server.parentSpanContext?.isRemote);
  for (const { attributes, status } of [client, server]) {
    assert.deepEqual(attributes, {
      'rpc.system.name': 'fencepost',
      'rpc.method': 'Work/add',
      'rpc.response.status_code': 'OK',
      'server.address': 'right',
      'server.port': 2,
      'fencepost.address': worker.address,
    });
    assert.is(status.code, SpanStatusCode.UNSET);
  }
  const attributes = {
    'rpc.system.name': 'fencepost',
    'rpc.method': 'Work/add',
    'rpc.response.status_code': 'OK',
  };
  assert.deepEqual(await figures('rpc.server.call.duration'), [{ attributes, value: 1 }]);
  const client_ = { ...attributes, 'server.address': 'right', 'server.port': 2 };
  assert.deepEqual(await figures('rpc.client.call.duration'), [{ attributes: client_, value: 1 }]);
  await close();
});

test('the span of an asynchronous handler is active behind an await, and ends with its promise', async (assert) => {
  const { instrumentation, span } = telemetry();
  const { caller, worker, close } = services(instrumentation, instrumentation);
  const gateway = await caller.connectFenced(worker.address, Work, token);
  assert.is(await gateway.slow(), span(SpanKind.SERVER, 'Work/slow').spanContext().spanId);
  await close();
});

test('what a handler calls belongs to the same trace, through two services and back', async (assert) => {
  const { instrumentation, span, exporter } = telemetry();
  const { caller, worker, close } = services(instrumentation, instrumentation);
  const other = new Worker(caller, 'other');
  other.start();
  const gateway = await caller.connectFenced(worker.address, Work, token);
  assert.is(await gateway.relay(other.address), 3);
  const inner = span(SpanKind.CLIENT, 'Work/add');
  assert.is(inner.parentSpanContext?.spanId, span(SpanKind.SERVER, 'Work/relay').spanContext().spanId);
  assert.is(new Set(exporter.getFinishedSpans().map((each) => each.spanContext().traceId)).size, 1);
  await close();
});

test('a span of the caller is the parent, and calls within a service have spans, too', async (assert) => {
  const { instrumentation, span } = telemetry();
  const { service, worker, close } = services(null, instrumentation);
  const gateway = await service.connectFenced(worker.address, Work, token);
  const outer = new BasicTracerProvider().getTracer('outer').startSpan('outer');
  await context.with(trace.setSpan(context.active(), outer), () => gateway.add(1, 2));
  const client = span(SpanKind.CLIENT, 'Work/add');
  assert.is(client.parentSpanContext?.spanId, outer.spanContext().spanId);
  assert.is(span(SpanKind.SERVER, 'Work/add').parentSpanContext?.spanId, client.spanContext().spanId);
  await close();
});

test('CALL-11 a handler that throws fails both spans, with the class of its error', async (assert) => {
  const { instrumentation, span, figures } = telemetry();
  const { caller, worker, close } = services(instrumentation, instrumentation);
  const gateway = await caller.connectFenced(worker.address, Work, token);
  await assert.throwsAsync(gateway.fail());
  for (const kind of [SpanKind.CLIENT, SpanKind.SERVER]) {
    const { attributes, status } = span(kind, 'Work/fail');
    assert.is(attributes['error.type'], 'RangeError');
    assert.is(attributes['rpc.response.status_code'], 'application');
    assert.is(status.code, SpanStatusCode.ERROR);
    assert.regex(status.message ?? '', /out of range/);
  }
  // What a peer calls its errors is no label of a figure: it could call each one otherwise.
  assert.is((await figures('rpc.client.call.duration'))[0]?.attributes['error.type'], 'application');
  assert.is((await figures('rpc.server.call.duration'))[0]?.attributes['error.type'], 'RangeError');
  await close();
});

test('CALL-11, SUPER-01 what has no text, or refuses to be read, fails its call and nothing else', async (assert) => {
  const { instrumentation, exporter, span } = telemetry();
  const { caller, service, worker, close } = services(instrumentation, instrumentation);
  const gateways = [caller, service].map((each) => each.connectFenced(worker.address, Work, token));
  const unreadable = Object.defineProperty(new Error(), 'message', {
    get: () => {
      throw new Error('no message');
    },
  });
  for (const thrown of [Object.create(null), unreadable, Symbol('s'), undefined]) {
    worker.thrown = thrown;
    for (const gateway of await Promise.all(gateways)) {
      exporter.reset();
      await gateway.fail().then(
        () => assert.fail('an error was expected'),
        () => undefined,
      );
      for (const kind of [SpanKind.CLIENT, SpanKind.SERVER])
        assert.is(span(kind, 'Work/fail').status.code, SpanStatusCode.ERROR);
      assert.is(await gateway.add(1, 2), 3);
    }
  }
  await close();
});

test('what a peer says of its errors is cut on spans, and does not multiply the figures', async (assert) => {
  const { instrumentation, exporter, figures } = telemetry();
  const { caller, worker, close } = services(instrumentation, null);
  const gateway = await caller.connectFenced(worker.address, Work, token);
  for (let count = 0; count < 5; count += 1) {
    worker.thrown = Object.assign(new Error('m'.repeat(1000)), { name: `Class${count}${'x'.repeat(1000)}` });
    await assert.throwsAsync(gateway.fail());
  }
  const spans = exporter.getFinishedSpans();
  assert.deepEqual(
    spans.map(({ attributes, status }) => [
      String(attributes['error.type']).slice(0, 6),
      String(attributes['error.type']).length,
      status.message?.length,
    ]),
    [0, 1, 2, 3, 4].map((count) => [`Class${count}`, 256, 256]),
  );
  assert.deepEqual(
    (await figures('rpc.client.call.duration')).map(({ attributes, value }) => [
      attributes['error.type'],
      value,
    ]),
    [['application', 5]],
  );
  await close();
});

test('FENCE-02, TIME-06 calls that are refused or expire fail with the code of their error', async (assert) => {
  const { instrumentation, span, figures } = telemetry();
  const { caller, worker, close } = services(instrumentation, instrumentation);
  const stale = await caller.connectFenced(worker.address, Work, { type: 'Leader', bytes: '02' });
  await assert.throwsAsync(stale.add(1, 2));
  assert.is(span(SpanKind.CLIENT, 'Work/add').attributes['error.type'], 'fencing-token');
  assert.is(span(SpanKind.SERVER, '_OTHER').attributes['error.type'], 'fencing-token');
  const gateway = await caller.connectFenced(worker.address, Work, token);
  const waiting = gateway.never(50);
  assert.deepEqual(
    (await figures('fencepost.asks.pending')).map(({ value }) => value),
    [1],
  );
  await assert.throwsAsync(waiting);
  await assert.throwsAsync(gateway.never(0)); // TIME-04: nothing was sent
  const expired = telemetryNames(figures);
  assert.deepEqual((await expired).sort(), ['ask-timeout', 'fencing-token', 'illegal-argument']);
  await close();
});

/** The types of the errors of calls. */
async function telemetryNames(figures: ReturnType<typeof telemetry>['figures']) {
  return (await figures('rpc.client.call.duration')).map(({ attributes }) => attributes['error.type']);
}

test('a tell has the span of a producer, its handler that of a consumer, and each ends once', async (assert) => {
  const { instrumentation, exporter, span } = telemetry();
  const { caller, worker, close } = services(instrumentation, instrumentation);
  const gateway = await caller.connectFenced(worker.address, Work, token);
  gateway.note('plain');
  await gateway.add(0, 0);
  const producer = span(SpanKind.PRODUCER, 'Work/note');
  const consumer = span(SpanKind.CONSUMER, 'Work/note');
  assert.is(consumer.parentSpanContext?.spanId, producer.spanContext().spanId);
  assert.deepEqual(worker.notes, [producer.spanContext().traceId]);
  exporter.reset();
  for (const text of ['throw', 'reject', 'later']) gateway.note(text);
  await gateway.add(0, 0);
  const types = exporter
    .getFinishedSpans()
    .filter(({ kind }) => kind === SpanKind.CONSUMER)
    .map(({ attributes }) => attributes['error.type']);
  assert.deepEqual(types.sort(), ['TypeError', 'TypeError', undefined]);
  await close();
});

test('FENCE-02 a tell that is dropped says by which rule', async (assert) => {
  const { instrumentation, span } = telemetry();
  const { caller, worker, close } = services(instrumentation, instrumentation);
  const stale = await caller.connectFenced(worker.address, Work, { type: 'Leader', bytes: '02' });
  stale.note('unheard');
  await (await caller.connectFenced(worker.address, Work, token)).add(0, 0);
  const { attributes } = span(SpanKind.CONSUMER, '_OTHER');
  assert.is(attributes['error.type'], 'dropped');
  assert.regex(String(attributes['fencepost.rule']), /^FENCE-\d\d$/);
  await close();
});

test('ORD-06 what is lost is counted, with the reason; links are counted while they are there', async (assert) => {
  const { instrumentation, figures } = telemetry();
  const { network, caller, worker, close } = services(instrumentation, null);
  const gateway = await caller.connectFenced(worker.address, Work, token);
  const links = async () => (await figures('fencepost.links')).map(({ value }) => value);
  assert.deepEqual(await links(), [1]);
  network.dropNext(1, 2);
  gateway.note('lost');
  network.partition(1, 2);
  gateway.note('lost');
  gateway.note('lost');
  const lost = await figures('fencepost.messages.lost');
  assert.deepEqual(
    lost
      .map(({ attributes, value }) => [attributes['fencepost.leg'], attributes['error.type'], value])
      .sort(),
    [
      ['request', 'drop-next', 1],
      ['request', 'partition', 2],
    ],
  );
  network.repair(1, 2);
  network.breakLinks(1, 2);
  assert.deepEqual(await links(), [0]);
  await close();
  assert.deepEqual(await links(), [0]);
  assert.deepEqual(
    (await figures('fencepost.asks.pending')).map(({ value }) => value),
    [0],
  );
});

test('bytes are counted by the scheme of their transport and their direction, also those of services that are down', async (assert) => {
  const { instrumentation, figures } = telemetry();
  const open = async () => new RpcService({ transport: await TcpTransport.open(), instrumentation });
  const [caller, service] = [await open(), await open()];
  const worker = new Worker(service);
  worker.start();
  const bytes = async (direction: 'transmit' | 'receive') => {
    const found = (await figures('fencepost.network.io')).filter(
      ({ attributes }) => attributes['network.io.direction'] === direction,
    );
    assert.deepEqual(
      found.map(({ attributes }) => attributes['url.scheme']),
      ['fencepost.tcp'],
    );
    return found[0]?.value as number;
  };
  assert.deepEqual([await bytes('transmit'), await bytes('receive')], [0, 0]);
  const gateway = await caller.connectFenced(worker.address, Work, token);
  assert.is(await gateway.add(1, 2), 3);
  const sent = await bytes('transmit');
  assert.true(sent > 0);
  assert.is(await bytes('receive'), sent); // both services are counted together
  await caller.close();
  await service.close();
  const last = await bytes('transmit');
  assert.true(last > sent);
  const again = [await open(), await open()];
  assert.is(await bytes('transmit'), last);
  await Promise.all(again.map((each) => each.close()));
  assert.is(await bytes('transmit'), last);
});

test('HAND-05 a peer that cannot be reached is counted while it is left alone, logged, and a connect says why', async (assert) => {
  const { instrumentation, figures } = telemetry();
  const logged: object[] = [];
  const logger = {
    debug: (details: object, message: string) => void logged.push({ ...details, message }),
    warn: () => undefined,
    error: () => undefined,
  };
  const limits = { backOffMs: 600_000, backOffMaxMs: 600_000 };
  const transport = await TcpTransport.open({ limits });
  const caller = new RpcService({ transport, instrumentation, logger });
  const connecting = () => caller.connect('fencepost.tcp://fencepost@127.0.0.1:1/user/rpc/worker', Work);
  const left = async () => (await figures('fencepost.peers.left_alone')).map(({ value }) => value);
  assert.deepEqual(await left(), [0]);
  await assert.throwsAsync(connecting(), { instanceOf: RpcConnectionError, message: /ECONNREFUSED/ });
  const leftAlone = /could not be reached once, and is left alone for another \d+ ms: .*ECONNREFUSED/;
  await assert.throwsAsync(connecting(), { instanceOf: RpcConnectionError, message: leftAlone });
  assert.deepEqual(await left(), [1]);
  assert.like(logged[0], {
    message: 'a peer could not be reached',
    scheme: 'fencepost.tcp',
    authority: '127.0.0.1:1',
    times: 1,
  });
  await caller.close();
  assert.deepEqual(await left(), [0]);
});

test('only one side with telemetry: the other neither sees nor minds it', async (assert) => {
  const { instrumentation, span } = telemetry();
  for (const [left, right] of [
    [instrumentation, null],
    [null, instrumentation],
  ] as const) {
    const { caller, worker, close } = services(left, right);
    const gateway = await caller.connectFenced(worker.address, Work, token);
    assert.is(await gateway.add(1, 2), 3);
    await close();
  }
  assert.is(span(SpanKind.SERVER, 'Work/add').parentSpanContext, undefined);
  assert.is(span(SpanKind.CLIENT, 'Work/add').parentSpanContext, undefined);
});

test('without an SDK in the process nothing is told, and everything works', async (assert) => {
  const { caller, worker, close } = services(openTelemetry(), openTelemetry());
  const gateway = await caller.connectFenced(worker.address, Work, token);
  assert.is(await gateway.add(1, 2), 3);
  await close();
});

test('names of nodes and places within a service are addresses of servers, too', async (assert) => {
  const { instrumentation, span } = telemetry();
  instrumentation
    .called({ method: 'a/b', address: 'fencepost.nats://fencepost@node-a/user/rpc/w', asked: true })
    .succeeded();
  assert.is(span(SpanKind.CLIENT, 'a/b').attributes['server.address'], 'node-a');
  instrumentation
    .called({ method: 'a/c', address: 'fencepost://fencepost/user/rpc/w', asked: true })
    .failed('text');
  const { attributes } = span(SpanKind.CLIENT, 'a/c');
  assert.deepEqual([attributes['server.address'], attributes['error.type']], ['localhost', 'string']);
});
