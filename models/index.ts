/** The models: statecharts, their tables, and the oracle that judges traces by them. */
export { charts } from './charts/index.js';
export { Coverage, type Order } from './coverage.js';
export type { Taken } from './journal.js';
export { judgedRules } from './judged.js';
export { type Hearer, hearers, type MessageKind, messageKinds } from './kinds.js';
export { observable } from './observable.js';
export { checkTrace, Oracle } from './oracle.js';
export type { Profile } from './profile.js';
export { ruleIds, ruleIndex } from './rule-ids.js';
export type { ChartStanding, Standing } from './standing.js';
export type { Verdict } from './verdict.js';
