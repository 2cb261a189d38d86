/**
 * The lifecycle of an endpoint: STOPPED, STARTED, TERMINATING, TERMINATED, the two hooks between them, and which
 * messages each state lets through (rules LIFE, START, STOP, MSG, DEAD, TERM, SUPER).
 *
 * `stopped.fresh` was never started, `stopped.paused` was. In `terminating.finished` the future of onStop is complete:
 * nothing begins any more. `failed` is the end by failure of the endpoint or of a sibling; its queue may be lost.
 */
import type { Chart, ChartConfig, Transitions } from './chart.js';
import { decide, each, go, stay } from './chart.js';

const admit = (...rules: string[]) => stay(decide('admit', rules));
const drop = (...rules: string[]) => stay(decide('drop', rules));
const refuse = (code: string, ...rules: string[]) => stay(decide(`refuse:${code}`, rules));

/** Messages that nobody asked for, as the lifecycle tells them apart. */
const oneWay = ['TELL', 'RUN', 'DUE_RUN', 'TASK', 'EXECUTE'];
const asked = ['ASK', 'ASK_LATE', 'ASK_REMOTE', 'CALLABLE', 'CALLABLE_LATE'];

const stoppedMessages: Transitions = {
  ...each(['ASK', 'ASK_LATE', 'ASK_REMOTE'], refuse('endpoint-not-started', 'MSG-01')),
  ...each(['CALLABLE', 'CALLABLE_LATE'], refuse('endpoint-not-started', 'MSG-03')),
  ...each(['TELL', 'RUN'], drop('MSG-02')),
  EXECUTE: drop('MAIN-06', 'MSG-02'),
};

const runningMessages: Transitions = {
  ...each([...asked, ...oneWay], admit()),
};

const terminatingMessages: Transitions = {
  ...each([...asked, 'TELL', 'RUN', 'TASK'], admit('MSG-06', 'STOP-02')),
  DUE_RUN: admit('SELF-11', 'MAIN-14'),
  EXECUTE: admit('MAIN-06', 'STOP-02', 'MAIN-13'),
};

const endedMessages: Transitions = {
  ASK: refuse('recipient-unreachable', 'DEAD-02'),
  ASK_LATE: refuse('recipient-unreachable', 'DEAD-01', 'HAND-15'),
  ASK_REMOTE: refuse('recipient-unreachable', 'DEAD-03', 'HAND-15'),
  // In the original the message is sent by another thread: the endpoint may have ended by then.
  CALLABLE: stay(
    decide('refuse:recipient-unreachable', ['DEAD-02']),
    decide('refuse:ask-timeout', ['DEAD-05'], 'original'),
  ),
  CALLABLE_LATE: stay(
    decide('refuse:recipient-unreachable', ['DEAD-05'], 'reference'),
    decide('refuse:ask-timeout', ['DEAD-05'], 'original'),
  ),
  ...each(['TELL', 'RUN'], drop('DEAD-04')),
  DUE_RUN: drop('SELF-11', 'DEAD-04'),
  TASK: drop('DEAD-04'),
  EXECUTE: drop('DEAD-04'),
};

/** The queue of a failed endpoint is refused, or lost with the service (SUPER-07). */
const failedMessages: Transitions = {
  ...each(
    ['ASK', 'ASK_LATE', 'ASK_REMOTE', 'CALLABLE'],
    stay(decide('refuse:recipient-unreachable', ['SUPER-07']), decide('drop', ['SUPER-07'], 'original')),
  ),
  CALLABLE_LATE: stay(
    decide('refuse:recipient-unreachable', ['SUPER-07', 'DEAD-05'], 'reference'),
    decide('refuse:ask-timeout', ['SUPER-07', 'DEAD-05'], 'original'),
    decide('drop', ['SUPER-07'], 'original'),
  ),
  ...each(oneWay, drop('DEAD-04')),
};

const endedControl: Transitions = {
  ...each(['START', 'STOP', 'TERMINATE', 'CLOSE'], drop('LIFE-12')),
  ...each(['FAULT', 'KILL', 'STOP_FUTURE', 'STOP_FUTURE_FAILED'], stay(decide('ignore', ['LIFE-12']))),
};

const illegal = (rule: string) => go('#lifecycle.failed', decide('fail', [rule, 'SUPER-02', 'SUPER-03']));

/** The end of the service, or the limit of its close, cuts an endpoint off whatever it is doing. */
const cutOff: Transitions = {
  CUT: go('#lifecycle.gone', decide('terminate', ['SERV-06', 'TERM-12', 'TERM-13'])),
  EXPIRE: go('#lifecycle.gone', decide('terminate', ['SERV-14', 'SERV-06', 'TERM-13'])),
};

/** What can end an endpoint from outside in every live state. */
const disasters: Transitions = {
  KILL: go('#lifecycle.failed', decide('terminate', ['SUPER-02', 'SUPER-04', 'SUPER-05', 'STOP-09'])),
  FAULT: go('#lifecycle.failed', decide('fail', ['SUPER-02', 'SUPER-03', 'SUPER-05'])),
  ...cutOff,
};

const config: ChartConfig = {
  id: 'lifecycle',
  initial: 'stopped',
  states: {
    stopped: {
      initial: 'fresh',
      tags: ['live', 'idle'],
      on: { ...stoppedMessages, ...disasters, STOP: stay(decide('ignore', ['LIFE-05'])) },
      states: {
        fresh: {
          on: {
            ABANDON: go('#lifecycle.abandoned', decide('continue', ['LIFE-19'])),
            START: go('#lifecycle.starting', decide('on-start', ['LIFE-02', 'START-01'])),
            TERMINATE: go('#lifecycle.terminated', decide('terminate', ['LIFE-07', 'TERM-09', 'STOP-09'])),
            CLOSE: go('#lifecycle.terminated', decide('terminate', ['SERV-07', 'LIFE-07', 'STOP-09'])),
            DUE_RUN: drop('SELF-10', 'MSG-02'),
            TASK: drop('MAIN-15', 'MSG-02'),
          },
        },
        paused: {
          tags: ['running'],
          on: {
            START: go('#lifecycle.starting', decide('on-start', ['LIFE-06', 'LIFE-02', 'START-01'])),
            TERMINATE: go('#lifecycle.terminated', decide('terminate', ['LIFE-07', 'STOP-09'])),
            CLOSE: go('#lifecycle.terminated', decide('terminate', ['LIFE-07', 'SERV-03', 'STOP-09'])),
            DUE_RUN: drop('SELF-10', 'MSG-02'),
            TASK: drop('MAIN-15', 'MSG-02'),
          },
        },
      },
    },
    starting: {
      tags: ['live', 'running'],
      on: {
        HOOK_RETURN: go('started', decide('continue', ['LIFE-02'])),
        HOOK_THROW: go('terminated', decide('terminate', ['START-02', 'START-03', 'STOP-09'])),
        HOOK_PROMISE: go('terminated', decide('terminate', ['START-09', 'START-02', 'STOP-09'])),
      },
    },
    started: {
      initial: 'idle',
      tags: ['live', 'running'],
      states: {
        idle: {
          tags: ['idle'],
          on: {
            ...runningMessages,
            ...disasters,
            START: stay(decide('ignore', ['LIFE-03'])),
            STOP: go('#lifecycle.stopped.paused', decide('pause', ['LIFE-04'])),
            TERMINATE: go('#lifecycle.stopping', decide('on-stop', ['LIFE-08', 'STOP-01'])),
            CLOSE: go('#lifecycle.stopping', decide('on-stop', ['SERV-03', 'LIFE-08', 'STOP-01'])),
            BEGIN: go('busy', decide('continue', ['MAIN-01'])),
          },
        },
        busy: {
          on: {
            END: go('idle', decide('continue', ['MAIN-01'])),
            ...cutOff,
          },
        },
      },
    },
    stopping: {
      tags: ['live', 'running', 'stopping'],
      on: {
        HOOK_OPEN: go('terminating', decide('continue', ['LIFE-08'])),
        HOOK_COMPLETE: go('terminating.finished', decide('continue', ['LIFE-08'])),
        HOOK_THROW: go('terminated', decide('terminate', ['STOP-03'])),
        HOOK_NULL: go('terminated', decide('terminate', ['STOP-04', 'STOP-03'])),
      },
    },
    terminating: {
      initial: 'idle',
      tags: ['live', 'stopping'],
      states: {
        idle: {
          tags: ['idle', 'open'],
          on: {
            ...terminatingMessages,
            ...disasters,
            START: illegal('LIFE-10'),
            STOP: illegal('LIFE-11'),
            ...each(['TERMINATE', 'CLOSE'], stay(decide('ignore', ['LIFE-09']))),
            BEGIN: go('busy', decide('continue', ['MAIN-01', 'STOP-02'])),
            COMPLETE: go('finished', decide('continue', ['LIFE-08'])),
          },
        },
        busy: {
          tags: ['open'],
          on: {
            END: go('idle', decide('continue', ['MAIN-01'])),
            COMPLETE: go('finishing', decide('continue', ['TERM-05'])),
            ...cutOff,
          },
        },
        finished: {
          tags: ['idle'],
          on: {
            ...disasters,
            STOP_FUTURE: go('#lifecycle.terminated', decide('terminate', ['LIFE-08'])),
            STOP_FUTURE_FAILED: go('#lifecycle.terminated', decide('terminate', ['STOP-05'])),
          },
        },
        finishing: {
          on: {
            ...each(
              ['STOP_FUTURE', 'STOP_FUTURE_FAILED'],
              go('draining', decide('drain', ['TERM-05', 'TERM-03'])),
            ),
            END: go('finished', decide('continue', ['TERM-05'])),
            ...cutOff,
          },
        },
        draining: {
          on: {
            END: go('#lifecycle.terminated', decide('terminate', ['TERM-05'])),
            ...cutOff,
          },
        },
      },
    },
    terminated: {
      tags: ['ended', 'idle'],
      on: {
        ...endedMessages,
        ...endedControl,
        GONE: go('gone', decide('release', ['TERM-04', 'TERM-06'])),
        ...cutOff,
      },
    },
    gone: { tags: ['ended', 'idle'], on: { ...endedMessages, ...endedControl } },
    // Its constructor threw: it was never there, or in the original it stays registered and stopped.
    abandoned: {
      tags: ['idle'],
      on: {
        ...each(
          asked,
          stay(
            decide('refuse:recipient-unreachable', ['LIFE-19'], 'reference'),
            decide('refuse:endpoint-not-started', ['LIFE-19', 'LIFE-18'], 'original'),
          ),
        ),
        ...each(oneWay, drop('LIFE-19')),
        ...endedControl,
      },
    },
    failed: {
      initial: 'ending',
      tags: ['ended', 'idle'],
      on: { ...failedMessages, ...endedControl },
      states: {
        ending: {
          on: {
            GONE: go('#lifecycle.failed.gone', decide('release', ['TERM-04', 'SUPER-08'])),
            ...cutOff,
          },
        },
        gone: {},
      },
    },
  },
};

/** The lifecycle chart. */
export const lifecycleChart: Chart = {
  name: 'lifecycle',
  sentence: 'The lifecycle of an endpoint and which messages each state lets through.',
  config: () => config,
};
