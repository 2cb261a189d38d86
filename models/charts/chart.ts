/**
 * What a chart is: a pure xstate machine of finite states whose transitions carry decisions as data.
 *
 * A chart has no context, no guards, no delays and no invocations. What an event abstracts (a token that is equal or
 * another one, a result that fits or does not) is part of the name of the event. Every legal transition carries at least
 * one `decide` action; where the protocol leaves the outcome open it carries several, and whoever runs the chart says
 * which one it took. An event without a transition is illegal in that state.
 */
import { setup } from 'xstate';

/** Whose behaviour an alternative is: of both, of this project's reference, or of the original with its quirks. */
export type By = 'either' | 'reference' | 'original';

/** One decision that a transition allows. */
export interface Decide {
  readonly type: 'decide';
  readonly params: {
    /** The decision as a trace names it (`execute`, `refuse:CODE`, …), or a word of the models (`admit`, …). */
    readonly decision: string;
    /** The rules that decide so; the first is the principal one. */
    readonly rules: readonly string[];
    readonly by: By;
  };
}

/** A transition: the decisions that it allows, and the state that follows (none: the same state). */
export interface Transition {
  readonly target?: string;
  readonly actions: readonly Decide[];
}

/** The transitions of one state. */
export type Transitions = Record<string, Transition>;

/** What a state tells about itself without an event. */
export type Tag = 'running' | 'live' | 'idle' | 'ended' | 'open' | 'stopping';

/**
 * A decision.
 *
 * @param decision what is decided
 * @param rules the ids of the rules that decide so, the principal one first
 * @param by whose behaviour it is, where several are allowed
 * @example
 * ```ts
 * decide('refuse:fencing-token', ['FENCE-02']);
 * ```
 */
export function decide(decision: string, rules: readonly string[], by: By = 'either'): Decide {
  return { type: 'decide', params: { decision, rules, by } };
}

/** A transition to `target`, deciding one of `actions`. */
export function go(target: string, ...actions: readonly Decide[]): Transition {
  return { target, actions };
}

/** A transition that stays, deciding one of `actions`. */
export function stay(...actions: readonly Decide[]): Transition {
  return { actions };
}

/** The same transition for several events. */
export function each(events: readonly string[], transition: Transition): Transitions {
  return Object.fromEntries(events.map((event) => [event, transition]));
}

/** A state of a chart. */
export interface ChartState {
  readonly initial?: string;
  readonly tags?: readonly Tag[];
  readonly on?: Transitions;
  readonly states?: Readonly<Record<string, ChartState>>;
}

/** A chart before it becomes a machine. */
export interface ChartConfig {
  readonly id: string;
  readonly initial: string;
  readonly states: Readonly<Record<string, ChartState>>;
}

/** What a chart depends on: whether the token of an endpoint can be replaced. */
export interface Era {
  readonly mutableToken: boolean;
}

/** The eras that tables are compiled for. */
export const eras: Readonly<Record<'mutable' | 'immutable', Era>> = {
  mutable: { mutableToken: true },
  immutable: { mutableToken: false },
};

/** A chart: its name, one sentence, and its configuration in each era. */
export interface Chart {
  readonly name: string;
  readonly sentence: string;
  config(era: Era): ChartConfig;
}

const builder = setup({
  types: { events: {} as { type: string }, tags: {} as Tag },
  actions: { decide: () => undefined },
});

/** The xstate machine of a chart. */
export type Machine = ReturnType<typeof machineOf>;

/**
 * Makes the xstate machine of a chart.
 *
 * @param config the configuration of the chart
 * @returns a machine for the pure functions `initialTransition` and `transition` of xstate
 */
export function machineOf(config: ChartConfig) {
  // The machine's own configuration type wants literal state names; charts are data, so their names are strings.
  return builder.createMachine(config as unknown as Parameters<typeof builder.createMachine>[0]);
}
