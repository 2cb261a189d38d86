/** Properties of what an endpoint hears in each of its states, one after the other: rows that lead through its life. */
import type { StartEnding, StopEnding } from '../../spec/index.js';
import { Row } from './row.js';
import { type Theme, theme } from './theme.js';

/** How an endpoint that is not terminating comes to its end. */
function end(row: Row): void {
  const { b } = row;
  const which = b.int(0, 5);
  if (which === 0) row.killedBySibling(true);
  else if (which === 1) row.fault();
  else if (which === 2) row.expired();
  else if (which === 3) row.closed(true, b.chance(50));
  else row.terminate();
}

/** How one that is terminating does. */
function endOfStopping(row: Row): void {
  const { b } = row;
  const which = b.int(0, 7);
  if (which === 0) row.killedBySibling(true);
  else if (which === 1) row.fault();
  else if (which === 2) row.start();
  else if (which === 3) row.stop();
  else if (which === 4 || which === 5) row.expired();
  else row.releaseStop();
}

/** What happens in the course of the row besides it, once or not at all. */
function besides(row: Row): void {
  const { b } = row;
  if (b.chance(15)) row.killedBySibling(false);
  if (b.chance(15)) row.closed(false, false);
  else if (b.chance(8)) row.expiresLater();
}

/** Some messages that the state takes, and what is besides them. */
function stay(row: Row, repeated: () => void): void {
  const { b } = row;
  for (let count = b.int(0, 3); count > 0; count -= 1) {
    if (b.chance(25)) repeated();
    else row.message();
  }
  besides(row);
}

const START_ENDINGS: readonly StartEnding[] = ['return', 'return', 'return', 'return', 'throw', 'promise'];
const STOP_ENDINGS: readonly StopEnding[] = ['later', 'later', 'later', 'done', 'failed', 'null', 'throw'];

export const rowThemes: readonly Theme[] = [
  theme(
    'MSG-06, MSG-01, MSG-02, MSG-03, LIFE-12, STOP-02, DEAD-01, DEAD-02, DEAD-04, SELF-11, MAIN-12, SUPER-06, SUPER-07, SERV-14 whatever an endpoint can hear in each state of its life, in any order, before and after its end',
    (b) => {
      const kind = b.pick(['plain', 'plain', 'fenced', 'fenced', 'permanently-fenced'] as const);
      const row = new Row(b, {
        kind,
        name: 'worker_1',
        onStart: b.pick(START_ENDINGS),
        onStop: b.pick(STOP_ENDINGS),
      });
      const path = b.int(0, 7);
      if (path < 7 || b.chance(50)) stay(row, () => row.stop());
      if (path > 0) {
        row.start();
        for (let count = b.int(0, 4); count > 0; count -= 1) row.delayed();
        stay(row, () => row.start());
        if (kind === 'fenced') {
          row.sentBefore(b.int(0, 3));
          row.replaceToken();
        }
        if (path === 1) {
          row.stop();
          stay(row, () => row.stop());
        }
        if (path > 2) {
          if (b.chance(20)) row.delayed();
          row.terminate();
          stay(row, () => row.terminate());
        }
      }
      if (b.chance(70)) row.sentBefore(b.int(1, 4));
      if (b.chance(70)) row.goneLater();
      if (path > 2) endOfStopping(row);
      else end(row);
      row.afterTheEnd(4, 14);
      row.end();
      if (b.chance(50)) {
        b.releaseStop(row.endpoint);
        b.call(row.endpoint);
      }
    },
    { weight: 15, controlled: true },
  ),

  theme(
    'SERV-14, TERM-05, MAIN-01, LIFE-12, DEAD-01, DEAD-04 a handler holds the main thread when its endpoint ends, and what is heard afterwards',
    (b) => {
      const row = new Row(b, { onStop: b.pick(['later', 'later', 'later', 'done']) });
      row.start();
      for (let count = b.int(0, 2); count > 0; count -= 1) row.delayed();
      const isTerminating = b.chance(75);
      if (isTerminating) row.terminate();
      if (b.chance(20)) row.killedBySibling(false);
      if (b.chance(20)) row.closed(false, false);
      const work = row.hold();
      row.sentBefore(b.int(0, 3));
      if (isTerminating && b.chance(70)) row.releaseStop();
      if (b.chance(60)) row.goneLater();
      if (b.chance(60)) row.expired();
      else row.release(work);
      row.afterTheEnd(2, 8);
      row.end();
      b.release(work);
    },
    { weight: 6, holds: true, controlled: true },
  ),
];
