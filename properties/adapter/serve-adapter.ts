/**
 * The other end of the protocol, for implementations in TypeScript and JavaScript: serves a {@link Target} as an adapter.
 * A target that reports complete traces on a virtual clock needs nothing else; it is also the template for an adapter
 * in another language.
 */
import {
  ADAPTER_LINE_BYTES_MAX,
  ADAPTER_PROTOCOL,
  type AdapterEvent,
  type AdapterRequest,
  AdapterRequestCodec,
  DecodingError,
  decodeOrThrow,
  type Scenario,
  type TraceEvent,
} from '../../spec/index.js';
import type { Target } from '../suite/target.js';
import { LineSplitter } from './line-splitter.js';

/** Where requests come from, and where answers go. */
export interface AdapterStreams {
  readonly input: AsyncIterable<Uint8Array>;
  write(line: string): void;
}

/**
 * Serves until the suite says goodbye or its input ends.
 *
 * @param target the implementation; `run` is called for each scenario
 * @example
 * ```ts
 * await serveAdapter(target, { input: process.stdin, write: (line) => process.stdout.write(line) });
 * ```
 */
export async function serveAdapter(target: Target, { input, write }: AdapterStreams): Promise<void> {
  const served = new Served(target);
  const waiting: string[] = [];
  const splitter = new LineSplitter(
    {
      line: (text) => waiting.push(text),
      tooLong: () => {
        throw new RangeError(`A request has more than ${ADAPTER_LINE_BYTES_MAX} bytes`);
      },
    },
    ADAPTER_LINE_BYTES_MAX,
  );
  for await (const chunk of input) {
    splitter.push(chunk);
    for (const text of waiting.splice(0)) {
      write(`${JSON.stringify(await served.answer(text))}\n`);
      if (served.over) return;
    }
  }
}

/** The state of a conversation: the services of the scenario, and the steps that were performed one by one. */
class Served {
  over = false;
  private readonly target: Target;
  private services: Scenario['services'] = [];
  private steps: Scenario['steps'][number][] = [];
  private told = 0;

  constructor(target: Target) {
    this.target = target;
  }

  async answer(text: string): Promise<object> {
    let id = 0;
    try {
      const value = JSON.parse(text) as { readonly id?: unknown };
      if (typeof value.id === 'number') id = value.id;
      const request = decodeOrThrow(AdapterRequestCodec, value, 'request') as AdapterRequest;
      return { id, ...(await this.carryOut(request)) };
    } catch (error) {
      if (error instanceof DecodingError || error instanceof SyntaxError) return { id, error: error.message };
      throw error;
    }
  }

  private async carryOut(request: AdapterRequest): Promise<object> {
    switch (request.verb) {
      case 'hello': {
        const { name, version = '', capabilities } = this.target;
        return { protocol: ADAPTER_PROTOCOL, name, version, capabilities };
      }
      case 'reset':
        this.services = request.services;
        this.steps = [];
        this.told = 0;
        return {};
      case 'run':
        return this.run({ services: this.services, steps: request.steps, tape: request.tape });
      case 'perform':
        this.steps.push(request.step);
        return {};
      case 'settle':
        this.steps.push({ op: request.op, lane: 0, operation: { type: 'settle' } });
        return { unsettled: [] };
      case 'advance': {
        const { op, milliseconds } = request;
        this.steps.push({ op, lane: 0, operation: { type: 'advance', milliseconds } });
        return { unsettled: [] };
      }
      case 'history':
        return this.history();
      case 'bye':
        this.over = true;
        return {};
    }
  }

  private async run(scenario: Scenario): Promise<object> {
    const { header, events } = await this.target.run(scenario);
    return { events: events.map(asReported), complete: header.complete, unsettled: [] };
  }

  /** A run is a function of its steps: those that were performed so far run again, and what is new is told. */
  private async history(): Promise<object> {
    const { header, events } = await this.target.run({
      services: this.services,
      steps: this.steps,
      tape: [],
    });
    const fresh = events.slice(this.told);
    this.told = events.length;
    return { events: fresh.map(asReported), complete: header.complete };
  }
}

/** The suite knows the operation by its number. */
function asReported(event: TraceEvent): AdapterEvent {
  if (event.event !== 'invoke') return event;
  const { at, op, by } = event;
  return { event: 'invoke', at, op, by };
}
