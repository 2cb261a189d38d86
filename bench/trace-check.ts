/** The benchmark of check-trace: a recording of two services is judged again and again, from its text. */
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
/** How much of the text is handed over at a time, as a file is read. */
const PIECE_CHARACTERS = 1 << 18;

const MeterGateway = defineGateway('Meter', {
  add: ask([t.number], t.number),
  later: ask([t.number], t.number),
  note: tell([t.string]),
});

class Meter extends RpcEndpoint<Meter> {
  private total = 0;

  constructor(service: RpcService) {
    super(service, { endpointId: 'meter', gateways: [MeterGateway] });
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
async function recording(): Promise<{ readonly text: string; readonly events: number }> {
  const lines: string[] = [];
  const recorder = new TraceRecorder((line) => lines.push(line));
  const network = new MemoryNetwork();
  const near = new RpcService({ recorder, transport: new MemoryTransport(network, 'near', 1) });
  const far = new RpcService({ recorder, transport: new MemoryTransport(network, 'far', 2) });
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
  await near.close();
  await far.close();
  recorder.end();
  return { text: lines.join(''), events: lines.length - 2 };
}

async function prepare(): Promise<Subject> {
  const { text, events } = await recording();
  const portion = (): number => {
    const judge = new TraceJudge();
    for (let from = 0; from < text.length; from += PIECE_CHARACTERS) {
      judge.read(text.slice(from, from + PIECE_CHARACTERS));
    }
    const { verdict } = judge.close();
    if (verdict !== 'accepted') throw new Error(`the models find the recording ${verdict}`);
    return events;
  };
  return { measure: (milliseconds) => repeat(milliseconds, portion) };
}

export const traceBenchmarks: readonly Benchmark[] = [
  {
    name: 'check-trace, two services',
    unit: 'events',
    target: ratioOf(100_000),
    warmUpMilliseconds: 2000,
    prepare,
  },
];
