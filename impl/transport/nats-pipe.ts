/** What links need of a connection to NATS servers, and nothing more: whoever has it need not be the client of NATS. */

/** Ends a subscription. */
export type Unsubscribe = () => void;

/**
 * Hears a subject.
 *
 * @param bytes what was said; they may change after this returns
 * @param reply the subject that was named for answers; empty for none
 * @param nobody the server tells that nobody hears the subject of a message whose answers would have come here
 */
export type HearSubject = (bytes: Uint8Array, reply: string, nobody: boolean) => void;

/** See the head of this file. Nothing of it throws. */
export interface NatsPipe {
  /** Whether the servers can be reached at the moment. */
  readonly isUp: boolean;
  /** The size of the largest message that the server takes, in bytes. */
  readonly payloadBytes: number;
  /**
   * Says something. Messages of one pipe arrive in order, or not at all.
   *
   * @param reply the subject for answers; the server says there, too, that nobody hears the subject
   */
  publish(subject: string, bytes: Uint8Array, reply: string): void;
  /** Hears a subject from now on: what is published afterwards, over this pipe or as an answer, is heard. */
  subscribe(subject: string, hear: HearSubject): Unsubscribe;
}
