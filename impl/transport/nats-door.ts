/**
 * The door of a node over NATS: the subject at which others ask for channels. A name has one door in a cluster: whoever opens
 * it asks there first, and gives way to a node that answers.
 */
import { IllegalArgumentError, RpcConnectionError } from '../rpc/errors.js';
import { encodeDoorMessage, NATS_KIND } from './nats-message.js';
import type { NatsPipe, Unsubscribe } from './nats-pipe.js';
import { type NatsSubjects, newLinkId } from './nats-subjects.js';

/** How long another node has to object to a name, in milliseconds. */
const CLAIM_MS = 1000;

/** After so long a name that nobody has objected to is defended against everybody, in milliseconds. */
const CERTAIN_MS = 30_000;

/** What a door is told. */
export interface NatsDoorOptions {
  readonly pipe: NatsPipe;
  readonly subjects: NatsSubjects;
  /** The name of the node. */
  readonly name: string;
  /** Somebody asks for a channel. @param subject where the answer is heard */
  readonly asked: (content: Uint8Array, subject: string) => void;
  /** Another node has taken the name while this one was cut off; the door is shut. */
  readonly lost: () => void;
}

/** See the head of this file. */
export class NatsDoor {
  private readonly options: NatsDoorOptions;
  /** Tells this node from another of its name. */
  private readonly id = newLinkId();
  private shutDoor: Unsubscribe | null = null;
  private stopAsking: Unsubscribe = () => undefined;
  private patience: ReturnType<typeof setTimeout> | undefined;
  /** Whether the name is certain: then it is defended against everybody who asks for it. */
  private isNameOwn = false;
  /** Told how opening ends; `null` once that is known. */
  private opening: { readonly done: () => void; readonly fail: (error: Error) => void } | null = null;

  constructor(options: NatsDoorOptions) {
    this.options = options;
  }

  /**
   * Opens the door.
   *
   * @returns once the name is that of this node
   * @throws IllegalArgumentError when another node has the name, or the server does not allow this one to hear there
   * @throws RpcConnectionError when the door is shut before it is known
   */
  open(): Promise<void> {
    const { pipe, subjects, name } = this.options;
    return new Promise((resolve, reject) => {
      this.opening = { done: resolve, fail: reject };
      this.shutDoor = pipe.subscribe(subjects.door(name), (bytes, reply) => this.knocked(bytes, reply));
      this.ask();
    });
  }

  /** This node was cut off, and is back: somebody else may have taken its name meanwhile. */
  back(): void {
    if (this.shutDoor !== null) this.ask();
  }

  /** Nobody is let in any more. */
  shut(): void {
    clearTimeout(this.patience);
    this.shutDoor?.();
    this.shutDoor = null;
    this.stopAsking();
    this.isNameOwn = false;
    const { name } = this.options;
    this.opening?.fail(
      new RpcConnectionError(`The connection was over before a node could be called ${name}`),
    );
    this.opening = null;
  }

  /** The server does not let this node speak or hear at a subject. */
  refused(subject: string, reason: string): void {
    if (this.opening !== null && subject.startsWith(this.options.subjects.node(this.options.name)))
      this.giveWay(reason);
  }

  private knocked(bytes: Uint8Array, reply: string): void {
    if (bytes[0] === NATS_KIND.open) this.options.asked(bytes.subarray(1), reply);
    else if (bytes[0] === NATS_KIND.claim) this.askedForName(bytes.subarray(1), reply);
  }

  // --- the name ---------------------------------------------------------------------------------------------------

  /** Asks whether another node has the name. A late answer counts, too: a node that was silent may come back. */
  private ask(): void {
    const { pipe, subjects, name } = this.options;
    this.isNameOwn = false;
    this.stopAsking();
    const subject = subjects.claim(name, newLinkId());
    this.stopAsking = pipe.subscribe(subject, (bytes, _reply, nobody) => {
      if (nobody) this.keepName(true);
      else if (bytes[0] === NATS_KIND.claim) this.giveWay('another node has this name');
    });
    // The server knows a node that was cut off without a goodbye for a while, and that one does not answer.
    clearTimeout(this.patience);
    this.patience = setTimeout(() => this.keepName(false), CLAIM_MS);
    pipe.publish(
      subjects.door(name),
      encodeDoorMessage(NATS_KIND.claim, new TextEncoder().encode(this.id)),
      subject,
    );
  }

  /** Nobody objects: the server is certain of it, or nobody has answered so far, and a late answer still counts. */
  private keepName(isCertain: boolean): void {
    clearTimeout(this.patience);
    this.isNameOwn = isCertain;
    if (!isCertain) {
      this.patience = setTimeout(() => {
        this.isNameOwn = true;
      }, CERTAIN_MS);
      this.patience.unref();
    }
    this.opening?.done();
    this.opening = null;
  }

  private giveWay(reason: string): void {
    const { opening, options } = this;
    this.opening = null;
    this.shut();
    if (opening === null) options.lost();
    else opening.fail(new IllegalArgumentError(`No node can be called ${options.name} here: ${reason}`));
  }

  private askedForName(content: Uint8Array, reply: string): void {
    const { pipe, subjects, name } = this.options;
    if (!reply.startsWith(subjects.claim(name, ''))) return;
    // Of two that ask at the same moment one gives way, however late they hear of each other.
    if (!this.isNameOwn && this.id > new TextDecoder().decode(content)) return;
    pipe.publish(reply, encodeDoorMessage(NATS_KIND.claim, content), '');
  }
}
