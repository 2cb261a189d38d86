/**
 * The caller's side of an ask: pending until the first of answer, limit, lost link and closed service settles it; what
 * comes later is dropped (rules CALL-21, CALL-25, TIME, DEAD).
 */
import type { Chart, ChartConfig } from './chart.js';
import { decide, go, stay } from './chart.js';

const settled = (...rules: string[]) => go('settled', decide('settle', rules));
const late = stay(decide('late', ['CALL-21', 'CALL-25']));

const config: ChartConfig = {
  id: 'ask',
  initial: 'pending',
  states: {
    pending: {
      tags: ['open'],
      on: {
        ANSWER: settled('CALL-25'),
        REFUSAL: settled('CALL-25'),
        TIMEOUT: settled('TIME-06', 'TIME-01', 'TIME-09', 'CALL-25'),
        TIMEOUT_WITHIN: settled('TIME-06', 'TIME-02', 'TIME-09', 'CALL-25'),
        TIMEOUT_AFTER_END: settled('CALL-20', 'TIME-06', 'TIME-09', 'CALL-25'),
        TIMEOUT_CALLABLE: settled('SELF-14', 'TIME-08', 'TIME-09', 'CALL-25'),
        TIMEOUT_LOST: settled('SIZE-04', 'TIME-06', 'TIME-09', 'CALL-25'),
        TIMEOUT_UNDECODABLE: settled('SIZE-03', 'TIME-06', 'TIME-09', 'CALL-25'),
        LINK_LOST: settled('DEAD-03', 'CALL-25'),
        CLOSED: go(
          'settled',
          decide('settle', ['DEAD-06', 'CALL-25'], 'reference'),
          decide('open', ['DEAD-06'], 'original'),
        ),
        EXPIRED: settled('SERV-14', 'CALL-25'),
      },
    },
    settled: { on: { ANSWER: late, REFUSAL: late, LINK_LOST: late } },
  },
};

/** The ask chart. */
export const askChart: Chart = {
  name: 'ask',
  sentence: "The caller's side of an ask: it settles exactly once.",
  config: () => config,
};
