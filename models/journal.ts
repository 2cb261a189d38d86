/**
 * Which transitions of the charts a trace takes, one after the other, and who takes each: what the viewer draws beside an
 * event. Nothing is decided by it, and a world without it pays nothing.
 */
import { ruleIds } from './rule-ids.js';
import type { Book, Transition } from './table.js';

/** A transition that was taken. */
export interface Taken extends Transition {
  /** Who took it: `e1` an endpoint, `#5` an operation, `s0` a service; empty for what is not there any more. */
  readonly who: string;
  /** The rules that stand behind it, the principal one first. */
  readonly rules: readonly string[];
}

/** See the head of this file. */
export class Journal {
  private readonly book: Pick<Book, 'transitions' | 'rulesOf'>;
  private entries: { readonly alternative: number; readonly who: string }[] = [];

  /** @param book the alternatives of the profile */
  constructor(book: Pick<Book, 'transitions' | 'rulesOf'>) {
    this.book = book;
  }

  /** Somebody takes an alternative. */
  note(alternative: number, who: string): void {
    this.entries.push({ alternative, who });
  }

  /** What was taken since it was asked last. */
  tell(): readonly Taken[] {
    const { entries } = this;
    this.entries = [];
    return entries.map(({ alternative, who }) => ({ ...this.transition(alternative), who }));
  }

  /** The transition that an alternative is, with its rules. */
  transition(alternative: number): Omit<Taken, 'who'> {
    const { transitions, rulesOf } = this.book;
    const rules = [...(rulesOf[alternative] as Int16Array)].map((rule) => ruleIds[rule] as string);
    return { ...(transitions[alternative] as Transition), rules };
  }
}
