/** Rules that the machinery itself judges by, rather than a cell of a table. */
import { ruleIndex } from '../rule-ids.js';

/** The numbers of those rules by what they are about. */
export const R = {
  invention: ruleIndex('ORD-08'),
  claim: ruleIndex('ORD-07'),
  twice: ruleIndex('ORD-05'),
  order: ruleIndex('ORD-01'),
  orderRemote: ruleIndex('ORD-02'),
  gaps: ruleIndex('ORD-06'),
  busy: ruleIndex('MAIN-01'),
  blocking: ruleIndex('MAIN-05'),
  draining: ruleIndex('TERM-03'),
  fencing: ruleIndex('FENCE-01'),
  early: ruleIndex('TIME-09'),
  callStack: ruleIndex('TIME-07'),
  earlyRun: ruleIndex('SELF-04'),
  earlyTask: ruleIndex('MAIN-09'),
  earlyService: ruleIndex('SERV-10'),
  blockingAnswer: ruleIndex('CALL-03'),
  blockingFailure: ruleIndex('CALL-04'),
  blockingSelf: ruleIndex('CALL-05'),
  futureAtOnce: ruleIndex('CALL-02'),
  onceSettled: ruleIndex('CALL-25'),
  resources: ruleIndex('STOP-07'),
  originalError: ruleIndex('SUPER-03'),
  tooLarge: ruleIndex('SIZE-04'),
  undecodable: ruleIndex('SIZE-03'),
  callback: ruleIndex('MAIN-03'),
  unfinished: ruleIndex('LIFE-18'),
  termination: ruleIndex('TERM-04'),
  awaited: ruleIndex('SERV-04'),
} as const;
