/**
 * Interchangeable clients: lanes that do the same. An exchange of two of them makes of each run another one that differs in
 * nothing but names. So it is enough to explore the runs in which their first messages are heard in the order of the
 * lanes: each run is one of those with the names exchanged.
 */
import type { Operation, Scenario, Step } from '../../spec/index.js';
import { everyOperation } from '../scenarios/every-operation.js';
import { keyOf } from './action-key.js';
import type { Configuration } from './configuration.js';
import type { Renaming } from './ending.js';

/** Lanes were said to be interchangeable, and are not. */
export class UnlikeLanesError extends Error {
  readonly code = 'unlike-lanes';
}

/** The steps of a lane, without barriers. */
function stepsOf({ steps }: Scenario, lane: number): readonly Step[] {
  return steps.filter((step) => step.lane === lane);
}

/** The operations of a lane, those inside of others too, in order. */
function operationsOf(scenario: Scenario, lane: number): readonly number[] {
  return [...everyOperation({ steps: stepsOf(scenario, lane) })].map(({ op }) => op);
}

/** The first message that a lane sends through a gateway. */
function firstMessage(scenario: Scenario, lane: number): number | undefined {
  return stepsOf(scenario, lane).find(({ operation }) => operation.type === 'call')?.op;
}

/**
 * For the first message of each client but the first of its group: that of the client before it.
 *
 * @throws UnlikeLanesError when lanes that are said to be interchangeable are not
 */
export function orderOfClients({ scenario, interchangeable }: Configuration): ReadonlyMap<number, number> {
  const follows = new Map<number, number>();
  for (const group of interchangeable) {
    assertAlike(scenario, group);
    for (let place = 1; place < group.length; place += 1) {
      const [before, own] = [group[place - 1], group[place]].map((lane) =>
        firstMessage(scenario, lane as number),
      );
      if (before === undefined || own === undefined)
        throw new UnlikeLanesError(
          `Lane ${group[place]} sends no message: clients are told apart by their first`,
        );
      follows.set(keyOf('request', own), keyOf('request', before));
    }
  }
  return follows;
}

/** An exchange of lanes: each lane of the group takes the place of another one. */
export function exchange(scenario: Scenario, group: readonly number[], places: readonly number[]): Renaming {
  const operations = new Map<number, number>();
  const lanes = new Map<number, number>();
  for (const [index, lane] of group.entries()) {
    const other = group[places[index] as number] as number;
    lanes.set(lane, other);
    const [own, others] = [operationsOf(scenario, lane), operationsOf(scenario, other)];
    for (const [position, op] of own.entries()) operations.set(op, others[position] as number);
  }
  return { operation: (op) => operations.get(op) ?? op, lane: (lane) => lanes.get(lane) ?? lane };
}

/** All orders of so many things. */
export function ordersOf(count: number): readonly (readonly number[])[] {
  if (count === 0) return [[]];
  return ordersOf(count - 1).flatMap((order) =>
    Array.from({ length: count }, (_, place) => [...order.slice(0, place), count - 1, ...order.slice(place)]),
  );
}

function assertAlike(scenario: Scenario, group: readonly number[]): void {
  const texts = group.map((lane) => textOf(scenario, lane));
  const odd = texts.findIndex((text) => text !== texts[0]);
  if (odd > 0)
    throw new UnlikeLanesError(
      `Lanes ${group[0]} and ${group[odd]} are not interchangeable: one does ${texts[0]}, the other ${texts[odd]}`,
    );
  const shared = new Set(group.flatMap((lane) => operationsOf(scenario, lane)));
  const gateways = new Set(group.flatMap((lane) => gatewaysOf(scenario, lane)));
  for (const { lane, operation } of scenario.steps) {
    if (group.includes(lane)) continue;
    if (refersTo(operation, shared, gateways))
      throw new UnlikeLanesError(`Lane ${lane} tells the lanes ${group.join(', ')} apart: ${operation.type}`);
  }
}

/** What a lane does, with its own operations and gateways numbered from the beginning. */
function textOf(scenario: Scenario, lane: number): string {
  const operations = operationsOf(scenario, lane);
  const gateways = gatewaysOf(scenario, lane).map((gateway) => ({
    gateway,
    made: connectOf(scenario, gateway),
  }));
  const steps = stepsOf(scenario, lane);
  return JSON.stringify(
    [gateways.map(({ made }) => made), steps.map(({ op, operation }) => ({ op, operation }))],
    (name, value) => {
      if ((name === 'op' || name === 'work') && operations.includes(value)) return operations.indexOf(value);
      if (name === 'gateway') return gateways.findIndex(({ gateway }) => gateway === value);
      return value as unknown;
    },
  );
}

function connectOf({ steps }: Scenario, gateway: number): Operation | undefined {
  return steps.find(({ operation }) => operation.type === 'connect' && operation.gateway === gateway)
    ?.operation;
}

/** The gateways that a lane calls through, in the order of its calls. */
function gatewaysOf(scenario: Scenario, lane: number): readonly number[] {
  const gateways = new Set<number>();
  for (const { operation } of everyOperation({ steps: stepsOf(scenario, lane) })) {
    if (operation.type === 'call' && 'gateway' in operation.target) gateways.add(operation.target.gateway);
  }
  return [...gateways];
}

function refersTo(
  operation: Operation,
  operations: ReadonlySet<number>,
  gateways: ReadonlySet<number>,
): boolean {
  if (operation.type === 'release') return operations.has(operation.work);
  if (operation.type === 'cancel') return operations.has(operation.scheduled);
  return 'target' in operation && 'gateway' in operation.target && gateways.has(operation.target.gateway);
}
