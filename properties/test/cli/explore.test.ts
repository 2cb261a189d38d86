/** Goal: `fencepost explore` prints a certificate, and its exit code says what it is. Method: the process. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { decodeOrThrow, ExplorationReportCodec } from '../../../spec/index.js';
import { configuration } from '../../exploration/configuration.js';
import { publishedConfiguration } from '../../exploration/report.js';
import { runCli } from './run-cli.js';

const folder = mkdtempSync(join(tmpdir(), 'fencepost-'));
test.after.always(() => rmSync(folder, { recursive: true }));

function written(name: string, value: unknown): string {
  const file = join(folder, name);
  writeFileSync(file, JSON.stringify(value));
  return file;
}

const own = configuration('own', 'Two asks of two clients.', (b) => {
  b.service();
  const endpoint = b.started();
  b.call(b.connected(endpoint), { lane: 1 });
  b.call(endpoint, { lane: 2 });
});

test('a configuration of a file is explored, and its certificate is written', async (assert) => {
  const json = join(folder, 'certificate.json');
  const file = written('own.json', publishedConfiguration(own));
  const { code, out } = await runCli('explore', '--config', file, '--json', json);
  assert.is(code, 0, out);
  assert.regex(out, /^own: CONFORMANT, every interleaving within the bounds$/m);
  const report = decodeOrThrow(ExplorationReportCodec, JSON.parse(readFileSync(json, 'utf8')), json);
  const [certificate] = report.certificates;
  assert.is(certificate?.verdict, 'conformant');
  assert.true(out.includes(`traces: ${certificate?.traces} judged`));
});

test('a bound that is reached is no success', async (assert) => {
  const { code, out } = await runCli(
    'explore',
    '--config',
    'sibling',
    '--bound',
    'runs=2',
    '--reduction',
    'sleep',
  );
  assert.is(code, 2);
  assert.regex(out, /^sibling: INCOMPLETE/m);
  assert.regex(out, /left out: sleep sets$/m);
});

test('the states of a mistake are searched, and its circle is shown', async (assert) => {
  const { code, out } = await runCli('explore', '--states', '--config', 'stubborn-clients');
  assert.is(code, 1);
  assert.regex(out, /^stubborn-clients: NOT LIVE$/m);
  assert.regex(out, /goes round for ever:\n(?: {4}c0 (?:answered|sends|heard) .*\n){3}/);
  assert.is((await runCli('explore', '--states')).code, 0);
});

test('the ready configurations and systems are listed', async (assert) => {
  assert.regex((await runCli('explore', '--list')).out, /^sibling +The failure of an endpoint/m);
  assert.regex((await runCli('explore', '--list', '--states')).out, /^change-of-leader +Clients/m);
});

for (const [what, parameters, message] of [
  ['an unknown configuration', ['--config', 'nothing'], /no configuration 'nothing'.*start, token/],
  ['an unknown system', ['--states', '--config', 'nothing'], /no system 'nothing'/],
  ['an unknown bound', ['--bound', 'hours=1'], /steps, runs or seconds/],
  ['a bound that is too large', ['--bound', 'steps=100000'], /at most 512 steps/],
  ['an unknown reduction', ['--reduction', 'all'], /none, sleep, source/],
] as const) {
  test(`${what} is a mistake of usage`, async (assert) => {
    const { code, err } = await runCli('explore', ...parameters);
    assert.is(code, 64);
    assert.regex(err, message);
  });
}

test('a file that is no configuration is a mistake of usage', async (assert) => {
  const { code, err } = await runCli('explore', '--config', written('other.json', { format: 'other' }));
  assert.is(code, 64);
  assert.regex(err, /--config takes a configuration/);
});
