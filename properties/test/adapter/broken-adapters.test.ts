/**
 * Goal: whatever an adapter does, the suite says what, shows the line, never hangs and leaves nothing behind.
 * Method: real processes that are broken in one way each, judged with short limits.
 */
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { AdapterFault, type AdapterFaultCode } from '../../adapter/adapter-fault.js';
import { AdapterTarget } from '../../adapter/adapter-target.js';
import { startAdapter } from '../../adapter/channel.js';
import { conformance, profiles } from '../../index.js';

const program = fileURLToPath(new URL('./broken-adapter.js', import.meta.url));
const limits = { helloMs: 20_000, resetMs: 5_000, byeMs: 500, patienceMs: 5_000 };

function open(mode: string): Promise<AdapterTarget> {
  const command = `"${process.execPath}" "${program}" "${mode}"`;
  const shorter = {
    ...(mode.startsWith('silent') && { helloMs: 500 }),
    ...(mode === 'hangs' && { patienceMs: 300 }),
  };
  return AdapterTarget.open(startAdapter(command), { limits: { ...limits, ...shorter } });
}

const atGreeting: readonly (readonly [string, AdapterFaultCode, RegExp | null])[] = [
  ['other-protocol', 'adapter-other-protocol', /"protocol":2/],
  ['no-greeting', 'adapter-malformed', /"hello":"world"/],
  ['a log on standard output', 'adapter-not-json', /^Starting up\.\.\.$/],
  ['a number', 'adapter-malformed', /^42$/],
  ['silent from the start', 'adapter-silent', null],
  ['dead from the start', 'adapter-died', null],
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
