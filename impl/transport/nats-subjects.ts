/**
 * The subjects of a cluster of nodes over NATS. What a node hears lies below its own name, so that the permissions of a
 * server can give a name to whoever may subscribe there, and to nobody else.
 */
import { IllegalArgumentError } from '../rpc/errors.js';
import { hexOf } from '../wire/hexadecimal.js';

/** What a name and a cluster consist of: one token of a subject, and the authority of an address. */
const tokenPattern = /^[A-Za-z0-9_-]{1,64}$/;

/** See the head of this file. */
export class NatsSubjects {
  private readonly prefix: string;
  private readonly linkPattern: RegExp;

  /**
   * @param cluster whose nodes reach each other
   * @throws IllegalArgumentError when it cannot be a part of a subject
   */
  constructor(cluster: string) {
    checkToken(cluster, 'cluster');
    this.prefix = `fencepost.${cluster}.node`;
    this.linkPattern = new RegExp(
      `^fencepost\\.${cluster}\\.node\\.([A-Za-z0-9_-]{1,64})\\.link\\.[0-9a-f]{32}$`,
    );
  }

  /** What all subjects begin with that a node hears. */
  node(name: string): string {
    return `${this.prefix}.${name}.`;
  }

  /** Where a node is asked for links. */
  door(name: string): string {
    return `${this.node(name)}door`;
  }

  /** Where a node that opens its door hears whether another has its name. */
  claim(name: string, id: string): string {
    return `${this.node(name)}claim.${id}`;
  }

  /** Where a node hears one of its links. */
  link(name: string, id: string): string {
    return `${this.node(name)}link.${id}`;
  }

  /** The name of the node that hears a link there; `null` when the subject is none of a link of this cluster. */
  nodeOfLink(subject: string): string | null {
    return this.linkPattern.exec(subject)?.[1] ?? null;
  }
}

/** Whether a node can have this name. */
export const canBeNodeName = (name: string): boolean => tokenPattern.test(name);

/**
 * Checks a part of a subject.
 *
 * @param what it names, for the message
 * @throws IllegalArgumentError for what a subject cannot have, or an authority
 */
export function checkToken(token: string, what: string): void {
  if (tokenPattern.test(token)) return;
  throw new IllegalArgumentError(
    `'${token}' cannot be the name of a ${what} over NATS: 1 to 64 letters, digits, - and _ can`,
  );
}

/** A name that nobody guesses: 16 random bytes as hexadecimal digits. */
export function newLinkId(): string {
  return hexOf(globalThis.crypto.getRandomValues(new Uint8Array(16)));
}
