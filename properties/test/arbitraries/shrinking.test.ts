/**
 * The suite finds seeded faults and shrinks them, the schedule included. Each fault replaces one decision of the runtime
 * from outside; none is in what is shipped.
 */
import test from 'ava';
import { type ActorRules, actorRules } from '../../../impl/core/actor.js';
import { callerRules } from '../../../impl/core/caller.js';
import { rule } from '../../../impl/core/ruling.js';
import type { Message } from '../../../impl/runtime/message.js';
import { type RuntimeRules, referenceRules } from '../../../impl/runtime/service-runtime.js';
import type { FailureReport } from '../../../spec/index.js';
import { conformance, parseToken, profiles, referenceTarget } from '../../index.js';

async function failuresOf(faulty: RuntimeRules, rules: string): Promise<readonly FailureReport[]> {
  const report = await conformance(referenceTarget(faulty), { profile: profiles.quick, seed: 5, rules });
  return report.failures;
}

/** Steps without the settle and advance that only bring the run to rest. */
const stepsOf = ({ scenario }: FailureReport): number =>
  scenario.steps.filter(({ operation }) => operation.type !== 'settle' && operation.type !== 'advance')
    .length;

/** The rules of an actor that lets a message pass its fence if a younger one was handled before it. */
function lettingOldMessagesPass(): ActorRules {
  const youngest = new WeakMap<object, number>();
  return {
    ...actorRules,
    'FENCE-01': (actor, input) => {
      const { id } = input as Message;
      const before = youngest.get(actor) ?? 0;
      youngest.set(actor, Math.max(id, before));
      return id < before ? rule('FENCE-01', 'execute') : actorRules['FENCE-01'](actor, input);
    },
  };
}

const faults: readonly {
  readonly title: string;
  readonly rules: string;
  readonly faulty: RuntimeRules;
  readonly names: readonly string[];
}[] = [
  {
    title: 'MSG-01, MSG-02 an implementation that serves calls before START is caught within 8 steps',
    rules: 'MSG-*',
    faulty: {
      ...referenceRules,
      actor: {
        ...actorRules,
        'MSG-01': () => rule('MSG-06', 'execute'),
      },
    },
    names: ['MSG-01', 'MSG-02', 'MSG-03', 'MSG-04', 'LIFE-01', 'MSG-06', 'MSG-07'],
  },
  {
    title: 'FENCE-01, FENCE-02 an implementation that lets any token pass is caught within 8 steps',
    rules: 'FENCE-*',
    faulty: {
      ...referenceRules,
      actor: { ...actorRules, 'FENCE-01': () => rule('FENCE-01', 'execute') },
    },
    names: [
      'FENCE-02',
      'FENCE-03',
      'FENCE-04',
      'FENCE-05',
      'FENCE-06',
      'FENCE-07',
      'FENCE-08',
      'FENCE-17',
      'FENCE-18',
      'FENCE-20',
    ],
  },
  {
    title:
      'FENCE-01, FENCE-02 an implementation that lets overtaken messages pass is caught, their ages included, within 8 steps',
    rules: 'FENCE-*',
    faulty: { ...referenceRules, actor: lettingOldMessagesPass() },
    names: ['FENCE-01', 'FENCE-02', 'FENCE-03', 'FENCE-04', 'FENCE-06', 'FENCE-07', 'FENCE-15'],
  },
  {
    title: 'LIFE-09 an implementation that stops an endpoint twice is caught within 8 steps',
    rules: 'LIFE-09',
    faulty: {
      ...referenceRules,
      actor: {
        ...actorRules,
        'LIFE-09': (actor) => {
          actor.busy = true;
          return rule('LIFE-08', 'on-stop');
        },
      },
    },
    names: ['LIFE-09'],
  },
  {
    title:
      'CALL-25, CALL-21 an implementation that takes an answer after the timeout is caught, schedule included, within 8 steps',
    rules: 'CALL-21',
    faulty: {
      ...referenceRules,
      caller: { ...callerRules, 'CALL-25': () => rule('CALL-25', 'settle') },
    },
    names: ['CALL-21', 'CALL-25'],
  },
];

for (const { title, rules, faulty, names } of faults) {
  test(title, async (t) => {
    const failures = await failuresOf(faulty, rules);
    t.true(failures.length > 0, 'the fault was not found');
    for (const failure of failures) {
      t.true(
        failure.rules.some((id) => names.includes(id)),
        `${failure.rules.join(', ')} is not about the fault`,
      );
      t.true(stepsOf(failure) <= 8, `${stepsOf(failure)} steps: ${JSON.stringify(failure.scenario.steps)}`);
      t.deepEqual(parseToken(failure.token).scenario, failure.scenario);
    }
  });
}
