/** The `key=value` words of a line: each is taken once, and what nobody takes is an error. */
import { type Place, ScenarioTextError } from './scenario-text-error.js';
import type { Form } from './values.js';

/** See the head of this file. */
export class Words {
  private readonly values = new Map<string, string>();
  private readonly place: Place;

  /** @throws ScenarioTextError for a word that is no `key=value`, or a key that comes twice */
  constructor(words: readonly string[], place: Place) {
    this.place = place;
    for (const word of words) {
      const [, key, value] = /^(\w+)=(.+)$/s.exec(word) ?? [];
      if (key === undefined || value === undefined)
        throw new ScenarioTextError({
          ...place,
          found: `'${word}'`,
          expected: "'key=value'",
          advice: 'Write no spaces around the equals sign',
        });
      if (this.values.has(key))
        throw new ScenarioTextError({
          ...place,
          found: `'${key}' twice`,
          expected: 'each key once',
          advice: 'Take one of them away',
        });
      this.values.set(key, value);
    }
  }

  /**
   * Takes a value.
   *
   * @param otherwise the value when the line does not have it
   * @throws ScenarioTextError when it cannot be read
   */
  take(key: string, form: Form, otherwise: () => unknown): unknown {
    const text = this.values.get(key);
    if (text === undefined) return otherwise();
    this.values.delete(key);
    try {
      return form.read(text);
    } catch (error) {
      throw new ScenarioTextError(
        {
          ...this.place,
          found: `${key}=${text}`,
          expected: `a value for '${key}'`,
          advice: 'Write a word, a number, or a text in quotes',
        },
        { cause: error },
      );
    }
  }

  /**
   * Ends reading.
   *
   * @param known the keys that there are, for the message
   * @throws ScenarioTextError when something was not taken
   */
  close(known: readonly string[]): void {
    const [key] = this.values.keys();
    if (key === undefined) return;
    throw new ScenarioTextError({
      ...this.place,
      found: `'${key}'`,
      expected: known.length === 0 ? 'nothing more' : `one of ${known.join(', ')}`,
      advice: 'Take it away, or mend its name',
    });
  }

  /** Says that a value is missing. */
  missing(key: string): ScenarioTextError {
    return new ScenarioTextError({
      ...this.place,
      found: `no '${key}'`,
      expected: `'${key}=…'`,
      advice: 'Add it: it has no usual value',
    });
  }
}
