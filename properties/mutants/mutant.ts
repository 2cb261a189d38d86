/**
 * A mutant: the reference with exactly one fault, made by replacing one piece of text of one compiled module as it is loaded.
 * Nothing of it is in what is shipped, and no code is copied: a piece of text that is not there exactly once is an error.
 */

/** One place of one module that is replaced. */
export interface Patch {
  /** The rule that the fault breaks, and a word for the fault: `FENCE-04/null-token-accepted`. */
  readonly id: string;
  /** What is wrong with it, in one sentence. */
  readonly fault: string;
  /** The module, from the root of the compiled code and without ending: `impl/core/actor`. */
  readonly module: string;
  /** The text in the compiled module, which occurs there exactly once. */
  readonly find: string;
  /** What stands there instead. */
  readonly replace: string;
}

/** See the head of this file. */
export interface Mutant extends Patch {
  /** The rule that the fault breaks. */
  readonly rule: string;
  /** The number of the bug of Apache Flink that this was, where it was one. */
  readonly bug?: string;
}

/** A patch does not apply: the code has changed since the mutant was written. */
export class PatchError extends Error {
  readonly code = 'patch-does-not-apply';
  override readonly name = 'PatchError';

  constructor({ id, module, find }: Patch, found: number) {
    super(
      `The mutant ${id} does not apply: its text occurs ${found} times in ${module}, and not once. ` +
        `Look at the code and mend the mutant: ${JSON.stringify(find)}`,
    );
  }
}

/**
 * The source of a module with the fault of a mutant.
 *
 * @throws PatchError when the text of the mutant is not there exactly once
 */
export function mutated(source: string, mutant: Patch): string {
  const parts = source.split(mutant.find);
  if (parts.length !== 2) throw new PatchError(mutant, parts.length - 1);
  return parts.join(mutant.replace);
}
