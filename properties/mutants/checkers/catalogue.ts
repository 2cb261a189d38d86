/**
 * Checkers with one fault each: the oracle judges one thing too little, or too much. Changed traces of the reference have to
 * show each of them.
 */
import type { Patch } from '../mutant.js';

const events = 'models/world/events';
const handlers = 'models/world/handlers';
const expect = 'models/world/expect';

/** Every checker mutant. */
export const checkerMutants: readonly Patch[] = [
  {
    id: 'checker/time-runs-backwards',
    fault: 'An event may come before the one that stands before it.',
    module: events,
    find: 'if (at < world.now)',
    replace: 'if (false)',
  },
  {
    id: 'checker/unseen-effects',
    fault: 'An action may run although the effects of the last one were not seen.',
    module: events,
    find: 'world.actions++;\n    if (world.owed !== 0)\n        return refuseOwed(world);',
    replace: 'world.actions++;',
  },
  {
    id: 'checker/unfinished-end',
    fault: 'A trace may end while actions are enabled.',
    module: events,
    find: 'return isQuiet(world);',
    replace: 'return true;',
  },
  {
    id: 'checker/overtaking',
    fault: 'Messages of one sender may overtake each other.',
    module: 'models/world/actions',
    find: 'if (!isHead(endpoint, op) && !overtakes(world, endpoint, op)) {',
    replace: 'if (false) {',
  },
  {
    id: 'checker/handshakes-overtake',
    fault: 'A handshake may overtake the messages of its sender.',
    module: 'models/world/connecting',
    find: 'if (!isHead(endpoint, op) && !overtakes(world, endpoint, op))',
    replace: 'if (false)',
  },
  {
    id: 'checker/another-role',
    fault: 'What begins may be a handler of another kind.',
    module: handlers,
    find: 'if (event.role !== roles[endpoint.role])',
    replace: 'if (false)',
  },
  {
    id: 'checker/any-ending',
    fault: 'A handler may end otherwise than its script says.',
    module: handlers,
    find: 'if (script === null || !mayEnd(op, script, event)) {',
    replace: 'if (script === null) {',
  },
  {
    id: 'checker/any-ending-of-start',
    fault: 'The hook onStart may end otherwise than its script says.',
    module: handlers,
    find: "if (script !== 'observed' && event.how !== expected) {",
    replace: 'if (false) {',
  },
  {
    id: 'checker/unreleased',
    fault: 'A handler that holds its main thread may end before it is released.',
    module: handlers,
    find: 'if (endpoint.frame === Frame.held && (op.ran & bit.return) === 0) {',
    replace: 'if (false) {',
  },
  {
    id: 'checker/any-order-of-resources',
    fault: 'Resources may be closed in any order.',
    module: handlers,
    find: 'if (resources[resources.length - 1] !== event.resource) {',
    replace: 'if (false) {',
  },
  {
    id: 'checker/any-number',
    fault: 'An ask may be answered with the number of another one.',
    module: expect,
    find: 'return outcome.value === detail;',
    replace: 'return true;',
  },
  {
    id: 'checker/any-error',
    fault: 'An operation that has to fail may fail with any error.',
    module: expect,
    find: 'return !thrown && outcome.code === codes[expected];',
    replace: 'return !thrown;',
  },
  {
    id: 'checker/thrown-or-not',
    fault: 'An error that the call throws may come from its future.',
    module: expect,
    find: 'return thrown && outcome.code === codes[expected - THROWN];',
    replace: 'return outcome.code === codes[expected - THROWN];',
  },
  {
    id: 'checker/any-claim',
    fault: 'An action may claim any rule.',
    module: events,
    find: 'if (stands(rulesOf[alternative], rule) || stands(world.claims[claim], rule))\n        return true;',
    replace: 'return true;',
  },
  {
    id: 'checker/early-limit',
    fault: 'The limit of an ask may expire before its time.',
    module: 'models/world/asking',
    find: 'if (world.now < op.deadline)',
    replace: 'if (false)',
  },
  {
    id: 'checker/early-task',
    fault: 'A task of a service may run before its time.',
    module: 'models/world/service-tasks',
    find: "if (world.now < op.due - (mode === 'rate' ? aheadMs(world, op.runs) : 0))",
    replace: 'if (false)',
  },
  {
    id: 'checker/settles-twice',
    fault: 'An operation may come out twice.',
    module: events,
    find: 'if (op.future === Future.observed)\n        return world.refuse(',
    replace: 'if (op.future === Future.observed)\n        return true || world.refuse(',
  },
  {
    id: 'checker/losses-of-its-own',
    fault: 'A link may lose a message although nothing is wrong with it.',
    module: events,
    find: 'if (!mayLose(world, op, leg, event.reason))',
    replace: 'if (false)',
  },
  {
    id: 'checker/one-token-for-all',
    fault: 'All tokens are the same one.',
    module: 'models/world/world',
    find: 'return this.tokens.numberOf(formatToken(token));',
    replace: "return this.tokens.numberOf(token === null ? 'none' : 'Token(00)');",
  },
];
