/**
 * Keys that were read lately. Objects have the same few keys again and again: comparing bytes with a text that exists is
 * several times as fast as making it anew, and the engine knows the text as a key already. A key that is not found here
 * costs a little and changes nothing else, so peers cannot do harm with many keys.
 */

/** How many keys are remembered: a power of two. */
const SLOTS = 1024;

/** Longer keys are not remembered, in bytes. */
const KEY_BYTES_MAX = 32;

const slots: (string | undefined)[] = new Array(SLOTS).fill(undefined);

/** The number of the slot for these bytes, or -1 for bytes that are too many or no ASCII. */
export function slotOf(bytes: Uint8Array, position: number, length: number): number {
  if (length > KEY_BYTES_MAX) return -1;
  let hash = length;
  for (let index = position; index < position + length; index += 1) {
    const unit = bytes[index] as number;
    if (unit > 0x7f) return -1;
    hash = (Math.imul(hash, 31) + unit) | 0;
  }
  return hash & (SLOTS - 1);
}

/** The key in a slot, if it has these bytes; `null` otherwise. */
export function cachedKey(slot: number, bytes: Uint8Array, position: number, length: number): string | null {
  const key = slots[slot];
  if (key === undefined || key.length !== length) return null;
  for (let index = 0; index < length; index += 1) {
    if (key.charCodeAt(index) !== bytes[position + index]) return null;
  }
  return key;
}

/** Remembers a key. */
export function cacheKey(slot: number, key: string): void {
  slots[slot] = key;
}
