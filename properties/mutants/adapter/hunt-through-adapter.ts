/**
 * The hunt through the adapter protocol: the mutant lives in another process and is driven over its standard input and
 * output. A sample shows that nothing of the suite's sharpness is lost on the way.
 */
import { fileURLToPath } from 'node:url';
import type { AdapterKill } from '../../../spec/index.js';
import { AdapterTarget } from '../../adapter/adapter-target.js';
import { startAdapter } from '../../adapter/channel.js';
import { mutants } from '../catalogue/index.js';
import { Hunt } from '../hunt.js';
import type { Mutant } from '../mutant.js';

/** How many mutants are hunted so. */
const SAMPLE = 30;

/** Mutants at the same distance from each other, so that every family has its share. */
export const adapterSample: readonly Mutant[] = Array.from(
  { length: SAMPLE },
  (_, position) => mutants[Math.floor(((position + 0.5) * mutants.length) / SAMPLE)] as Mutant,
);

/** See the head of this file. */
export async function huntThroughAdapter(mutant: Mutant, seed: number): Promise<AdapterKill> {
  const adapter = await AdapterTarget.open(startAdapter(commandOf(mutant)));
  // What stands behind it is the reference, which has none of the quirks of the original.
  const target = Object.assign(adapter, { quirks: 'refused' as const });
  try {
    const { theme, ...result } = await new Hunt(mutant, target, seed).run();
    return result;
  } finally {
    await target.close();
  }
}

/** The shell command that starts the adapter of the reference with a mutant in its place. */
function commandOf({ id }: Mutant): string {
  const before = new URL('load-mutant.js', import.meta.url).href;
  const adapter = fileURLToPath(new URL('../../../adapters/typescript/main.js', import.meta.url));
  return `FENCEPOST_MUTANT='${id}' exec '${process.execPath}' --import '${before}' '${adapter}' --fast`;
}
