/** Golden frames, and what can be done to them: what the tests share that send broken bytes. */
import { goldenFiles } from '../../wire/golden/files.js';
import { handMade } from '../../wire/golden/refused.js';
import { fromHex, joined } from './arbitraries.js';

const hexes = goldenFiles().flatMap(({ text }) =>
  [...text.matchAll(/"hex": "([0-9a-f]+)"/g)].map((found) => found[1]),
);
/** Every golden frame and every frame that is refused, in bytes. */
export const golden: readonly Uint8Array[] = [
  ...new Set([...hexes, ...handMade.map(({ hex }) => hex.replaceAll(' ', ''))]),
].map((hex) => fromHex(hex as string));
/** One change of one byte. */
export interface Mutation {
  readonly at: number;
  readonly byte: number;
  readonly how: 'set' | 'flip' | 'insert' | 'remove';
}

/** Bytes with some changes. */
export function mutated(bytes: Uint8Array, mutations: readonly Mutation[]): Uint8Array {
  const octets = [...bytes];
  for (const { at, byte, how } of mutations) {
    const index = at % (octets.length + 1);
    if (how === 'set') octets[index] = byte;
    else if (how === 'flip') octets[index] = (octets[index] ?? 0) ^ (1 << (byte & 7));
    else octets.splice(index, how === 'remove' ? 1 : 0, ...(how === 'insert' ? [byte] : []));
  }
  return Uint8Array.from(octets);
}

/** A frame whose length is right whatever is in it: otherwise most mutations would only ever meet the length. */
export function relength(body: Uint8Array): Uint8Array {
  const bytes = joined([new Uint8Array(4), body]);
  new DataView(bytes.buffer).setUint32(0, body.length);
  return bytes;
}
