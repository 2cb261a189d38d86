/**
 * What a connect remembers: how many identifications it has sent, how many of them are answered, and whether there is a
 * handshake that can be answered (HAND-01, ADDR-17 to ADDR-20). Each answer comes once.
 */
import type { Remembering, Transition } from './remembering.js';

/** How many matches a pattern has, at most: with more of them nothing else happens. */
const MATCHES_MAX = 4;

/** To whom a connect goes. */
type Destination = 'name' | 'supervisor' | 'nowhere' | 'pattern';

/** A connect on its way. */
interface Connect {
  readonly to: Destination;
  /** Of a pattern. */
  readonly matches: number;
  /** Answers to identifications that are still to come. */
  readonly left: number;
  /** Answers to the handshake that are still to come, and news that the link is lost: at most one of each. */
  readonly greetings: number;
  readonly unreachables: number;
}

const textOf = ({ to, matches, left, greetings, unreachables }: Connect): string =>
  `${to} ${matches} ${left} ${greetings} ${unreachables}`;

function connectOf(text: string): Connect {
  const [to, ...numbers] = text.split(' ');
  const [matches = 0, left = 0, greetings = 0, unreachables = 0] = numbers.map(Number);
  return { to: to as Destination, matches, left, greetings, unreachables };
}

const beginning = (to: Destination, matches = 0): Connect => ({
  to,
  matches,
  left: Math.max(1, matches),
  greetings: 0,
  unreachables: to === 'nowhere' ? 0 : 1,
});

const beginnings: readonly Connect[] = [
  beginning('name'),
  beginning('supervisor'),
  beginning('nowhere'),
  ...Array.from({ length: MATCHES_MAX + 1 }, (_, matches) => beginning('pattern', matches)),
];

/** Whether an answer to an identification is one that a connect like this can get now. */
function isAnswer({ to, matches, left }: Connect, event: string): boolean {
  if (left === 0) return false;
  switch (event) {
    case 'FOUND':
    case 'NONE':
      return to === 'name';
    case 'NONE_SUPERVISOR':
      return to === 'supervisor';
    case 'NONE_EMPTY':
    case 'NOT_AN_ADDRESS':
    case 'NO_SUCH_HOST':
      return to === 'nowhere';
    case 'NONE_WILDCARD':
      return to === 'pattern' && matches === 0;
    case 'FOUND_WILDCARD':
      return matches === 1;
    case 'FOUND_WILDCARD_OF_SEVERAL':
      return matches > 1;
    case 'NONE_WILDCARD_DIED': // the last answer that is still to come
      return matches > 0 && left === 1;
    case 'NONE_WILDCARD_OF_SEVERAL':
      return matches > 1 && left > 1;
    default:
      return false;
  }
}

const GREETINGS = ['ACCEPTED', 'REFUSED'];
const FROM_OUTSIDE = ['TIMEOUT', 'CLOSED', 'EXPIRED'];

function next(connect: Connect, { event, decision }: Transition): Connect | undefined {
  const { to, left, greetings, unreachables } = connect;
  if (FROM_OUTSIDE.includes(event)) return to === 'nowhere' ? undefined : connect;
  if (GREETINGS.includes(event)) {
    // Who answered that nobody is there any more has answered: then UNREACHABLE was not news of the link.
    if (greetings === 0 || unreachables === 0) return undefined;
    return { ...connect, greetings: 0, unreachables: unreachables - 1 };
  }
  if (event === 'UNREACHABLE')
    return unreachables === 0 ? undefined : { ...connect, unreachables: unreachables - 1 };
  if (!isAnswer(connect, event)) return undefined;
  const shakes = decision === 'shake' ? 1 : 0;
  return {
    ...connect,
    left: left - 1,
    greetings: greetings + shakes,
    unreachables: unreachables + shakes,
  };
}

/** The fact about connects. */
export const connectMemory: Remembering<string> = {
  chart: 'handshake-caller',
  by: 'everybody',
  reason:
    'Each identification of a connect has one answer, and so has its handshake: what has come cannot come again.',
  state: 'identifying',
  initial: beginnings.map(textOf),
  next(text, transition) {
    const connect = next(connectOf(text), transition);
    return connect === undefined ? undefined : textOf(connect);
  },
};
