/** The kinds of messages that an endpoint hears, and the kinds of endpoints that hear them: what orders are counted by. */

/** What reaches the mailbox of an endpoint, and what happens to it from outside. */
export const messageKinds = [
  'identify',
  'handshake',
  'ask',
  'tell',
  'run-async',
  'delayed-run',
  'call-async',
  'execute',
  'task',
  'start',
  'stop',
  'terminate',
  'close',
  'stop-future',
  'fault',
  'kill',
] as const;
/** One of {@link messageKinds}. */
export type MessageKind = (typeof messageKinds)[number];

/** Who hears them. */
export const hearers = ['plain', 'fenced', 'permanently-fenced'] as const;
/** One of {@link hearers}. */
export type Hearer = (typeof hearers)[number];

/** How many kinds of endpoints there are. */
export const HEARERS = hearers.length;

/** The numbers of {@link messageKinds}. */
export const Kind = Object.fromEntries(messageKinds.map((name, index) => [name, index])) as Readonly<
  Record<MessageKind, number>
>;
