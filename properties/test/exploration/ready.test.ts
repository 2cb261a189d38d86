/**
 * Goal: every interleaving of the ready configurations is one that the protocol allows, and a fault that shows itself in some
 * of them only is found. Method: each is explored completely; then faults of the catalogue of mutants are planted. How
 * many traces there are is asserted, so that a change of the protocol is seen.
 */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import test from 'ava';
import { decodeOrThrow, ExplorationReportCodec } from '../../../spec/index.js';
import { configurations } from '../../exploration/configurations/index.js';
import { explore } from '../../exploration/explore.js';
import { certificateLines, publishedCertificate, verdictOf } from '../../exploration/report.js';

/** Traces that are judged, and different endings. */
const COUNTS: Readonly<Record<string, readonly [number, number]>> = {
  start: [189, 189],
  token: [1168, 94],
  terminate: [61, 26],
  handshake: [375, 96],
  leaders: [624, 152],
  close: [6526, 609],
  sibling: [32, 20],
};

for (const configuration of configurations) {
  const { name, sentence } = configuration;
  test(`${name}: ${sentence}: every interleaving is allowed`, (assert) => {
    const certificate = explore(configuration);
    assert.is(verdictOf(certificate), 'conformant', certificateLines(certificate).join('\n'));
    assert.deepEqual([certificate.traces, certificate.endings], [...(COUNTS[name] ?? [])]);
    assert.regex(certificateLines(certificate)[0] ?? '', new RegExp(`^${name}: CONFORMANT`));
    const report = {
      format: 'fencepost-exploration',
      version: 1,
      certificates: [publishedCertificate(certificate)],
    };
    assert.notThrows(() => decodeOrThrow(ExplorationReportCodec, JSON.parse(JSON.stringify(report)), name));
  });
}

const program = fileURLToPath(new URL('./explore-mutant.js', import.meta.url));
/** No exploration takes longer; one that hangs is killed. */
const PATIENCE_MS = 240_000;

/** Explores a configuration with a fault planted. @returns the rules that stand against the first trace that is rejected */
async function rulesAgainst(mutant: string, configuration: string): Promise<readonly string[]> {
  const { stdout } = await promisify(execFile)(process.execPath, [program, mutant, configuration], {
    timeout: PATIENCE_MS,
  });
  return (JSON.parse(stdout) as readonly (readonly string[])[])[0] ?? [];
}

for (const [mutant, configuration] of [
  ['MSG-02/run-before-start', 'start'],
  ['FENCE-08/judged-when-sent', 'token'],
  ['FENCE-20/arrival-unchecked', 'token'],
  ['TERM-03/queue-goes-on', 'terminate'],
  ['HAND-14/dead-accepts', 'handshake'],
  ['FENCE-16/admitted-for-ever', 'leaders'],
  ['DEAD-06/asks-survive-their-service', 'close'],
  ['SUPER-02/terminating-siblings-spared', 'sibling'],
] as const) {
  test.serial(`${configuration} finds the planted fault ${mutant}`, async (assert) => {
    const [rule = ''] = mutant.split('/');
    assert.true((await rulesAgainst(mutant, configuration)).includes(rule));
  });
}
