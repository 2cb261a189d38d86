/**
 * A set of natural numbers that only grows, and that takes memory for its gaps alone. Traces number their operations in
 * order, nearly: a million of them are one interval.
 */
export class NumberSet {
  /** The first number of each interval, and the first one after it; ascending, and no two intervals touch. */
  private readonly starts: number[] = [];
  private readonly ends: number[] = [];

  /** Whether the number was added. */
  has(number: number): boolean {
    const index = this.intervalAt(number);
    return index >= 0 && number < (this.ends[index] as number);
  }

  /** Adds a number. @returns false when it was there already */
  add(number: number): boolean {
    const { starts, ends } = this;
    const index = this.intervalAt(number);
    const end = ends[index] ?? -1;
    if (number < end) return false;
    const joinsNext = starts[index + 1] === number + 1;
    if (number === end && joinsNext) {
      ends.splice(index, 1);
      starts.splice(index + 1, 1);
    } else if (number === end) ends[index] = number + 1;
    else if (joinsNext) starts[index + 1] = number;
    else {
      starts.splice(index + 1, 0, number);
      ends.splice(index + 1, 0, number + 1);
    }
    return true;
  }

  /** Takes every number out. */
  clear(): void {
    this.starts.length = this.ends.length = 0;
  }

  /** The last interval that begins at the number or before it; -1 when none does. */
  private intervalAt(number: number): number {
    const { starts } = this;
    let low = 0;
    let high = starts.length;
    if (high > 0 && (starts[high - 1] as number) <= number) return high - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((starts[middle] as number) <= number) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}
