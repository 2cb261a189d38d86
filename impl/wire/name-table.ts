/**
 * Names that repeat on a connection, in one direction: a ring of slots that writer and reader fill alike. The first use of
 * a name carries the name and takes the next slot, whatever was in it; later uses carry the number of the slot
 * (WIRE-21 to WIRE-24). So a connection that lives long never runs out of slots, and nothing has to be agreed on but their
 * number.
 */
import type { Token } from '../../spec/tokens.js';

/** A name, or a token as a whole: it repeats as often as a method does. */
export type Name = string | Token;

/** What a slot held before a frame filled it. */
interface Filled {
  readonly name: Name;
  /** What the writer knows of a token: objects can change, slots must not. */
  readonly type: string;
  readonly bytes: string;
}

/** The side that sends names. */
export class NameWriter {
  private readonly capacity: number;
  private readonly slots: (Filled | undefined)[] = [];
  private readonly slotOf = new Map<Name, number>();
  private next = 0;
  /** What the slots held that the frame of now has filled, so that a frame that is not sent can be taken back. */
  private readonly undone: (Filled | undefined)[] = [];

  /** @param capacity how many slots; 0 keeps no names */
  constructor(capacity: number) {
    this.capacity = capacity;
  }

  /** The slot of a text, or -1. */
  findText(text: string): number {
    return this.slotOf.get(text) ?? -1;
  }

  /** The slot of a token, or -1. It is found by identity, and has to be what it was. */
  findToken(token: Token): number {
    const slot = this.slotOf.get(token);
    if (slot === undefined) return -1;
    const { type, bytes } = this.slots[slot] as Filled;
    return token.type === type && token.bytes === bytes ? slot : -1;
  }

  /** The name was sent as a whole: it takes the next slot. */
  define(name: Name): void {
    if (this.capacity === 0) return;
    const filled =
      typeof name === 'string' ? { name, type: '', bytes: '' } : { name, type: name.type, bytes: name.bytes };
    const before = this.slots[this.next];
    this.undone.push(before);
    if (before !== undefined && this.slotOf.get(before.name) === this.next) this.slotOf.delete(before.name);
    this.slots[this.next] = filled;
    this.slotOf.set(name, this.next);
    this.next = this.next + 1 === this.capacity ? 0 : this.next + 1;
  }

  /** The frame is sent: its names stay. */
  keep(): void {
    if (this.undone.length > 0) this.undone.length = 0;
  }

  /** The frame is not sent: its names were never defined. */
  undo(): void {
    while (this.undone.length > 0) {
      const before = this.undone.pop();
      this.next = this.next === 0 ? this.capacity - 1 : this.next - 1;
      const { name } = this.slots[this.next] as Filled;
      if (this.slotOf.get(name) === this.next) this.slotOf.delete(name);
      this.slots[this.next] = before;
      if (before !== undefined) this.slotOf.set(before.name, this.next);
    }
  }
}

/** The side that receives names. */
export class NameReader {
  private readonly capacity: number;
  private readonly slots: Name[] = [];
  private next = 0;

  /** @param capacity as the writer's */
  constructor(capacity: number) {
    this.capacity = capacity;
  }

  /** A name came as a whole: it takes the next slot. */
  define(name: Name): void {
    if (this.capacity === 0) return;
    this.slots[this.next] = name;
    this.next = this.next + 1 === this.capacity ? 0 : this.next + 1;
  }

  /** What a slot holds, or `undefined` when nothing was put there. */
  find(slot: number): Name | undefined {
    return this.slots[slot];
  }
}
