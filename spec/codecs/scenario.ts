/** Codecs of scenarios: services, steps and the decision tape (see `scenarios.ts` for what each means). */
import * as t from 'io-ts';
import type { ActionName, Deviation, Scenario, ServiceSpecification, Step } from '../scenarios.js';
import { OperationCodec } from './operation.js';
import { Milliseconds, Natural, objectOf } from './primitives.js';
import { codecOf } from './proof.js';
import { LegCodec } from './trace.js';

/** A service of a scenario. */
export const ServiceSpecificationCodec = codecOf<ServiceSpecification>()(
  objectOf(
    { askTimeoutMs: Milliseconds, frameBytes: Natural, forceSerialization: t.boolean, remote: t.boolean },
    { captureCallStacks: t.boolean },
    'ServiceSpecification',
  ),
);

/** One step of a lane. */
export const StepCodec = codecOf<Step>()(
  t.readonly(t.strict({ op: Natural, lane: Natural, operation: OperationCodec }), 'Step'),
);

/** The name of an action. */
export const ActionNameCodec = codecOf<ActionName>()(
  t.readonly(t.strict({ leg: t.union([LegCodec, t.literal('op')]), id: Natural }), 'ActionName'),
);

/** A deviation of the decision tape. */
export const DeviationCodec = codecOf<Deviation>()(
  t.readonly(t.strict({ held: ActionNameCodec, first: ActionNameCodec }), 'Deviation'),
);

/** A whole scenario. */
export const ScenarioCodec = codecOf<Scenario>()(
  t.readonly(
    t.strict({
      services: t.readonlyArray(ServiceSpecificationCodec),
      steps: t.readonlyArray(StepCodec),
      tape: t.readonlyArray(DeviationCodec),
    }),
    'Scenario',
  ),
);
