/**
 * Goal: whatever an adapter does, the suite says what, shows the line, never hangs and leaves nothing behind.
 * Method: real processes that are broken in one way each, judged with short limits.
 */
import { fileURLToPath } from 'node:url';
import test from 'ava';
import type { Awaited } from '../../adapter/adapter-client.js';
import { AdapterFault, type AdapterFaultCode } from '../../adapter/adapter-fault.js';
import { AdapterTarget } from '../../adapter/adapter-target.js';
import { startAdapter } from '../../adapter/channel.js';
import { conformance, profiles } from '../../index.js';

const program = fileURLToPath(new URL('./broken-adapter.js', import.meta.url));
const limits = { helloMs: 60_000, resetMs: 5_000, byeMs: 500, patienceMs: 30_000, noticeMs: 5_000 };

const commandOf = (mode: string): string => `"${process.execPath}" "${program}" "${mode}"`;

function open(mode: string): Promise<AdapterTarget> {
  const shorter = {
    ...(mode.startsWith('silent') && { helloMs: 500 }),
    ...(mode === 'hangs' && { patienceMs: 300 }),
  };
  return AdapterTarget.open(startAdapter(commandOf(mode)), { limits: { ...limits, ...shorter } });
}

const atGreeting: readonly (readonly [string, AdapterFaultCode, RegExp | null])[] = [
  ['other-protocol', 'adapter-other-protocol', /"protocol":2/],
  ['no-greeting', 'adapter-malformed', /"hello":"world"/],
  ['a log on standard output', 'adapter-not-json', /^Starting up\.\.\.$/],
  ['a number', 'adapter-malformed', /^42$/],
  ['silent from the start', 'adapter-silent', null],
  ['dead from the start', 'adapter-died', null],
  ['a name without end', 'adapter-malformed', /"nnnn/],
];

for (const [mode, code, line] of atGreeting) {
  test(`an adapter that greets wrongly (${mode}) is refused with ${code}`, async (t) => {
    const fault = await t.throwsAsync(open(mode), {
      instanceOf: AdapterFault,
    });
    t.is(fault?.code, code);
    if (line === null) t.is(fault?.line, null);
    else t.regex(fault?.line ?? '', line);
  });
}

const atRun: readonly (readonly [string, AdapterFaultCode, RegExp | null])[] = [
  ['dies', 'adapter-died', null],
  ['hangs', 'adapter-silent', null],
  ['floods', 'adapter-unknown-id', /"id":1000/],
  ['answers twice', 'adapter-answered-twice', /"events"/],
  ['unknown id', 'adapter-unknown-id', /4711/],
  ['out of order', 'adapter-out-of-order', /"id"/],
  ['not JSON', 'adapter-not-json', /"events":\[$/],
  ['no id', 'adapter-malformed', /"events"/],
  ['a line of 100 MiB', 'adapter-line-too-long', /^xxx/],
  ['unknown event', 'adapter-malformed', /begun/],
  ['refuses', 'adapter-refused', /not implemented/],
  ['lies about its schedule', 'adapter-lied', /"complete":true/],
  ['time runs backwards', 'adapter-lied', /"at":4/],
  ['unknown operation', 'adapter-lied', /4711/],
  ['invokes twice', 'adapter-lied', /"event":"invoke"/],
  ['invokes again and again', 'adapter-malformed', /"event":"invoke"/],
];

for (const [mode, code, line] of atRun) {
  test(`an adapter that ${mode} ends the run with ${code}, and what was judged before is reported`, async (t) => {
    const target = await open(mode);
    const report = await conformance(target, { profile: profiles.smoke });
    await target.close();
    t.is(report.verdict, 'adapter-fault');
    t.is(report.fault?.code, code, report.fault?.message);
    t.not(report.fault?.during, '');
    if (line === null) t.is(report.fault?.line, null);
    else t.regex(report.fault?.line ?? '', line);
    t.true((report.fault?.line ?? '').length < 300, 'the line is shortened');
    if (mode === 'dies') t.regex(report.fault?.diagnostics ?? '', /panic: index out of range/);
  });
}

test('ORD-05 an outcome that comes twice is no fault of the adapter: the implementation is judged', async (t) => {
  const target = await open('comes out twice');
  const report = await conformance(target, { profile: profiles.smoke, rules: 'hello' });
  await target.close();
  t.is(report.verdict, 'violated', report.fault?.message);
});

test('an answer that does not come for a while is told of, with its verb and scenario', async (t) => {
  const told: Awaited[] = [];
  const target = await AdapterTarget.open(startAdapter(commandOf('hangs')), {
    limits: { ...limits, patienceMs: 300, noticeMs: 50 },
    onAwaited: (awaited) => told.push(awaited),
  });
  const report = await conformance(target, { profile: profiles.smoke });
  await target.close();
  t.is(report.fault?.code, 'adapter-silent');
  const runs = told.filter(({ verb }) => verb === 'run');
  t.is(runs.length, 1, JSON.stringify(told));
  t.is(runs[0]?.during, report.fault?.during);
  t.true((runs[0]?.limitMs ?? 0) > (runs[0]?.waitedMs ?? 0));
});

for (const [what, command, words] of [
  ['is not there', 'no-such-command-of-anybody', /found no such command/],
  ['is a folder', '/', /may not run it/],
] as const) {
  test(`a command that ${what} has not died: it could not be started, and what was tried is said`, async (t) => {
    const fault = await t.throwsAsync(AdapterTarget.open(startAdapter(command), { limits }), {
      instanceOf: AdapterFault,
    });
    t.is(fault?.code, 'adapter-not-started');
    t.true(fault?.message.includes(`'${command}'`));
    t.true(fault?.message.includes(process.cwd()));
    t.regex(fault?.message ?? '', words);
  });
}

test('a process that an adapter has started does not outlive it', async (t) => {
  const target = await open('leaves an orphan');
  const report = await conformance(target, { profile: profiles.smoke });
  await target.close();
  t.is(report.verdict, 'adapter-fault');
  const orphan = Number(/orphan (\d+)/.exec(report.fault?.diagnostics ?? '')?.[1]);
  t.true(orphan > 0);
  t.false(await survives(orphan));
});

test('a process that has left the group of its adapter is not waited for', async (t) => {
  const target = await open('leaves an orphan in a session of its own');
  const report = await conformance(target, { profile: profiles.smoke });
  await target.close();
  t.is(report.verdict, 'adapter-fault');
  const orphan = Number(/orphan (\d+)/.exec(report.fault?.diagnostics ?? '')?.[1]);
  t.true(orphan > 0);
  process.kill(orphan, 'SIGKILL'); // nobody else can
  t.false(await survives(orphan));
});

/** Whether a process is still there after it was killed; the system takes a moment to remove it. */
async function survives(pid: number): Promise<boolean> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    try {
      process.kill(pid, 0);
    } catch {
      return false;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return true;
}
