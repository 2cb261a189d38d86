/**
 * The handle of a task that was scheduled through the main-thread executor of an endpoint, or through the executor of a
 * service (rules MAIN, SERV-10 to SERV-13).
 *
 * The original leaves handles of dropped tasks open; the reference cancels them. Both are accepted.
 */
import type { Chart, ChartConfig, Transitions } from './chart.js';
import { decide, go, stay } from './chart.js';

const dropped = (...rules: string[]) =>
  go('over', decide('settle', rules, 'reference'), decide('open', rules, 'original'));

const settled = (...rules: string[]) => go('over', decide('settle', rules));

const ends: Transitions = {
  CANCEL: settled('MAIN-11'),
  TERMINATED: dropped('MAIN-12'),
  EXPIRED: settled('SERV-14'),
};

const config: ChartConfig = {
  id: 'task',
  initial: 'waiting',
  states: {
    waiting: {
      tags: ['open'],
      on: {
        ...ends,
        TIMER: go('sent', decide('resend', ['MAIN-07', 'MAIN-09'])),
        SHUTDOWN: dropped('MAIN-12'),
        REFUSED: dropped('MAIN-13'),
        CANCEL_PERIODIC: settled('SERV-11'),
        TICK: stay(decide('execute', ['SERV-10', 'MAIN-04'])),
        TICK_ONCE: go('sent', decide('execute', ['SERV-10', 'MAIN-04'])),
        PERIODIC_THROWS: settled('SERV-12', 'SERV-10'),
        CLOSED: dropped('SERV-13', 'SERV-10'),
      },
    },
    sent: {
      tags: ['open'],
      on: {
        ...ends,
        DROPPED_FRESH: dropped('MAIN-15'),
        DROPPED: dropped('MAIN-12', 'MAIN-15'),
        FENCED: dropped('FENCE-17'),
        CLOSED: dropped('SERV-13', 'SERV-10'),
        ONCE_RETURNS: settled('SERV-10'),
        ONCE_THROWS: settled('SERV-10', 'SUPER-01'),
        RETURN: settled('MAIN-10'),
        THROW: settled('MAIN-10', 'SUPER-01'),
      },
    },
    over: {
      on: {
        CANCEL: stay(decide('ignore', ['MAIN-11'])),
        CANCEL_PERIODIC: stay(decide('ignore', ['SERV-11'])),
        TIMER: stay(decide('drop', ['MAIN-11'])),
        DUE: stay(decide('drop', ['MAIN-11'])),
        DROPPED: stay(decide('ignore', ['MAIN-11'])),
        DROPPED_FRESH: stay(decide('ignore', ['MAIN-11'])),
        FENCED: stay(decide('ignore', ['MAIN-11'])),
        RETURN: stay(decide('ignore', ['MAIN-11'])),
        THROW: stay(decide('ignore', ['MAIN-11'])),
        ONCE_RETURNS: stay(decide('ignore', ['SERV-11'])),
        ONCE_THROWS: stay(decide('ignore', ['SERV-11'])),
        PERIODIC_THROWS: stay(decide('ignore', ['SERV-11'])),
        CLOSED: stay(decide('ignore', ['SERV-13'])),
        TERMINATED: stay(decide('ignore', ['MAIN-11'])),
        EXPIRED: stay(decide('ignore', ['SERV-14'])),
      },
    },
  },
};

/** The task chart. */
export const taskChart: Chart = {
  name: 'task',
  sentence: 'The handle of a scheduled task.',
  config: () => config,
};
