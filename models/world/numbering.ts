/** Numbers for texts: one number for one text, from 0 on, in the order in which they were seen first. */

/** See the head of this file. */
export class Numbering {
  private readonly texts: string[] = [];
  private readonly numbers = new Map<string, number>();

  /** The number of a text. */
  numberOf(text: string): number {
    const known = this.numbers.get(text);
    if (known !== undefined) return known;
    const number = this.texts.push(text) - 1;
    this.numbers.set(text, number);
    return number;
  }

  /** The text with this number. */
  textOf(number: number): string {
    return this.texts[number] as string;
  }

  /** Makes the beginning of a trace. */
  clear(): void {
    this.texts.length = 0;
    this.numbers.clear();
  }
}
