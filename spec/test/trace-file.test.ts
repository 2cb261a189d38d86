/**
 * Goal: a file is read as it was written, and what is no trace is refused with its line. Method: a small trace, cut in
 * every place and broken in every way.
 */
import test from 'ava';
import type { TraceEnd, TraceEvent, TraceHeader } from '../trace.js';
import { TRACE_LINE_CHARACTERS_MAX, TraceFileError, TraceReader, TraceWriter } from '../trace-file.js';

const header: TraceHeader = {
  format: 'fencepost-trace',
  version: 1,
  target: 'hand-written',
  capabilities: [],
  services: [{ remote: false, frameBytes: 100, askTimeoutMs: 10, forceSerialization: false }],
  complete: true,
};

const events: readonly TraceEvent[] = [
  { event: 'invoke', at: 0, op: 1, by: { lane: 0 }, operation: { type: 'start', endpoint: 1 } },
  { event: 'outcome', at: 0, op: 1, outcome: { kind: 'value', value: 'höchst' } },
  { event: 'invoke', at: 2, op: 2, by: { lane: 0 }, operation: { type: 'stop', endpoint: 1 } },
];

function written(): string {
  const texts: string[] = [];
  const writer = new TraceWriter((text) => texts.push(text), header);
  for (const event of events) writer.event(event);
  writer.end({ quiet: false });
  return texts.join('');
}

interface Read {
  readonly header: TraceHeader | null;
  readonly events: readonly TraceEvent[];
  readonly lines: readonly number[];
  readonly end: TraceEnd | null;
}

function read(...pieces: readonly string[]): Read {
  const found = { header: null as TraceHeader | null, events: [] as TraceEvent[], lines: [] as number[] };
  let end: TraceEnd | null = null;
  const reader = new TraceReader({
    header: (first) => {
      found.header = first;
    },
    event: (event, line) => {
      found.events.push(event);
      found.lines.push(line);
    },
    end: (last) => {
      end = last;
    },
  });
  for (const piece of pieces) reader.read(piece);
  reader.close();
  return { ...found, end };
}

test('what was written is read, whatever the boundaries of the pieces', (assertions) => {
  const text = written();
  const expected = {
    header,
    events,
    lines: [2, 3, 4],
    end: { end: 'fencepost-trace', events: 3, quiet: false, gap: null },
  };
  for (let cut = 0; cut <= text.length; cut += 1) {
    assertions.deepEqual(read(text.slice(0, cut), text.slice(cut)) as unknown, expected);
  }
  assertions.deepEqual(read(text.trimEnd()) as unknown, expected, 'the last line break may be missing');
});

test('a file that is cut off anywhere is refused as truncated or empty', (assertions) => {
  const text = written().trimEnd();
  for (let cut = 0; cut < text.length; cut += 1) {
    const error = assertions.throws(() => read(text.slice(0, cut)), { instanceOf: TraceFileError });
    assertions.is(error?.problem, cut === 0 ? 'empty' : 'truncated', text.slice(0, cut));
    assertions.true((error?.line ?? 0) >= 1);
  }
});

const lines = (): string[] => written().trimEnd().split('\n');

/** The lines with those from `at` replaced. */
function spliced(at: number, remove: number, ...added: readonly object[]): string {
  const all = lines();
  all.splice(at, remove, ...added.map((line) => JSON.stringify(line)));
  return `${all.join('\n')}\n`;
}

const [first, , third] = events as [TraceEvent, TraceEvent, TraceEvent];

const broken: readonly (readonly [what: string, text: string, problem: string, line: number])[] = [
  ['a header of another format', spliced(0, 1, { ...header, format: 'other' }), 'unreadable', 1],
  ['an event in place of the header', spliced(0, 1), 'unreadable', 1],
  ['an event with a field that is wrong', spliced(2, 1, { ...first, op: -1 }), 'unreadable', 3],
  ['a blank line', written().replace('\n', '\n\n'), 'unreadable', 2],
  ['a line that is no JSON', written().replace('\n', '\n{oops\n'), 'unreadable', 2],
  ['time that goes backwards', spliced(4, 0, { ...third, op: 3, at: 1 }), 'unordered', 5],
  ['an operation that is invoked twice', spliced(4, 0, { ...third, op: 1 }), 'unordered', 5],
  ['a line after the end', `${written()}${JSON.stringify(third)}\n`, 'unordered', 6],
  ['an event too few', spliced(1, 1), 'miscounted', 4],
  ['an event too many', spliced(4, 0, { ...third, op: 3 }), 'miscounted', 6],
];

for (const [what, text, problem, line] of broken) {
  test(`${what} is refused with its line`, (assertions) => {
    const error = assertions.throws(() => read(text), { instanceOf: TraceFileError });
    assertions.is(error?.problem as string, problem);
    assertions.is(error?.line, line);
    assertions.is(error?.code, 'trace-file');
    assertions.regex(error?.message ?? '', new RegExp(`^line ${line}: .{10,}`));
  });
}

test('after a stop nothing is read, and nothing refused', (assertions) => {
  let count = 0;
  const reader = new TraceReader({
    header: () => undefined,
    event: () => {
      count += 1;
      reader.stop();
    },
    end: () => assertions.fail(),
  });
  reader.read(`${lines().slice(0, 3).join('\n')}\noops\n`);
  reader.read('oops');
  reader.close();
  assertions.is(count, 1);
});

test('a line without an end does not fill the memory', (assertions) => {
  const reader = new TraceReader({ header: () => undefined, event: () => undefined, end: () => undefined });
  const piece = 'x'.repeat(TRACE_LINE_CHARACTERS_MAX / 4);
  const error = assertions.throws(
    () => {
      for (let count = 0; count < 6; count += 1) reader.read(piece);
    },
    { instanceOf: TraceFileError },
  );
  assertions.is(error?.problem, 'unreadable');
});
