/** Who bears an id, beside a plain list of all endpoints that ever took one. */
import test from 'ava';
import fc from 'fast-check';
import type { EndpointRecord } from '../../world/records.js';
import type { World } from '../../world/world.js';
import { worldOf } from './support.js';

const SERVICES = 2;
const NAMES = 2;

/** An endpoint takes an id, is refused after all, leaves, or is not there any more because the world goes back. */
type Step =
  | { readonly kind: 'take'; readonly service: number; readonly name: number; readonly ghost: boolean }
  | { readonly kind: 'refuse' | 'leave'; readonly lot: number }
  | { readonly kind: 'back' };

const steps: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('take' as const),
      service: fc.nat({ max: SERVICES - 1 }),
      name: fc.nat({ max: NAMES - 1 }),
      ghost: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constantFrom('refuse' as const, 'leave' as const), lot: fc.nat() }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'back' as const }) },
);

function take(world: World, id: number, service: number, name: number, ghost: boolean): EndpointRecord {
  const endpoint = world.addEndpoint(id);
  endpoint.service = service;
  endpoint.name = name;
  endpoint.exists = 1;
  endpoint.ghost = ghost ? 1 : 0;
  world.bearers.add(endpoint);
  return endpoint;
}

const numberOf = (endpoint: EndpointRecord | undefined): number => endpoint?.id ?? -1;

/** Of all endpoints that took an id and were not refused: the last one, and the first one whose constructor threw. */
function bearersOf(taken: readonly EndpointRecord[], service: number, name: number) {
  const all = taken.filter((each) => each.exists === 1 && each.service === service && each.name === name);
  return {
    proper: all.filter(({ ghost }) => ghost === 0).at(-1),
    ghost: all.find(({ ghost }) => ghost === 1),
  };
}

test('ADDR-12 LIFE-19 an id is borne by who took it last, and by the first whose constructor threw behind all others', (t) => {
  fc.assert(
    fc.property(fc.array(steps, { maxLength: 40, size: 'max' }), (drawn) => {
      const world = worldOf({ services: SERVICES });
      const taken: EndpointRecord[] = [];
      const left = new Set<EndpointRecord>();
      const isThere = (endpoint: EndpointRecord) => !left.has(endpoint);
      for (const step of drawn) {
        if (step.kind === 'take') taken.push(take(world, taken.length, step.service, step.name, step.ghost));
        else if (step.kind === 'back') {
          const last = taken.pop();
          if (last === undefined) continue;
          world.bearers.remove(last);
          left.delete(last);
          world.endpoints[last.id] = undefined;
        } else {
          const endpoint = taken[step.lot % taken.length];
          if (endpoint === undefined) continue;
          // Where a constructor threw, the creation is refused after all only because of an earlier one.
          const isFirst = bearersOf(taken, endpoint.service, endpoint.name).ghost === endpoint;
          if (step.kind === 'leave') left.add(endpoint);
          else if (!isFirst) endpoint.exists = 0;
        }
        for (let service = 0; service < SERVICES; service++)
          for (let name = 0; name < NAMES; name++) {
            const { proper, ghost } = bearersOf(taken, service, name);
            t.is(numberOf(world.bearers.last(service, name)), numberOf(proper ?? ghost));
            t.is(
              numberOf(world.bearers.find(service, name, isThere)),
              numberOf([proper, ghost].find((each) => each !== undefined && isThere(each))),
            );
          }
      }
      world.bearers.clear();
      t.is(world.bearers.last(0, 0), undefined);
    }),
    { seed: 1, numRuns: 300 },
  );
});
