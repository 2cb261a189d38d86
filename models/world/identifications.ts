/**
 * The identifications of a connect: one for each endpoint that its pattern matched, or the only one of a name. Each is on
 * its way to its endpoint, or its answer is on its way back, or it is over (HAND-01, HAND-04, ADDR-18).
 */
import type { OpRecord } from './records.js';

/** Where one identification stands. */
const Stage = {
  over: 0,
  /** On its way to its endpoint. */
  sent: 1,
  /** Answered: somebody is there. */
  found: 2,
  /** Answered: nobody is there. */
  nobody: 3,
} as const;

/** The position of an answer that belongs to no candidate: of the bearer of a name, or that nobody is there. */
export const ALONE = -2;

/** A pattern matches nobody so far. */
export function forgetCandidates(op: OpRecord): void {
  op.candidates.length = op.stages.length = 0;
}

/** An identification is on its way to an endpoint that matches. */
export function identifyCandidate(op: OpRecord, endpoint: number): void {
  op.candidates.push(endpoint);
  op.stages.push(Stage.sent);
  op.identifying++;
  op.matches++;
}

/** No candidate has been reached, and none will be: the pattern was looked up before they matched. */
export function missCandidates(op: OpRecord): void {
  for (let position = 0; position < op.stages.length; position++)
    if (op.stages[position] === Stage.sent) op.stages[position] = Stage.over;
  op.identifying = op.matches = 0;
}

/** The position of a candidate whose identification is on its way, or -1. */
export function sentTo(op: OpRecord, endpoint: number): number {
  const position = op.candidates.indexOf(endpoint);
  return op.stages[position] === Stage.sent ? position : -1;
}

/** An identification was answered. @param position of the candidate that it reached, or `ALONE` */
export function answerIdentification(op: OpRecord, position: number, found: boolean): void {
  const stage = found ? Stage.found : Stage.nobody;
  op.identified++;
  if (position === ALONE) op.alone = stage;
  else {
    op.stages[position] = stage;
    op.identifying--;
  }
}

/**
 * Which of the answers that are under way reaches the caller.
 *
 * @param hint the endpoint that it comes from, -1 when nothing says so: then it is the first
 * @returns the position of the candidate, or `ALONE`
 */
export function answering(op: OpRecord, hint: number): number {
  const position = op.candidates.indexOf(hint);
  if (isAnswered(op, position)) return position;
  for (let first = 0; first < op.stages.length; first++) if (isAnswered(op, first)) return first;
  return ALONE;
}

const stageAt = (op: OpRecord, position: number): number =>
  position === ALONE ? op.alone : (op.stages[position] ?? Stage.over);

function isAnswered(op: OpRecord, position: number): boolean {
  const stage = stageAt(op, position);
  return stage === Stage.found || stage === Stage.nobody;
}

/** Whether the answer says that somebody is there. */
export const saysFound = (op: OpRecord, position: number): boolean => stageAt(op, position) === Stage.found;

/** Whether nothing but one answer is still to be heard. */
export const isLastAnswer = (op: OpRecord): boolean => op.identifying === 0 && op.identified === 1;

/** The answer has reached the caller. */
export function takeAnswer(op: OpRecord, position: number): void {
  op.identified--;
  if (position === ALONE) op.alone = Stage.over;
  else op.stages[position] = Stage.over;
}

/**
 * Tells the candidates whose identification is on its way, or whose answer is.
 *
 * @param visit called with each endpoint, until it returns true
 * @returns whether it did; null when no candidate is concerned
 */
export function visitCandidates(
  op: OpRecord,
  isSent: boolean,
  visit: (endpoint: number) => boolean,
): boolean | null {
  const under = isSent ? op.identifying : op.identified - (op.alone === Stage.over ? 0 : 1);
  if (under === 0) return null;
  for (let position = 0; position < op.stages.length; position++) {
    const concerned = isSent ? op.stages[position] === Stage.sent : isAnswered(op, position);
    if (concerned && visit(op.candidates[position] as number)) return true;
  }
  return false;
}
