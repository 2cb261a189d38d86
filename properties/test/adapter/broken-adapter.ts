/** A program that speaks the adapter protocol and is broken in one way, named by its argument. */
import { type SpawnOptions, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

const [mode = ''] = process.argv.slice(2);

interface Request {
  readonly id: number;
  readonly verb: string;
  readonly steps?: readonly { readonly op: number }[];
}

let hung = false;

function say(value: object): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

const invoke = (op: number): object => ({ event: 'invoke', at: 0, op });
const outcome = (op: number): object => ({
  event: 'outcome',
  at: 0,
  op,
  outcome: { kind: 'value', value: 'broken://host/user/rpc/e1' },
});
/** What goes wrong in place of the greeting. */
const greetings: Readonly<Record<string, (id: number) => void>> = {
  'other-protocol': (id) => say({ id, protocol: 2, name: 'broken', version: '1', capabilities: [] }),
  'no-greeting': (id) => say({ id, hello: 'world' }),
  'a log on standard output': () => process.stdout.write('Starting up...\n'),
  'a number': () => process.stdout.write('42\n'),
  'silent from the start': () => undefined,
  'dead from the start': () => process.exit(7),
  'a name without end': (id) =>
    say({ id, protocol: 1, name: 'n'.repeat(1_000_000), version: '1', capabilities: [] }),
};

/** What it calls itself, where that is all. */
const names: Readonly<Record<string, string>> = {
  'writes to the terminal': '\u001b[2J\u009b31m\nCONFORMANT: \u202enekorb',
};

/** The history of a scenario that begins with an operation; each is wrong in one way. */
const histories: Readonly<Record<string, (op: number) => readonly object[]>> = {
  'invokes twice': (op) => [invoke(op), invoke(op)],
  'invokes again and again': (op) => Array.from({ length: 20_000 }, () => invoke(op)),
  'writes to the terminal': () => [outcome(4711)],
  'comes out twice': (op) => [invoke(op), outcome(op), outcome(op)],
};

/** What goes wrong in place of the answer to `run`. */
const runs: Readonly<Record<string, (id: number, steps: Request['steps']) => void>> = {
  dies: () => {
    process.stderr.write('panic: index out of range\n');
    process.exit(3);
  },
  hangs: () => {
    hung = true;
  },
  floods: () => {
    for (let id = 1000; id < 2000; id += 1) say({ id });
  },
  'answers twice': (id) => {
    say({ id, events: [], complete: false, unsettled: [] });
    say({ id, events: [], complete: false, unsettled: [] });
  },
  'unknown id': () => say({ id: 4711 }),
  'out of order': (id) => say({ id: id + 1 }),
  'not JSON': () => process.stdout.write('{"id":3,"events":[\n'),
  'no id': () => say({ events: [] }),
  'a line of 100 MiB': () => {
    const mebibyte = 'x'.repeat(1024 * 1024);
    for (let count = 0; count < 100; count += 1) process.stdout.write(mebibyte);
    process.stdout.write('\n');
  },
  'unknown event': (id) => say({ id, events: [{ event: 'begun', at: 0 }], complete: false, unsettled: [] }),
  refuses: (id) => say({ id, error: 'create-endpoint is not implemented' }),
  'lies about its schedule': (id) => say({ id, events: [], complete: true, unsettled: [] }),
  'time runs backwards': (id, steps = []) => {
    const [{ op } = { op: 1 }] = steps;
    const events = [
      { event: 'invoke', at: 5, op },
      { event: 'outcome', at: 4, op, outcome: { kind: 'value', value: null } },
    ];
    say({ id, events, complete: false, unsettled: [] });
  },
  'unknown operation': (id) =>
    say({ id, events: [{ event: 'invoke', at: 0, op: 4711 }], complete: false, unsettled: [] }),
  'leaves an orphan': () => {
    const orphan = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' });
    process.stderr.write(`orphan ${orphan.pid}\n`);
    process.exit(0);
  },
  'leaves an orphan in a session of its own': () => {
    const options: SpawnOptions = { stdio: 'inherit', detached: true };
    const orphan = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], options);
    process.stderr.write(`orphan ${orphan.pid}\n`);
    process.exit(0);
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const { id, verb, steps } = JSON.parse(line) as Request;
  const greeting = greetings[mode];
  if (hung) continue;
  if (verb === 'hello' && greeting !== undefined) greeting(id);
  else if (verb === 'hello')
    say({ id, protocol: 1, name: names[mode] ?? 'broken', version: '1', capabilities: [] });
  else if (verb === 'run' && histories[mode] !== undefined)
    say({ id, events: histories[mode](steps?.[0]?.op ?? 1), complete: false, unsettled: [] });
  else if (verb === 'run') runs[mode]?.(id, steps);
  else say({ id });
  if (verb === 'bye') break;
}
