/**
 * Goal: a recorded program gives a whole trace: every operation with its outcome, every action, an end. What a trace
 * cannot tell ends it, and it says so. Method: small programs on the event loop; the lines are read back.
 */
import test from 'ava';
import * as t from 'io-ts';
import type { TraceEnd, TraceEvent, TraceHeader } from '../../../spec/trace.js';
import { TraceReader } from '../../../spec/trace-file.js';
import {
  ask,
  defineGateway,
  EventLoopScheduler,
  FencedRpcEndpoint,
  MemoryNetwork,
  MemoryTransport,
  PermanentlyFencedRpcEndpoint,
  RpcEndpoint,
  RpcService,
  type Token,
  TraceRecorder,
  tell,
} from '../../index.js';

const EchoGateway = defineGateway('Echo', {
  echo: ask([t.unknown], t.unknown),
  fail: ask([], t.unknown),
  later: ask([t.number], t.number),
  note: tell([]),
});

class Echo extends RpcEndpoint<Echo> {
  constructor(service: RpcService, endpointId?: string) {
    super(service, { gateways: [EchoGateway], ...(endpointId === undefined ? {} : { endpointId }) });
  }
  echo(value: unknown): unknown {
    return value;
  }
  fail(): never {
    throw new RangeError('as asked');
  }
  async later(value: number): Promise<number> {
    return value;
  }
  note(): void {
    this.runAsync(() => undefined);
  }
}

interface Recorded {
  readonly header: TraceHeader;
  readonly events: readonly TraceEvent[];
  readonly end: TraceEnd;
}

/** Records a program and reads the trace. */
async function record(program: (recorder: TraceRecorder) => Promise<void> | void): Promise<Recorded> {
  let text = '';
  const recorder = new TraceRecorder((more) => {
    text += more;
  });
  await program(recorder);
  recorder.end();
  const read: { header?: TraceHeader; events: TraceEvent[]; end?: TraceEnd } = { events: [] };
  const reader = new TraceReader({
    header: (header) => {
      read.header = header;
    },
    event: (event) => {
      read.events.push(event);
    },
    end: (end) => {
      read.end = end;
    },
  });
  reader.read(text);
  reader.close();
  return read as Recorded;
}

const operationsOf = ({ events }: Recorded): readonly string[] =>
  events.flatMap((event) => (event.event === 'invoke' ? [event.operation.type] : []));

const quiet = (future: Promise<unknown>): Promise<unknown> => future.catch(() => undefined);

const session: Token = { type: 'session', bytes: '01' };

test('the header says what the services are', async (assert) => {
  const { header } = await record(async (recorder) => {
    const network = new MemoryNetwork();
    const near = new RpcService({
      recorder,
      transport: new MemoryTransport(network, 'a', 1),
      askTimeoutMs: 7,
    });
    const alone = new RpcService({ recorder, maximumFrameBytes: 99, forceSerialization: true });
    await Promise.all([near.close(), alone.close()]);
  });
  assert.deepEqual(header.services, [
    { remote: true, frameBytes: 10_485_760, askTimeoutMs: 7, forceSerialization: false },
    { remote: false, frameBytes: 99, askTimeoutMs: 10_000, forceSerialization: true },
  ]);
  assert.true(header.complete);
});

test('every operation of a program is invoked once and comes out once', async (assert) => {
  const recorded = await record(async (recorder) => {
    const service = new RpcService({ recorder });
    const echo = new Echo(service, 'echo');
    const resource = { close: () => undefined };
    echo.registerResource(resource);
    echo.unregisterResource(resource);
    echo.start();
    const gateway = await service.connect(echo.address, EchoGateway);
    await gateway.echo(1);
    gateway.note();
    echo.rpcServer.runAsync(() => undefined);
    await echo.rpcServer.callAsync(() => 1, 1000);
    const executor = echo.mainThreadExecutor;
    executor.execute(() => undefined);
    await executor.schedule(() => 2, 0).result;
    executor.schedule(() => 3, 10_000).cancel();
    await service.scheduledExecutor.schedule(() => 4, 0).result;
    echo.rpcServer.stop();
    void echo.terminationFuture;
    await echo.close();
    await service.close();
  });
  assert.deepEqual(operationsOf(recorded), [
    'create-endpoint',
    'register-resource',
    'unregister-resource',
    'start',
    'connect',
    'call',
    'call',
    'run-async',
    'call-async',
    'run-async', // in the handler of the tell
    'obtain-executor',
    'execute',
    'schedule',
    'schedule',
    'cancel',
    'service-schedule',
    'stop',
    'watch',
    'terminate',
    'close-service',
  ]);
  const invoked = recorded.events.flatMap((event) => (event.event === 'invoke' ? [event.op] : []));
  const outcomes = recorded.events.flatMap((event) => (event.event === 'outcome' ? [event.op] : []));
  assert.deepEqual(
    invoked,
    Array.from(invoked, (_, index) => index + 1),
  );
  assert.deepEqual(
    [...outcomes].sort((left, right) => left - right),
    invoked,
  );
  assert.deepEqual(recorded.end, {
    end: 'fencepost-trace',
    events: recorded.events.length,
    quiet: true,
    gap: null,
  });
});

test('an outcome says what of it can be compared', async (assert) => {
  const recorded = await record(async (recorder) => {
    const service = new RpcService({ recorder });
    const echo = new Echo(service, 'echo');
    echo.start();
    const self = echo.getSelfGateway(EchoGateway);
    for (const value of [null, true, 1.5, -0, Number.NaN, 'text', { a: 1 }, [1]]) await self.echo(value);
    await self.echo('x'.repeat(300));
    await quiet(self.fail());
    await service.close();
  });
  const calls = recorded.events.flatMap((event) =>
    event.event === 'invoke' && event.operation.type === 'call' ? [event.op] : [],
  );
  const outcomes = recorded.events.flatMap((event) =>
    event.event === 'outcome' && calls.includes(event.op) ? [event.outcome] : [],
  );
  const values = outcomes.map((outcome) => (outcome.kind === 'value' ? outcome.value : outcome.failure));
  assert.deepEqual(values.slice(0, 8), [null, true, 1.5, 0, '<NaN>', 'text', '<object>', '<array>']);
  assert.regex(String(values[8]), /^x{200}<300 characters, [0-9a-f]+>$/);
  assert.is(values[9], 'RangeError: as asked');
  const given = recorded.events.flatMap((event) =>
    event.event === 'end' && event.gives !== undefined ? [event.gives] : [],
  );
  assert.deepEqual(given, outcomes, 'the same is told of what the work gave');
});

test('what a handler does is done by its endpoint, what follows an await by nobody in particular', async (assert) => {
  class Busy extends Echo {
    override async later(value: number): Promise<number> {
      this.runAsync(() => undefined);
      await Promise.resolve();
      this.runAsync(() => undefined);
      return value;
    }
  }
  const recorded = await record(async (recorder) => {
    const service = new RpcService({ recorder });
    const busy = new Busy(service, 'busy');
    busy.start();
    await busy.getSelfGateway(EchoGateway).later(1);
    await service.close();
  });
  const runs = recorded.events.flatMap((event) =>
    event.event === 'invoke' && event.operation.type === 'run-async' ? [event.by] : [],
  );
  assert.deepEqual(runs, [{ mainOf: 1 }, { lane: 0 }]);
});

test('FENCE-15 tokens, and the executors that are bound to them, are told', async (assert) => {
  class Guarded extends FencedRpcEndpoint<Guarded> {
    constructor(service: RpcService) {
      super(service, { endpointId: 'guarded', gateways: [] }, session);
    }
  }
  class Permanent extends PermanentlyFencedRpcEndpoint<Permanent> {
    constructor(service: RpcService) {
      super(service, { endpointId: 'permanent', gateways: [] }, session);
    }
  }
  const recorded = await record(async (recorder) => {
    const service = new RpcService({ recorder });
    const guarded = new Guarded(service);
    const permanent = new Permanent(service);
    guarded.start();
    assert.throws(() => guarded.setFencingToken(null));
    assert.throws(() => permanent.setFencingToken(null));
    void guarded.mainThreadExecutor;
    void guarded.mainThreadExecutor;
    await guarded.rpcServer.callAsyncWithoutFencing(
      () => guarded.setFencingToken({ ...session, bytes: '02' }),
      1000,
    );
    void guarded.mainThreadExecutor;
    void guarded.mainThreadExecutorWithoutFencing;
    await service.close();
  });
  const executors = recorded.events.flatMap((event) =>
    event.event === 'invoke' && event.operation.type === 'obtain-executor' ? [event.operation.executor] : [],
  );
  assert.deepEqual(executors, [1, 1, 2, 3], 'one number for one token');
  const sets = recorded.events.flatMap((event) =>
    event.event === 'invoke' && event.operation.type === 'set-token' ? [event.op] : [],
  );
  const outcomes = sets.map((op) =>
    recorded.events.find((event) => event.event === 'outcome' && event.op === op),
  );
  assert.deepEqual(
    outcomes.map((event) =>
      event?.event === 'outcome' && event.outcome.kind === 'error' ? event.outcome.code : 'ok',
    ),
    ['not-main-thread', 'unsupported-operation', 'ok'],
  );
});

test('an address is told as the name of an endpoint of a service, or as what it is instead', async (assert) => {
  const recorded = await record(async (recorder) => {
    const network = new MemoryNetwork();
    const here = new RpcService({ recorder, transport: new MemoryTransport(network, 'here', 1) });
    const there = new RpcService({ recorder, transport: new MemoryTransport(network, 'there', 2) });
    const prefix = 'fencepost.memory://fencepost@';
    for (const address of [
      `${prefix}there:2/user/rpc/a`,
      'fencepost://fencepost/user/rpc/a',
      `${prefix}there:2/user/rpc`,
      `${prefix}nowhere:9/user/rpc/a`,
      'nonsense',
      '',
    ])
      await quiet(here.connect(address, EchoGateway));
    await here.close();
    await there.close();
  });
  const addresses = recorded.events.flatMap((event) =>
    event.event === 'invoke' && event.operation.type === 'connect' ? [event.operation.address] : [],
  );
  assert.deepEqual(addresses, [
    { kind: 'name', service: 1, name: 'a' },
    { kind: 'name', service: 0, name: 'a' },
    { kind: 'supervisor', service: 1 },
    { kind: 'unknown-host' },
    { kind: 'literal', text: 'nonsense' },
    { kind: 'literal', text: '' },
  ]);
});

test('a link that breaks is told, one that goes down with its service is not', async (assert) => {
  const recorded = await record(async (recorder) => {
    const network = new MemoryNetwork();
    const here = new RpcService({ recorder, transport: new MemoryTransport(network, 'here', 1) });
    const there = new RpcService({ recorder, transport: new MemoryTransport(network, 'there', 2) });
    const echo = new Echo(there, 'echo');
    await here.connect(echo.address, EchoGateway);
    network.breakLinks(1, 2);
    await here.connect(echo.address, EchoGateway);
    await there.close();
    await here.close();
  });
  assert.is(operationsOf(recorded).filter((type) => type === 'link').length, 2, 'both ends are told');
});

test('a recording that ends while something is under way says so', async (assert) => {
  const { end } = await record((recorder) => {
    const service = new RpcService({ recorder });
    new Echo(service, 'echo').start();
    recorder.end();
  });
  assert.false(end.quiet);
  assert.is(end.gap, null);
});

test('after its end nothing is recorded, and the program goes on', async (assert) => {
  const { events } = await record(async (recorder) => {
    const service = new RpcService({ recorder });
    const echo = new Echo(service, 'echo');
    echo.start();
    recorder.end();
    const gateway = await service.connect(echo.address, EchoGateway);
    assert.is(await gateway.echo('still here'), 'still here');
    await service.close();
  });
  assert.deepEqual(
    events.map(({ event }) => event),
    ['invoke', 'outcome', 'invoke', 'outcome'],
  );
});

class Unfinished extends Echo {
  constructor(service: RpcService) {
    super(service, 'unfinished');
    throw new Error('no');
  }
}

/** What no event can tell. */
const gaps: readonly (readonly [
  what: string,
  reason: RegExp,
  program: (recorder: TraceRecorder) => Promise<void>,
])[] = [
  [
    'a constructor that fails',
    /constructor of endpoint unfinished failed/,
    async (recorder) => {
      const service = new RpcService({ recorder });
      try {
        service.createEndpoint(() => new Unfinished(service));
      } finally {
        await service.close();
      }
    },
  ],
  [
    'a peer that is not recorded',
    /a service that is not recorded was met, there:2/,
    async (recorder) => {
      const network = new MemoryNetwork();
      const here = new RpcService({ recorder, transport: new MemoryTransport(network, 'here', 1) });
      const there = new RpcService({ transport: new MemoryTransport(network, 'there', 2) });
      const echo = new Echo(there, 'echo');
      await here.connect(echo.address, EchoGateway);
      await Promise.all([here.close(), there.close()]);
    },
  ],
  [
    'a scheduled task that returns a promise',
    /a scheduled task returned a promise/,
    async (recorder) => {
      const service = new RpcService({ recorder });
      const echo = new Echo(service, 'echo');
      echo.start();
      await echo.mainThreadExecutor.schedule(async () => 1, 0).result;
      await service.close();
    },
  ],
  [
    'a task of a service that returns a promise',
    /a task of a service returned a promise/,
    async (recorder) => {
      const service = new RpcService({ recorder });
      await service.scheduledExecutor.schedule(async () => 1, 0).result;
      await service.close();
    },
  ],
  [
    'an operation inside of another, on no main thread',
    /an operation began within another/,
    async (recorder) => {
      const service = new RpcService({ recorder });
      const echo = new Echo(service, 'echo');
      await echo.close();
      try {
        echo.registerResource({ close: () => echo.start() });
      } finally {
        await service.close();
      }
    },
  ],
];

for (const [what, reason, program] of gaps) {
  test(`${what} ends the recording, and the trace says why`, async (assert) => {
    let recorder: TraceRecorder | null = null;
    const { end } = await record(async (its) => {
      recorder = its;
      await program(its).catch(() => undefined);
    });
    assert.regex(end.gap ?? '', reason);
    assert.false(end.quiet);
    assert.is((recorder as TraceRecorder | null)?.gapReason, end.gap);
  });
}

for (const [when, lines, how] of [
  ['at once', 0, 'throws'],
  ['in the middle', 5, 'throws'],
  ['in the middle', 5, 'rejects'],
] as const) {
  test(`text that cannot be written ends the recording ${when}, and harms nobody: it ${how}`, async (assert) => {
    let written = 0;
    const recorder = new TraceRecorder(() => {
      written += 1;
      if (written <= lines) return;
      if (how === 'throws') throw new Error('the disk is full');
      return Promise.reject(new Error('the disk is full')) as unknown as undefined;
    });
    const service = new RpcService({ recorder });
    const echo = new Echo(service, 'echo');
    echo.start();
    const gateway = await service.connect(echo.address, EchoGateway);
    assert.is(await gateway.echo(1), 1);
    const known = written;
    assert.is(await gateway.echo(2), 2);
    assert.is(written, known);
    await service.close();
    assert.is(recorder.gapReason, 'the text of the trace could not be written: the disk is full');
    recorder.end();
    assert.is(written, known);
  });
}

test('services come before what is recorded, and bring no scheduler of their own', async (assert) => {
  await record(async (recorder) => {
    const service = new RpcService({ recorder });
    const scheduler = new EventLoopScheduler();
    assert.throws(() => new RpcService({ recorder, scheduler }), { code: 'illegal-argument' } as never);
    await service.close();
    assert.throws(() => new RpcService({ recorder }), { code: 'illegal-state' } as never);
  });
});

test('an observer beside the recorder hears the same', async (assert) => {
  const heard: string[] = [];
  const recorded = await record(async (recorder) => {
    const service = new RpcService({
      recorder,
      observer: {
        ran: (leg) => heard.push(leg),
        lost: (leg) => heard.push(`lost ${leg}`),
        began: (_endpoint, role) => heard.push(`began ${role}`),
        ended: (_endpoint, role) => heard.push(`ended ${role}`),
      },
    });
    new Echo(service, 'echo').start();
    await service.close();
  });
  const told = recorded.events.flatMap((event) => {
    if (event.event === 'run') return [event.leg];
    if (event.event === 'begin') return [`began ${event.role}`];
    return event.event === 'end' ? [`ended ${event.role}`] : [];
  });
  assert.deepEqual(heard, told);
});
