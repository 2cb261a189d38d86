/** The identifications of a connect, beside a plain list of where each stands. */
import test from 'ava';
import fc from 'fast-check';
import {
  ALONE,
  answerIdentification,
  answering,
  forgetCandidates,
  identifyCandidate,
  isLastAnswer,
  missCandidates,
  saysFound,
  sentTo,
  takeAnswer,
  visitCandidates,
} from '../../world/identifications.js';
import { OpRecord } from '../../world/records.js';

type Stage = 'sent' | 'found' | 'nobody' | 'over';

interface Candidate {
  readonly endpoint: number;
  stage: Stage;
}

const isAnswer = ({ stage }: { readonly stage: Stage }) => stage === 'found' || stage === 'nobody';

/** A record of a connect to a pattern, and the plain list. */
class Beside {
  readonly op = new OpRecord(1);
  readonly candidates: Candidate[] = [];
  /** The answer that belongs to no candidate. */
  readonly alone: { stage: Stage } = { stage: 'over' };

  constructor() {
    this.op.begin({ type: 'settle' }, 0, 0, 0);
  }

  /** Numbers of endpoints, which are no positions. */
  identify(): void {
    const endpoint = 7 + 3 * this.candidates.length;
    identifyCandidate(this.op, endpoint);
    this.candidates.push({ endpoint, stage: 'sent' });
  }

  answer(lot: number, found: boolean): void {
    const sent = this.candidates.filter(({ stage }) => stage === 'sent');
    const candidate = sent[lot % Math.max(1, sent.length)];
    if (candidate === undefined) return;
    answerIdentification(this.op, sentTo(this.op, candidate.endpoint), found);
    candidate.stage = found ? 'found' : 'nobody';
  }

  answerAlone(found: boolean): void {
    if (this.alone.stage !== 'over') return;
    answerIdentification(this.op, ALONE, found);
    this.alone.stage = found ? 'found' : 'nobody';
  }

  miss(): void {
    missCandidates(this.op);
    for (const candidate of this.candidates) if (candidate.stage === 'sent') candidate.stage = 'over';
  }

  /** Takes the answer that comes from an endpoint, or the first one. @returns what the record and the list say of it */
  take(hint: number): readonly [readonly unknown[], readonly unknown[]] {
    const answers = this.candidates.filter(isAnswer);
    const taken = answers.find(({ endpoint }) => endpoint === hint) ?? answers[0] ?? this.alone;
    if (!isAnswer(taken)) return [[], []];
    const expected = taken === this.alone ? ALONE : this.candidates.indexOf(taken as Candidate);
    const isLast = this.under('sent').length === 0 && answers.length + (isAnswer(this.alone) ? 1 : 0) === 1;
    const position = answering(this.op, hint);
    const said = [position, saysFound(this.op, position), isLastAnswer(this.op)];
    const own = [expected, taken.stage === 'found', isLast];
    takeAnswer(this.op, position);
    taken.stage = 'over';
    return [said, own];
  }

  under(what: 'sent' | 'answers'): readonly number[] {
    return this.candidates
      .filter((each) => (what === 'sent' ? each.stage === 'sent' : isAnswer(each)))
      .map(({ endpoint }) => endpoint);
  }
}

/** Whom a visit meets that ends at the endpoint with this position among them, and what it returns. */
function visited(op: OpRecord, isSent: boolean, end: number): readonly [readonly number[], boolean | null] {
  const met: number[] = [];
  const result = visitCandidates(op, isSent, (endpoint) => met.push(endpoint) > end);
  return [met, result];
}

const steps = fc.array(
  fc.record({
    kind: fc.constantFrom('identify', 'identify', 'answer', 'answer', 'alone', 'miss', 'take', 'take'),
    lot: fc.nat({ max: 40 }),
    found: fc.boolean(),
  }),
  { maxLength: 40, size: 'max' },
);

test('HAND-01, ADDR-18 identifications are where a plain list has them', (t) => {
  fc.assert(
    fc.property(steps, (drawn) => {
      const beside = new Beside();
      const { op } = beside;
      for (const { kind, lot, found } of drawn) {
        if (kind === 'identify') beside.identify();
        else if (kind === 'answer') beside.answer(lot, found);
        else if (kind === 'alone') beside.answerAlone(found);
        else if (kind === 'miss') beside.miss();
        else t.deepEqual(...beside.take(lot - 1));
        const [sent, answers] = [beside.under('sent'), beside.under('answers')];
        t.is(op.identifying, sent.length);
        t.is(op.identified, answers.length + (isAnswer(beside.alone) ? 1 : 0));
        if (kind === 'miss') t.is(op.matches, 0);
        for (const [position, { endpoint, stage }] of beside.candidates.entries())
          t.is(sentTo(op, endpoint), stage === 'sent' ? position : -1);
        t.is(sentTo(op, 1), -1);
        for (const [isSent, all] of [
          [true, sent],
          [false, answers],
        ] as const) {
          t.deepEqual(visited(op, isSent, all.length), [all, all.length === 0 ? null : false]);
          if (all.length > 0) t.deepEqual(visited(op, isSent, lot % all.length)[1], true);
          t.deepEqual(visited(op, isSent, 0)[0], all.slice(0, 1));
        }
      }
    }),
    { seed: 3, numRuns: 200 },
  );
});

test('ADDR-17 a pattern that is looked up again has no candidate of before', (t) => {
  const beside = new Beside();
  for (let candidate = 0; candidate < 3; candidate += 1) beside.identify();
  t.is(beside.op.matches, 3);
  beside.miss();
  forgetCandidates(beside.op);
  identifyCandidate(beside.op, 10);
  t.deepEqual(visited(beside.op, true, 9), [[10], false]);
  t.is(sentTo(beside.op, 10), 0);
  t.is(beside.op.matches, 1);
});
