/**
 * A service: open, closing, closed; failed once one of its endpoints failed (rules SERV, SUPER-09, HAND-17).
 */
import type { Chart, ChartConfig, Transitions } from './chart.js';
import { decide, go, stay } from './chart.js';

const illegal = (...rules: string[]) => stay(decide('throw:illegal-state', rules));

const closedDoors: Transitions = {
  CREATE: illegal('SERV-02'),
  CONNECT: illegal('HAND-17'),
  CLOSE: stay(decide('same-future', ['SERV-08'])),
  TERMINATE: stay(decide('ignore', ['TERM-10'])),
};

const config: ChartConfig = {
  id: 'service',
  initial: 'open',
  states: {
    open: {
      tags: ['open'],
      on: {
        CREATE: stay(decide('continue', ['SERV-01'])),
        CONNECT: stay(decide('continue', ['HAND-01'])),
        CLOSE: go('closing', decide('close', ['SERV-03'])),
        TERMINATE: stay(decide('send', ['TERM-01'])),
        TERMINATE_AGAIN: stay(decide('ignore', ['TERM-08'])),
        SCHEDULE: stay(decide('continue', ['SERV-10'])),
        FAIL: go('failed', decide('continue', ['SUPER-02'])),
      },
    },
    closing: {
      tags: ['open'],
      on: {
        ...closedDoors,
        TERMINATE_AGAIN: stay(decide('ignore', ['TERM-08'])),
        SCHEDULE: stay(decide('throw:illegal-state', ['SERV-13']), decide('continue', ['SERV-10'])),
        FAIL: go('failing', decide('continue', ['SUPER-02'])),
        DOWN: go('closed', decide('release', ['SERV-03'])),
        DOWN_EARLY: go('closed', decide('release', ['SERV-05', 'TERM-12', 'SERV-06'], 'original')),
        EXPIRE: go('closed', decide('release', ['SERV-14'])),
      },
    },
    closed: {
      on: {
        ...closedDoors,
        TERMINATE_AGAIN: stay(decide('ignore', ['TERM-08', 'TERM-10'])),
        SCHEDULE: illegal('SERV-13'),
      },
    },
    failed: {
      on: {
        CREATE: stay(decide('throw:service-failed', ['SUPER-09'])),
        CONNECT: stay(decide('continue', ['SUPER-09'])),
        CLOSE: go('failing', decide('close', ['SUPER-09', 'SERV-03'])),
        TERMINATE: stay(decide('send', ['TERM-01'])),
        TERMINATE_AGAIN: stay(decide('ignore', ['TERM-08'])),
        SCHEDULE: stay(decide('throw:illegal-state', ['SERV-13']), decide('continue', ['SERV-10'])),
        FAIL: stay(decide('continue', ['SUPER-02'])),
      },
    },
    failing: {
      on: {
        ...closedDoors,
        TERMINATE_AGAIN: stay(decide('ignore', ['TERM-08'])),
        SCHEDULE: stay(
          decide('throw:illegal-state', ['SERV-13']),
          decide('continue', ['SERV-10'], 'original'),
        ),
        FAIL: stay(decide('continue', ['SUPER-02'])),
        DOWN: go('closed', decide('release', ['SUPER-09', 'SERV-03'])),
        DOWN_EARLY: go('closed', decide('release', ['SUPER-08', 'SUPER-09'], 'original')),
        EXPIRE: go('closed', decide('release', ['SERV-14'])),
      },
    },
  },
};

/** The service chart. */
export const serviceChart: Chart = {
  name: 'service',
  sentence: 'A service from open to closed, and its failure.',
  config: () => config,
};
