/**
 * Both sides of connecting: what a target answers to identification and handshake, and what the caller makes of it
 * (rules HAND, ADDR, MSG-05).
 *
 * A `HELLO` is a handshake; its suffix says what is wrong with it: the version, the gateway type, or both.
 */
import type { Chart, ChartConfig, Transitions } from './chart.js';
import { decide, each, go, stay } from './chart.js';

const dead: Transitions = {
  IDENTIFY: stay(decide('none', ['HAND-02'])),
  ...each(
    ['HELLO', 'HELLO_ROOT', 'HELLO_VERSION', 'HELLO_GATEWAY', 'HELLO_BOTH'],
    stay(
      decide('refuse:recipient-unreachable', ['HAND-14']),
      decide('refuse:connection', ['HAND-14'], 'original'),
      decide('refuse:ask-timeout', ['HAND-14'], 'original'), // at once, without waiting for the limit
    ),
  ),
};

function alive(...rules: string[]): Transitions {
  return {
    IDENTIFY: stay(decide('found', ['HAND-01', ...rules])),
    HELLO: stay(decide('accept', ['HAND-01', 'MSG-05', ...rules])),
    HELLO_ROOT: stay(decide('accept', ['HAND-11', 'MSG-05', ...rules])),
    HELLO_VERSION: stay(decide('refuse:handshake', ['HAND-07', 'HAND-10', 'MSG-05', ...rules])),
    HELLO_GATEWAY: stay(decide('refuse:handshake', ['HAND-08', 'HAND-10', 'MSG-05', ...rules])),
    HELLO_BOTH: stay(decide('refuse:handshake', ['HAND-09', 'HAND-07', 'HAND-10', 'MSG-05', ...rules])),
  };
}

const end = { END: go('ended', decide('continue', [])) };

/** What the constructor of an endpoint leaves behind when it throws: nothing, or in the original a registration. */
const abandoned: Transitions = {
  ...alive('LIFE-18'),
  IDENTIFY: stay(decide('none', ['LIFE-19'], 'reference'), decide('found', ['LIFE-19'], 'original')),
};

const targetConfig: ChartConfig = {
  id: 'handshake-target',
  initial: 'plain',
  states: {
    plain: {
      on: {
        ...alive('LIFE-01'),
        ...end,
        FENCE: go('fenced', decide('continue', [])),
        ABANDON: go('abandoned', decide('continue', [])),
        SUPERVISE: go('supervisor', decide('continue', [])),
        START: go('started', decide('continue', [])),
      },
    },
    fenced: {
      on: {
        ...alive('FENCE-12', 'LIFE-01'),
        ...end,
        ABANDON: go('abandoned', decide('continue', [])),
        START: go('fencedStarted', decide('continue', [])),
      },
    },
    started: { on: { ...alive(), ...end, START: stay(decide('continue', [])) } },
    fencedStarted: { on: { ...alive('FENCE-12'), ...end, START: stay(decide('continue', [])) } },
    abandoned: { on: { ...abandoned, ...end } },
    // The supervisor of a service is no endpoint; in the original a message to it takes the service down.
    supervisor: {
      on: {
        IDENTIFY: stay(decide('none', ['HAND-19'], 'reference'), decide('fail', ['HAND-19'], 'original')),
      },
    },
    ended: { on: { ...dead, END: stay(decide('continue', [])) } },
  },
};

/** The target's side of connecting. */
export const handshakeTargetChart: Chart = {
  name: 'handshake-target',
  sentence: "The target's side of connecting: identification and handshake.",
  config: () => targetConfig,
};

const failed = (...rules: string[]) => go('failed', decide('settle', rules));
/** Answers to an identification. */
const identities = [
  'FOUND',
  'FOUND_WILDCARD',
  'FOUND_WILDCARD_OF_SEVERAL',
  'NONE',
  'NONE_WILDCARD',
  'NONE_WILDCARD_DIED',
  'NONE_WILDCARD_OF_SEVERAL',
  'NONE_SUPERVISOR',
  'NONE_EMPTY',
];
const late: Transitions = each(
  [...identities, 'ACCEPTED', 'REFUSED', 'UNREACHABLE'],
  stay(decide('late', ['HAND-01', 'CALL-21'])),
);
const closed: Transitions = {
  CLOSED: go('failed', decide('settle', ['DEAD-06'], 'reference'), decide('open', ['DEAD-06'], 'original')),
  EXPIRED: go('failed', decide('settle', ['SERV-14'])),
};

const callerConfig: ChartConfig = {
  id: 'handshake-caller',
  initial: 'identifying',
  states: {
    identifying: {
      tags: ['open'],
      on: {
        ...closed,
        FOUND: go('shaking', decide('shake', ['HAND-01'])),
        FOUND_WILDCARD: go('shaking', decide('shake', ['ADDR-17', 'HAND-01'])),
        FOUND_WILDCARD_OF_SEVERAL: go('shaking', decide('shake', ['ADDR-18', 'HAND-01'])),
        NONE: failed('HAND-02'),
        NONE_WILDCARD: failed('ADDR-19', 'HAND-02'),
        NONE_WILDCARD_DIED: failed('HAND-02'),
        NONE_WILDCARD_OF_SEVERAL: stay(
          decide('late', ['ADDR-20'], 'reference'),
          decide('settle', ['ADDR-20'], 'original'),
        ),
        SPOILT: go('failed', decide('continue', [])),
        NONE_SUPERVISOR: failed('HAND-19'),
        NONE_EMPTY: failed('HAND-04'),
        NOT_AN_ADDRESS: failed('HAND-03'),
        NO_SUCH_HOST: failed('HAND-05'),
        TIMEOUT: failed('HAND-06', 'HAND-01'),
        UNREACHABLE: failed('HAND-14', 'DEAD-03'),
      },
    },
    shaking: {
      tags: ['open'],
      on: {
        ...closed,
        ACCEPTED: go('connected', decide('settle', ['HAND-01', 'HAND-16'])),
        REFUSED: failed('HAND-10'),
        UNREACHABLE: failed('HAND-14'),
        TIMEOUT: failed('HAND-13', 'HAND-01'),
        ...each(identities, stay(decide('late', ['ADDR-18']))),
      },
    },
    connected: { on: late },
    failed: { on: late },
  },
};

/** The caller's side of connecting. */
export const handshakeCallerChart: Chart = {
  name: 'handshake-caller',
  sentence: "The caller's side of connecting: identify, shake hands, settle.",
  config: () => callerConfig,
};
