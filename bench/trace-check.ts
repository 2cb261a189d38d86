/**
 * The benchmarks of check-trace: recordings of two services are judged again and again, from their text. One is of many
 * calls on few endpoints, the others are of many endpoints, half of which live to the end.
 */
import {
  ask,
  defineGateway,
  MemoryNetwork,
  MemoryTransport,
  RpcEndpoint,
  RpcService,
  TraceRecorder,
  t,
  tell,
} from '../impl/index.js';
import { TraceJudge } from '../properties/suite/trace-judge.js';
import { type Benchmark, ratioOf, repeat, type Subject } from './benchmark.js';

const ROUNDS = 200;
const CALLS_A_ROUND = 20;
/** How many endpoints are created and called at the same time. */
const ENDPOINTS_AT_ONCE = 10;
/** How much of the text is handed over at a time, as a file is read. */
const PIECE_CHARACTERS = 1 << 18;

const MeterGateway = defineGateway('Meter', {
  add: ask([t.number], t.number),
  later: ask([t.number], t.number),
  note: tell([t.string]),
});

class Meter extends RpcEndpoint<Meter> {
  private total = 0;

  constructor(service: RpcService, endpointId = 'meter') {
    super(service, { endpointId, gateways: [MeterGateway] });
  }

  add(amount: number): number {
    this.total += amount;
    return this.total;
  }

  async later(amount: number): Promise<number> {
    return amount;
  }

  note(_text: string): void {}
}

/** The text of a recording, and how many events it has. */
interface Recording {
  readonly text: string;
  readonly events: number;
}

/** Records what a program does with two services. */
async function record(program: (near: RpcService, far: RpcService) => Promise<void>): Promise<Recording> {
  const lines: string[] = [];
  const recorder = new TraceRecorder((line) => lines.push(line));
  const network = new MemoryNetwork();
  const near = new RpcService({ recorder, transport: new MemoryTransport(network, 'near', 1) });
  const far = new RpcService({ recorder, transport: new MemoryTransport(network, 'far', 2) });
  await program(near, far);
  await near.close();
  await far.close();
  recorder.end();
  return { text: lines.join(''), events: lines.length - 2 };
}

/** Many calls on one endpoint. */
async function manyCalls(near: RpcService, far: RpcService): Promise<void> {
  const meter = new Meter(near);
  meter.start();
  const gateways = await Promise.all(
    [near, far].map((service) => service.connect(meter.address, MeterGateway)),
  );
  for (let round = 0; round < ROUNDS; round += 1) {
    const asks = gateways.flatMap((gateway) => {
      gateway.note('a round begins');
      return Array.from({ length: CALLS_A_ROUND / 2 }, (_, call) =>
        call === 0 ? gateway.later(call) : gateway.add(call),
      );
    });
    await Promise.all(asks);
  }
}

/** Many endpoints, each of which is started, connected to from the other service and called. */
const manyEndpoints = (count: number) => async (near: RpcService, far: RpcService) => {
  for (let first = 0; first < count; first += ENDPOINTS_AT_ONCE) {
    const lives = Array.from({ length: ENDPOINTS_AT_ONCE }, async (_, index) => {
      const number = first + index;
      const [home, caller] = number % 2 === 0 ? [near, far] : [far, near];
      const meter = new Meter(home, `meter-${number}`);
      meter.start();
      const gateway = await caller.connect(meter.address, MeterGateway);
      await gateway.add(1);
      await gateway.later(2);
      if (number % 4 < 2) await meter.close();
    });
    await Promise.all(lives);
  }
};

/** Judges the text of a recording, piece by piece. */
function judge({ text, events }: Recording): number {
  const trace = new TraceJudge();
  for (let from = 0; from < text.length; from += PIECE_CHARACTERS) {
    trace.read(text.slice(from, from + PIECE_CHARACTERS));
  }
  const { verdict } = trace.close();
  if (verdict !== 'accepted') throw new Error(`the models find the recording ${verdict}`);
  return events;
}

/** A benchmark of the recording of a program. */
const benchmarkOf = (name: string, program: (near: RpcService, far: RpcService) => Promise<void>) => ({
  name: `check-trace, ${name}`,
  unit: 'events',
  target: ratioOf(100_000),
  warmUpMilliseconds: 2000,
  async prepare(): Promise<Subject> {
    const recording = await record(program);
    return { measure: (milliseconds) => repeat(milliseconds, () => judge(recording)) };
  },
});

export const traceBenchmarks: readonly Benchmark[] = [
  benchmarkOf('two services', manyCalls),
  benchmarkOf('1,000 endpoints', manyEndpoints(1000)),
  benchmarkOf('5,000 endpoints', manyEndpoints(5000)),
  benchmarkOf('20,000 endpoints', manyEndpoints(20_000)),
];
