/** Text as bytes in UTF-8. Small texts share slabs: a buffer for each would cost more than encoding it. */

/** How large a slab is, in bytes. It lives as long as any of its texts. */
const SLAB_BYTES = 65_536;

/** A longer text gets a buffer of its own. A character takes at most three bytes. */
const SLAB_CHARACTERS_MAX = 2048;

const encoder = new TextEncoder();
let slab = new Uint8Array(0);
let used = 0;

/** The bytes of a text; the caller may keep them and must not change them. */
export function bytesOfText(text: string): Uint8Array {
  if (text.length > SLAB_CHARACTERS_MAX) return encoder.encode(text);
  if (slab.length - used < 3 * text.length) {
    slab = new Uint8Array(SLAB_BYTES);
    used = 0;
  }
  const start = used;
  used += encoder.encodeInto(text, slab.subarray(start)).written;
  return slab.subarray(start, used);
}

/** How many bytes a text takes, if it is well-formed: JSON text is. */
export function byteLengthOf(text: string): number {
  let bytes = text.length;
  for (let position = 0; position < text.length; position += 1) {
    const unit = text.charCodeAt(position);
    if (unit < 0x80) continue;
    // Two units of a pair take four bytes together; any other unit above takes three.
    bytes += unit < 0x800 || (unit >= 0xd800 && unit < 0xe000) ? 1 : 2;
  }
  return bytes;
}
