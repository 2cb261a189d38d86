/** Hooks of the module loader: one module is loaded with the fault of a mutant. They run on a thread of their own. */
import { readFileSync } from 'node:fs';
import type { LoadHook } from 'node:module';
import { fileURLToPath } from 'node:url';
import { mutated, type Patch } from './mutant.js';

let mutant: Patch | null = null;

/** Called once, before anything is loaded. */
export function initialize(data: Patch): void {
  mutant = data;
}

/** Loads a module, changed if it is the one of the mutant. */
export const load: LoadHook = (url, context, nextLoad) => {
  if (mutant === null || !url.endsWith(`/dist/${mutant.module}.js`)) return nextLoad(url, context);
  const source = mutated(readFileSync(fileURLToPath(url), 'utf8'), mutant);
  return { format: 'module', source, shortCircuit: true };
};
