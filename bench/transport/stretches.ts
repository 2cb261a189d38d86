/**
 * What is measured of a caller: stretches of lone asks, of asks of which so many are always outstanding, and of tells.
 * Every stretch ends when all of its calls are answered, and every echo is checked for its length.
 */
import type { Measured } from '../benchmark.js';
import { type Caller, type Echo, type Payload, payloadOf } from './contender.js';

/** A stretch of work. */
export interface Stretch {
  readonly name: string;
  readonly kind: 'lone asks' | 'asks' | 'tells';
  /** How many asks are outstanding at a time. */
  readonly outstanding: number;
  readonly payloadBytes: number;
  /** Both processes share a core: what waking a sleeping one across cores takes would hide everything else. */
  readonly oneCore: boolean;
}

/** What a stretch came to. */
export interface Run extends Measured {
  /** The median time of a lone ask, in microseconds; `null` for other stretches. */
  readonly microseconds: number | null;
}

/** A clock is read once for so many calls; for lone asks it is read for each. */
const CALLS_A_LOOK = 64;

/** An ask behind so many tells shows that every one of them was handled. */
const TELLS_A_PORTION = 1000;

/** So many portions of tells are on their way at a time. */
const PORTIONS = 8;

/** Does a stretch of work of about so many milliseconds. */
export function run(stretch: Stretch, caller: Caller, milliseconds: number): Promise<Run> {
  const payload = payloadOf(stretch.payloadBytes);
  switch (stretch.kind) {
    case 'lone asks':
      return loneAsks(caller, payload, milliseconds);
    case 'asks':
      return asks(caller, payload, stretch.outstanding, milliseconds);
    case 'tells':
      return tells(caller, payload, milliseconds);
  }
}

/** An echo of another length is a fault of the contender. */
function wrongEcho(echo: Echo, length: number): Error {
  return new Error(`An echo of ${echo.length} bytes came, expected were ${length}`);
}

async function loneAsks(caller: Caller, payload: Payload, milliseconds: number): Promise<Run> {
  const times: number[] = [];
  const start = performance.now();
  let now = start;
  while (now - start < milliseconds) {
    const before = now;
    const echo = await new Promise<Echo>((resolve, reject) => caller.ask(payload, resolve, reject));
    now = performance.now();
    if (echo.length !== payload.bytes.length) throw wrongEcho(echo, payload.bytes.length);
    times.push(now - before);
  }
  times.sort((left, right) => left - right);
  const middle = times[times.length >> 1] ?? Number.NaN;
  return { count: times.length, milliseconds: now - start, microseconds: middle * 1000 };
}

/** Each answer is followed by the next ask, so that always as many are outstanding. */
function asks(caller: Caller, payload: Payload, outstanding: number, milliseconds: number): Promise<Run> {
  const { length } = payload.bytes;
  return new Promise((resolve, reject) => {
    const start = performance.now();
    let count = 0;
    let open = outstanding;
    let isOver = false;
    const answered = (echo: Echo): void => {
      if (echo.length !== length) return reject(wrongEcho(echo, length));
      count += 1;
      if (count % CALLS_A_LOOK === 0 && !isOver) isOver = performance.now() - start >= milliseconds;
      if (!isOver) return caller.ask(payload, answered, reject);
      open -= 1;
      if (open === 0) resolve({ count, milliseconds: performance.now() - start, microseconds: null });
    };
    for (let index = 0; index < outstanding; index += 1) caller.ask(payload, answered, reject);
  });
}

/** Tells, and an ask at the end of each portion. */
function tells(caller: Caller, payload: Payload, milliseconds: number): Promise<Run> {
  const { tell } = caller;
  if (tell === undefined) return Promise.reject(new Error('The contender has no tells'));
  return new Promise((resolve, reject) => {
    const start = performance.now();
    let count = 0;
    let open = 0;
    const portion = (): void => {
      open += 1;
      for (let index = 0; index < TELLS_A_PORTION; index += 1) tell(payload);
      caller.ask(payload, handled, reject);
    };
    const handled = (): void => {
      open -= 1;
      count += TELLS_A_PORTION;
      const elapsed = performance.now() - start;
      if (elapsed < milliseconds) portion();
      else if (open === 0) resolve({ count, milliseconds: elapsed, microseconds: null });
    };
    for (let index = 0; index < PORTIONS; index += 1) portion();
  });
}
