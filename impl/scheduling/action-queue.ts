/**
 * A queue of actions, first in, first out: a ring that grows by doubling. Slots are cleared when they are taken, so that
 * the queue keeps nothing alive, and the ring itself is kept, so that a queue that runs empty after each action (an ask
 * at a time) allocates nothing.
 */
import type { Action } from './scheduler.js';

/** The capacity of a new queue, and of one that has emptied after a burst. A power of two. */
const CAPACITY_ACTIONS = 64;

/** A ring larger than this is given back when the queue is empty. */
const KEPT_ACTIONS_MAX = 16_384;

/** See the head of this file. */
export class ActionQueue {
  private slots: (Action | null)[] = newRing(CAPACITY_ACTIONS);
  /** Where the oldest action is, and where the next will be. Equal when the queue is empty, never when it is full. */
  private head = 0;
  private tail = 0;

  push(action: Action): void {
    const { slots } = this;
    const next = (this.tail + 1) & (slots.length - 1);
    slots[this.tail] = action;
    this.tail = next;
    if (next === this.head) this.grow();
  }

  /** Takes the oldest action out; `null` when there is none. */
  shift(): Action | null {
    const { slots, head } = this;
    if (head === this.tail) return null;
    const action = slots[head] as Action;
    slots[head] = null;
    this.head = (head + 1) & (slots.length - 1);
    return action;
  }

  get empty(): boolean {
    return this.head === this.tail;
  }

  /** Gives a ring back that only a burst needed; for an empty queue. */
  trim(): void {
    if (this.slots.length <= KEPT_ACTIONS_MAX) return;
    this.slots = newRing(CAPACITY_ACTIONS);
    this.head = 0;
    this.tail = 0;
  }

  /** Doubles a full ring; the oldest action moves to its start. */
  private grow(): void {
    const { slots, head } = this;
    const capacity = slots.length;
    const ring = newRing(2 * capacity);
    for (let age = 0; age < capacity; age += 1) ring[age] = slots[(head + age) & (capacity - 1)] as Action;
    this.slots = ring;
    this.head = 0;
    this.tail = capacity;
  }
}

function newRing(capacity: number): (Action | null)[] {
  return new Array<Action | null>(capacity).fill(null);
}
