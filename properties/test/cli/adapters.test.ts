/** Goal: what is printed for a replay reaches the same target. Method: the words that a shell makes of it. */
import { execFileSync } from 'node:child_process';
import test from 'ava';
import { replayOptionsOf } from '../../cli/adapters.js';

test('the command of an adapter is one word for the shell, whatever quotes it has', (t) => {
  for (const adapter of ['python3 adapter.py', `node -e 'say("it'"'"'s")'`, 'a $HOME `b` "c" \\d']) {
    const words = replayOptionsOf({ target: 'reference', adapter, parallel: '1' });
    t.is(
      execFileSync('sh', ['-c', `printf '%s\\n' ${words}`], { encoding: 'utf8' }),
      `--adapter\n${adapter}\n`,
    );
  }
});
