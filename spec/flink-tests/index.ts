/** The map from the original's own RPC tests to the rules: complete, test by test. */
import { actorTests } from './actor.js';
import { flinkTestClasses } from './catalogue.js';
import { endpointTests } from './endpoints.js';
import type { MappedTest } from './mapped-test.js';
import { messageTests } from './messages.js';
import { serviceTests } from './services.js';

export * from './catalogue.js';
export * from './loose-citations.js';
export * from './mapped-test.js';

const inFiles: readonly MappedTest[] = [...actorTests, ...serviceTests, ...messageTests, ...endpointTests];
const rank = new Map(
  flinkTestClasses
    .flatMap(({ name, tests }) => tests.map(({ method }) => `${name}#${method}`))
    .map((test, position) => [test, position]),
);

/** What is said of every test, in the order of the catalogue; what the catalogue does not have comes last. */
export const mappedTests: readonly MappedTest[] = [...inFiles].sort(
  (left, right) => (rank.get(left.test) ?? rank.size) - (rank.get(right.test) ?? rank.size),
);

/** Whether no rule covers the test. */
export function isApart({ rules }: MappedTest): boolean {
  return rules.length === 0;
}
