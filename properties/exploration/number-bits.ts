/** A set of small numbers as bits, and as a text: equal sets, and no others, have equal texts. */

/** How many numbers there is room for at first. */
const NUMBERS = 1024;

/** See the head of this file. */
export class NumberBits {
  private bytes = Buffer.alloc(NUMBERS / 8);
  /** The bytes from here on are 0. */
  private end = 0;

  clear(): void {
    this.bytes.fill(0, 0, this.end);
    this.end = 0;
  }

  add(number: number): void {
    const byte = number >> 3;
    if (byte >= this.bytes.length) this.bytes = Buffer.concat([this.bytes], 2 * (byte + 1));
    this.bytes[byte] = (this.bytes[byte] as number) | (1 << (number & 7));
    if (byte >= this.end) this.end = byte + 1;
  }

  has(number: number): boolean {
    return number >> 3 < this.end && ((this.bytes[number >> 3] as number) & (1 << (number & 7))) !== 0;
  }

  /** The set as a text of one character for each eight numbers. */
  text(): string {
    return this.bytes.toString('latin1', 0, this.end);
  }
}
