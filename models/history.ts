/** What a history records, as the search for hidden actions asks for it: the whole of it is known from the beginning. */
import type { InvokeEvent, Outcome, Trace, TraceEvent } from '../spec/trace.js';
import { RoleNumber, roles } from './world/roles.js';
import type { World } from './world/world.js';

/** Operations whose effect depends on hidden actions, or forbids some: it matters when they take effect. */
const momentary: ReadonlySet<string> = new Set([
  'call-async',
  'cancel',
  'close-service',
  'connect',
  'create-endpoint',
  'link',
  'register-resource',
  'release',
  'release-stop',
  'schedule',
  'service-schedule',
  'unregister-resource',
]);

/**
 * The invocations of a history whose operation may take effect later, by position, and the event before which it must
 * have done so: its own outcome, the next invocation of anybody (calls do not overlap), the end of the handler that
 * carries it out. A barrier may come before that, and then it is the barrier that waits for the effect.
 */
export function latestEffects({ events }: Trace): ReadonlyMap<number, number> {
  const latest = new Map<number, number>();
  let open: InvokeEvent | null = null;
  let from = 0;
  events.forEach((event, position) => {
    if (open !== null && needsEffect(event, open)) {
      latest.set(from, position);
      open = null;
    }
    if (event.event !== 'invoke' || !momentary.has(event.operation.type)) return;
    open = event;
    from = position;
  });
  return latest;
}

function needsEffect(event: TraceEvent, { op, by }: InvokeEvent): boolean {
  switch (event.event) {
    case 'invoke':
      return true;
    case 'outcome':
      return event.op === op;
    case 'end':
      return 'mainOf' in by && event.endpoint === by.mainOf && event.role !== 'service-task';
    default:
      return false;
  }
}

/** How a history is read where that is not known, for the whole of it. */
export interface Reading {
  /** The invocations that may take effect later, see {@link latestEffects}. */
  readonly latest: ReadonlyMap<number, number>;
  /** Whether endpoints live on whose constructor throws (LIFE-19). */
  readonly outliving: boolean;
}

/** Every operation takes effect where it is invoked, and an endpoint whose constructor throws was never there. */
export const plainReading: Reading = { latest: new Map(), outliving: false };

/** Whether the constructor of an endpoint throws that has sent something before. */
export function hasAbandoned({ events }: Trace): boolean {
  return events.some(
    (event) =>
      event.event === 'invoke' &&
      event.operation.type === 'create-endpoint' &&
      event.operation.constructorThrows &&
      (event.operation.constructing ?? []).length > 0, // absent in histories from before constructors were scripted
  );
}

/** What a history records, by operation and by work. */
export class History {
  readonly trace: Trace;
  readonly reading: Reading;
  readonly outcomes = new Map<number, Outcome>();
  /** Where works begin, by role: those of operations stand together, since no two have the same number. */
  private readonly begins = roles.map(() => new Map<number, number>());
  private readonly outcomeAt = new Map<number, number>();
  /** How many barriers (settle, advance) came out before each position. */
  private readonly barriers: number[] = [];
  /** How many endpoints were created before each position. */
  private readonly creates: number[] = [];
  private readonly idsInUse: boolean;
  /** What everybody came out with who asked to hear of the end of an endpoint; `null` for one who never did. */
  private readonly endings = new Map<number, (Outcome | null)[]>();

  constructor(trace: Trace, reading: Reading = plainReading) {
    this.trace = trace;
    this.reading = reading;
    const isBarrier = new Set<number>();
    let barriers = 0;
    let creates = 0;
    trace.events.forEach((event, index) => {
      this.barriers.push(barriers);
      this.creates.push(creates);
      if (event.event === 'outcome') {
        this.outcomes.set(event.op, event.outcome);
        this.outcomeAt.set(event.op, index);
        if (isBarrier.has(event.op)) barriers++;
      } else if (event.event === 'invoke') {
        const { type } = event.operation;
        if (type === 'settle' || type === 'advance') isBarrier.add(event.op);
        else if (type === 'create-endpoint') creates++;
      } else if (event.event === 'begin') this.beginsOf(roles.indexOf(event.role)).set(event.work, index);
    });
    for (const event of trace.events) {
      if (event.event !== 'invoke') continue;
      const { operation } = event;
      if (operation.type === 'watch' || operation.type === 'terminate')
        this.endingsOf(operation.endpoint).push(this.outcomes.get(event.op) ?? null);
    }
    this.idsInUse = [...this.outcomes.values()].some(
      (outcome) => outcome.kind === 'error' && outcome.code === 'endpoint-id-in-use',
    );
  }

  /** Whether a work begins at this position or later. */
  beginsLater(role: number, work: number, position: number): boolean {
    const at = this.beginsOf(role).get(work);
    return at !== undefined && at >= position;
  }

  private beginsOf(role: number): Map<number, number> {
    return this.begins[role < RoleNumber.start ? 0 : role] as Map<number, number>;
  }

  /** The outcome of an operation, if it comes before everything has to be settled; otherwise it must not come yet. */
  soon(op: number, position: number): Outcome | undefined {
    const at = this.outcomeAt.get(op);
    return at !== undefined && this.barriers[at] === this.barriers[position]
      ? this.outcomes.get(op)
      : undefined;
  }

  /** Whether an endpoint is created between a position and the outcome of an operation. */
  createsBetween(position: number, op: number): boolean {
    return this.creates[this.outcomeAt.get(op) ?? position] !== this.creates[position];
  }

  /** Whether the operation that is invoked at a position may take effect later, and something may come before it does. */
  mayPostpone(world: World, position: number): boolean {
    const last = this.reading.latest.get(position);
    if (last === undefined) return false;
    const { events } = this.trace;
    const at = (events[position] as TraceEvent).at;
    return last > position + 1 || isDueBetween(world, at, (events[last] as TraceEvent).at);
  }

  private endingsOf(endpoint: number): (Outcome | null)[] {
    const known = this.endings.get(endpoint);
    if (known !== undefined) return known;
    const none: (Outcome | null)[] = [];
    this.endings.set(endpoint, none);
    return none;
  }

  /** Whether everybody hears that an endpoint ended like that who asked for it, at whatever time. */
  hearsOfEnd(endpoint: number, agrees: (outcome: Outcome) => boolean): boolean {
    const endings = this.endings.get(endpoint);
    return endings === undefined || endings.every((outcome) => outcome !== null && agrees(outcome));
  }

  /** Whether it never mattered that a name was still occupied. */
  get namesAreFree(): boolean {
    return !this.idsInUse;
  }
}

/** Whether time makes something happen after `from` and until `until`. */
function isDueBetween(world: World, from: number, until: number): boolean {
  const isDue = (at: number) => at > from && at <= until;
  for (const op of world.usedOps) if (op.legs !== 0 && (isDue(op.due) || isDue(op.deadline))) return true;
  return world.services.some(({ expires, deadline }) => expires === 1 && isDue(deadline));
}
