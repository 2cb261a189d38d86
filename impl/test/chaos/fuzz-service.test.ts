/**
 * Goal: whatever bytes strangers send to a listening service, and however many of them, it answers others meanwhile, its
 * memory stays bounded, and nothing is thrown past its boundary. Method: a service in a process of its own; 10,000 inputs
 * from a seed (a million: `npm run fuzz`), slow writers, floods of connections, and a client that asks all the time.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { LINK_LIMITS, RpcService, TcpTransport } from '../../index.js';
import { encodePreamble } from '../../wire/index.js';
import { Draw } from '../draw.js';
import { conversation, FUZZ_INPUTS, usual } from '../wire/arbitraries.js';
import { AnyGateway } from './any-gateway.js';
import { askAndNeverRead, attack, flood, INPUT_KINDS, note } from './attacks.js';
import type { Health } from './fuzzed-service.js';

const SEED = 7;

/** So many connections at a time. */
const SIDE_BY_SIDE = 16;

/** After so many inputs there is a flood of connections, and a look at the service. */
const INPUTS_A_LOOK = 1000;

/** How much more may live on the heap than after the first look, in bytes. */
const HEAP_GROWTH_BYTES_MAX = 4 * 1024 * 1024;

/** Links of those who have left are gone within this time. */
const GONE_WITHIN_MS = 20_000;

/** The question who lives under a name. */
const identify = conversation([{ frame: 'identify', op: 1, sender: 0, name: 'any' }]).subarray(
  encodePreamble(usual).length,
);

const script = fileURLToPath(new URL('./fuzzed-service.js', import.meta.url));

async function told<Told>(child: ChildProcess): Promise<Told> {
  const [message] = (await once(child, 'message')) as [Told];
  return message;
}

function health(child: ChildProcess): Promise<Health> {
  const answer = told<Health>(child);
  child.send('how are you?');
  return answer;
}

test('WIRE-55 a listening service survives whatever is sent to it, and answers others meanwhile', async (assert) => {
  const child = fork(script, { execArgv: ['--expose-gc'] });
  assert.teardown(() => child.kill('SIGKILL'));
  const address = await told<string>(child);
  const port = Number(/:(\d+)\//.exec(address)?.[1]);
  const transport = await TcpTransport.open({ limits: LINK_LIMITS });
  const client = new RpcService({ transport, askTimeoutMs: 60_000 });
  assert.teardown(() => client.close());
  const gateway = await client.connect(address, AnyGateway);

  const draw = new Draw(SEED);
  const count = new Map<string, number>();
  let inputs = 0;
  let answered = 0;
  let warmHeapBytes = 0;
  const lane = async (until: number): Promise<void> => {
    while (inputs < until) {
      const sent = await attack(port, draw, count);
      inputs += sent;
      const number = inputs;
      assert.is(await gateway.echo(number), number);
      answered += 1;
    }
  };
  while (inputs < FUZZ_INPUTS) {
    const until = Math.min(FUZZ_INPUTS, inputs + INPUTS_A_LOOK);
    await Promise.all(Array.from({ length: SIDE_BY_SIDE }, () => lane(until)));
    await Promise.all([flood(port, draw, 250, count), gateway.echo('flood')]);
    await Promise.all([askAndNeverRead(port, identify, 20_000, count), gateway.echo('greed')]);
    const { heapBytes, errors } = await health(child);
    assert.deepEqual(errors, []);
    if (warmHeapBytes === 0) warmHeapBytes = heapBytes;
    assert.true(heapBytes - warmHeapBytes < HEAP_GROWTH_BYTES_MAX, `${warmHeapBytes} to ${heapBytes} bytes`);
  }

  assert.true(inputs >= FUZZ_INPUTS);
  for (const kind of [...INPUT_KINDS, 'slow writers', 'connections of floods'])
    assert.true((count.get(kind) ?? 0) > 10, kind);
  await linksAreGone(child);
  const { links, errors } = await health(child);
  assert.is(links, 1, 'that of the client');
  assert.deepEqual(errors, []);
  assert.true(answered > FUZZ_INPUTS / 20);
  note(count, 'asks of the other client', answered);
  assert.log(JSON.stringify(Object.fromEntries(count)));
});

async function linksAreGone(child: ChildProcess): Promise<void> {
  const untilMs = performance.now() + GONE_WITHIN_MS;
  while ((await health(child)).links > 1 && performance.now() < untilMs)
    await new Promise((resolve) => void setTimeout(resolve, 50));
}
