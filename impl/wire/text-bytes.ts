/** How many bytes texts take. */

/** How many bytes a text takes in UTF-8, if it is well-formed. */
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
