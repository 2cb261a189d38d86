/**
 * The suite's end of an adapter: requests go out, answers come back in the same order, and everything else that an
 * adapter could do is a fault. The first fault ends the conversation; every open request is refused with it.
 */
import type * as t from 'io-ts';
import {
  ADAPTER_HISTORY_EVENTS_MAX,
  type AdapterRequest,
  DecodingError,
  decodeOrThrow,
  ErrorAnswerCodec,
} from '../../spec/index.js';
import { AdapterFault } from './adapter-fault.js';
import type { Channel, ChannelListener, OpenChannel } from './channel.js';

/** A request without its number. */
export type RequestBody = AdapterRequest extends infer Each
  ? Each extends AdapterRequest
    ? Omit<Each, 'id'>
    : never
  : never;

interface Open {
  readonly id: number;
  readonly verb: string;
  readonly during: string;
  readonly limitMs: number;
  readonly codec: t.Type<unknown, unknown>;
  resolve(answer: unknown): void;
  reject(fault: AdapterFault): void;
}

/** An answer that has not come for a while. */
export interface Awaited {
  /** The verb that is not answered. */
  readonly verb: string;
  /** What the suite does with it: the name of the scenario. */
  readonly during: string;
  /** How long it has waited, and how long it will at most, in milliseconds. */
  readonly waitedMs: number;
  readonly limitMs: number;
}

/** How long an answer that has come may take to be read, in milliseconds. */
const UNREAD_MS = 100;

/** Why a history is too long to be read at all, null when it is not: reading and judging take much longer than writing. */
function tooLong(answer: object): string | null {
  if (!('events' in answer) || !Array.isArray(answer.events)) return null;
  const { length } = answer.events;
  if (length <= ADAPTER_HISTORY_EVENTS_MAX) return null;
  return `A history has at most ${ADAPTER_HISTORY_EVENTS_MAX} events, and this one has ${length}: report what one scenario did`;
}

/** See the head of this file. */
export class AdapterClient {
  private readonly channel: Channel;
  private readonly open: Open[] = [];
  private lastId = 0;
  private timer: NodeJS.Timeout | null = null;
  private notice: NodeJS.Timeout | null = null;
  private readonly noticeMs: number;
  private readonly onAwaited: (awaited: Awaited) => void;
  private fault: AdapterFault | null = null;
  private closing = false;
  /** True while the adapter is allowed to end. */
  mayEnd = false;

  /**
   * @param openChannel the way to the adapter
   * @param noticeMs how long an answer may take before `onAwaited` is told, in milliseconds
   * @param onAwaited is told of each request at most once
   */
  constructor(
    openChannel: OpenChannel,
    noticeMs = Number.POSITIVE_INFINITY,
    onAwaited: (awaited: Awaited) => void = () => undefined,
  ) {
    this.noticeMs = noticeMs;
    this.onAwaited = onAwaited;
    const listener: ChannelListener = {
      line: (text) => this.onLine(text),
      ended: (how) => this.onEnd(how),
      failed: (fault) => this.fail(fault),
    };
    this.channel = openChannel(listener);
  }

  /** Whether the adapter can be used no more. */
  get over(): boolean {
    return this.fault !== null;
  }

  /**
   * Sends a request.
   *
   * @param body the request
   * @param codec what the answer must be
   * @param limitMs how long the answer may take once all earlier ones have come, in milliseconds
   * @param during what the suite does with it, for messages
   * @returns the answer
   * @throws AdapterFault
   */
  request<Answer>(
    body: RequestBody,
    codec: t.Type<Answer, unknown>,
    limitMs: number,
    during: string,
  ): Promise<Answer> {
    if (this.fault !== null) return Promise.reject(this.fault);
    this.lastId += 1;
    const id = this.lastId;
    return new Promise<Answer>((resolve, reject) => {
      this.open.push({
        id,
        verb: body.verb,
        during,
        limitMs,
        codec: codec as t.Type<unknown, unknown>,
        resolve: resolve as (answer: unknown) => void,
        reject,
      });
      if (this.open.length === 1) this.watchFirst();
      this.channel.send(JSON.stringify({ id, ...body }));
    });
  }

  /** Ends the conversation, and the adapter with it. */
  async close(): Promise<void> {
    this.closing = true;
    this.stopWatching();
    await this.channel.close();
  }

  // --- what comes back --------------------------------------------------------------------------------------------

  private onLine(text: string): void {
    if (this.fault !== null || this.closing) return;
    const value = this.parsed(text);
    if (value === null) return;
    const request = this.requestOf(value, text);
    if (request === null) return;
    this.open.shift();
    this.watchFirst();
    this.settle(request, value, text);
  }

  private parsed(text: string): { readonly id: unknown } | null {
    try {
      const value: unknown = JSON.parse(text);
      if (typeof value === 'object' && value !== null && 'id' in value) return value;
    } catch {
      this.fail(
        new AdapterFault(
          'adapter-not-json',
          'The adapter wrote a line that is not JSON: standard output is for answers alone, logs go to standard error',
          text,
        ),
      );
      return null;
    }
    this.fail(
      new AdapterFault(
        'adapter-malformed',
        'The adapter wrote a line without the id of a request: an answer is an object with the id of its request',
        text,
      ),
    );
    return null;
  }

  /** The request that a line answers: always the oldest. */
  private requestOf({ id }: { readonly id: unknown }, text: string): Open | null {
    const [first] = this.open;
    if (first?.id === id) return first as Open;
    const answered = typeof id === 'number' && id > 0 && id <= this.lastId;
    const later = this.open.some((open) => open.id === id);
    const due = first === undefined ? 'none is due' : `that of request ${first.id} is due`;
    this.fail(
      later
        ? new AdapterFault('adapter-out-of-order', `Answers come in the order of requests: ${due}`, text)
        : answered
          ? new AdapterFault('adapter-answered-twice', `Request ${id} was answered already: ${due}`, text)
          : new AdapterFault('adapter-unknown-id', `No request has the id of this answer: ${due}`, text),
    );
    return null;
  }

  private settle(request: Open, value: object, text: string): void {
    try {
      if ('error' in value) {
        const { error } = decodeOrThrow(ErrorAnswerCodec, value, request.verb);
        this.fail(
          new AdapterFault(
            'adapter-refused',
            `The adapter cannot carry out '${request.verb}': ${error}`,
            text,
          ),
          request,
        );
        return;
      }
      const long = tooLong(value);
      if (long === null) request.resolve(decodeOrThrow(request.codec, value, `answer to ${request.verb}`));
      else this.fail(new AdapterFault('adapter-malformed', long, text), request);
    } catch (error) {
      if (!(error instanceof DecodingError)) throw error;
      this.fail(new AdapterFault('adapter-malformed', error.message, text), request);
    }
  }

  private onEnd(how: string): void {
    if (this.closing) return;
    const allowed = this.mayEnd ? '' : '; nothing in the scenario ends a process';
    this.fail(new AdapterFault('adapter-died', `The adapter ended with ${how}${allowed}`));
  }

  /** The timers are those of the oldest request. */
  private watchFirst(): void {
    this.stopWatching();
    const [first] = this.open;
    if (first === undefined) return;
    const { verb, during, limitMs } = first;
    this.timer = setTimeout(() => this.lookOnceMore(first), limitMs);
    const { noticeMs } = this;
    if (noticeMs >= limitMs) return;
    this.notice = setTimeout(() => this.onAwaited({ verb, during, waitedMs: noticeMs, limitMs }), noticeMs);
  }

  private stopWatching(): void {
    for (const timer of [this.timer, this.notice]) if (timer !== null) clearTimeout(timer);
    this.timer = this.notice = null;
  }

  /** Judging takes time too: an answer may lie there unread. Whoever is still silent after that is silent. */
  private lookOnceMore(first: Open): void {
    this.timer = setTimeout(() => {
      this.fail(
        new AdapterFault('adapter-silent', `No answer to '${first.verb}' within ${first.limitMs} ms`),
      );
    }, UNREAD_MS);
  }

  private fail(fault: AdapterFault, request?: Open): void {
    if (this.fault !== null) return;
    const first = request ?? this.open[0];
    fault.during = first?.during ?? 'between requests';
    fault.diagnostics = this.channel?.diagnostics ?? '';
    this.fault = fault;
    this.stopWatching();
    request?.reject(fault);
    for (const open of this.open.splice(0)) open.reject(fault);
  }
}
