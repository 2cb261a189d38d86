/**
 * Goal: frames arrive as they were sent, in order, however the bytes are cut; what cannot be sent or read does no harm.
 * Method: conversations at random through an encoder and a decoder; cuts at random and at every byte; limits.
 */
import { isDeepStrictEqual } from 'node:util';
import test from 'ava';
import fc from 'fast-check';
import {
  agreementOf,
  encodePreamble,
  FEATURE_JSON,
  type Preamble,
  WIRE_VERSION,
  WireDecoder,
  WireEncoder,
  WireFrame,
  type WireFrameOf,
} from '../../wire/index.js';
import {
  anyFrame,
  plainAsk as call,
  conversation,
  cut,
  frames,
  fromHex,
  heardOf,
  joined,
  listening,
  usual,
} from './arbitraries.js';

const arrived = (sent: readonly WireFrame[], bytes: readonly Uint8Array[], own?: Preamble): boolean => {
  const [opened, ...heard] = heardOf(bytes, own);
  return (
    opened?.heard === 'opened' &&
    isDeepStrictEqual(
      heard,
      sent.map((frame) => ({ heard: 'frame', frame })),
    )
  );
};

for (const [kind, frame] of Object.entries(frames)) {
  test(`WIRE-10 any frame of the kind ${kind} arrives as it was sent, and is what its codec says`, (assert) => {
    const run = fc.property(frame, (sent) => WireFrame.is(sent) && arrived([sent], [conversation([sent])]));
    assert.notThrows(() => fc.assert(run, { seed: 6, numRuns: 400 }));
  });
}

const few = fc.array(anyFrame, { maxLength: 8 });

test('WIRE-07 any conversation arrives in order, whatever its tables and however it is cut', (assert) => {
  const setting = fc.record({ sent: few, names: fc.constantFrom(0, 1, 2, 3, 1024), json: fc.boolean() });
  const run = fc.property(setting, fc.array(fc.nat(), { maxLength: 10 }), ({ sent, names, json }, places) => {
    const side = { ...usual, names, features: json ? FEATURE_JSON : 0 };
    return arrived(sent, cut(conversation(sent, side, side), places), side);
  });
  assert.notThrows(() => fc.assert(run, { seed: 7, numRuns: 1000 }));
});

test('WIRE-07 a conversation cut at every single byte arrives, and so does one cut once at any byte', (assert) => {
  const sent = fc.sample(anyFrame, { seed: 8, numRuns: 12 });
  const bytes = conversation(sent);
  assert.true(
    arrived(
      sent,
      [...bytes].map((byte) => Uint8Array.of(byte)),
    ),
  );
  for (let place = 0; place <= bytes.length; place += 1) assert.true(arrived(sent, cut(bytes, [place])));
});

test('frames that are written before they are taken leave as one chunk, and chunks that were taken never change', (assert) => {
  const encoder = new WireEncoder(agreementOf(usual, usual));
  const taken: { chunk: Uint8Array; copy: Uint8Array }[] = [];
  const sent: WireFrame[] = [];
  for (let round = 0; round < 300; round += 1) {
    for (let op = 0; op <= round % 5; op += 1) {
      const frame = { ...call, op, arguments: ['x'.repeat((round * 37) % 900)] };
      sent.push(frame);
      assert.is(encoder.write(frame), null);
    }
    const chunk = encoder.take();
    assert.is(encoder.pending, 0);
    taken.push({ chunk, copy: chunk.slice() });
  }
  assert.true(taken.every(({ chunk, copy }) => Buffer.compare(chunk, copy) === 0));
  assert.true(arrived(sent, [encodePreamble(usual), ...taken.map(({ chunk }) => chunk)]));
});

test('WIRE-08, SIZE-04 a frame beyond the limit of the peer is not sent, and what follows arrives', (assert) => {
  const small = { ...usual, frameBytes: 256 };
  const encoder = new WireEncoder(agreementOf(usual, small));
  const token = { type: 'Leader', bytes: '00' };
  const large = {
    ...call,
    method: 'large()',
    envelope: 'fenced' as const,
    token,
    arguments: ['x'.repeat(300)],
  };
  assert.is(encoder.write(call), null);
  const error = encoder.write(large);
  assert.is(error?.code, 'frame-too-large');
  assert.regex(error?.message ?? '', /at most 256 bytes/);
  const after = { ...large, arguments: [] };
  assert.is(encoder.write(after), null);
  assert.is(encoder.write(call), null);
  assert.true(arrived([call, after, call], [encodePreamble(usual), encoder.take()], small));
});

test('WIRE-08 a frame of exactly the limit is sent and read, and one byte more is neither', (assert) => {
  const small = { ...usual, frameBytes: 300 };
  const ofBytes = (length: number): WireFrame => ({
    frame: 'goodbye',
    code: '',
    message: 'x'.repeat(length - 6),
  });
  const encoder = new WireEncoder(agreementOf(usual, small));
  assert.is(encoder.write(ofBytes(301))?.code, 'frame-too-large');
  assert.is(encoder.write(ofBytes(300)), null);
  assert.is(encoder.pending, 304);
  assert.true(arrived([ofBytes(300)], [encodePreamble(usual), encoder.take()], small));
  const bytes = conversation([ofBytes(301)]);
  assert.deepEqual(heardOf([bytes], small).at(-1), { heard: 'failed', code: 'frame-too-large' });
});

test('WIRE-08 values that grow without end are given up at the limit', (assert) => {
  let shared: unknown = 'x'.repeat(1000);
  for (let level = 0; level < 60; level += 1) shared = [shared, shared];
  const encoder = new WireEncoder(agreementOf(usual, { ...usual, frameBytes: 100_000 }));
  assert.is(encoder.write({ ...call, arguments: [shared] })?.code, 'frame-too-large');
  assert.is(encoder.pending, 0);
});

test('WIRE-47, SIZE-02 what a frame cannot carry is refused with its cause, and does not disturb what was written', (assert) => {
  const encoder = new WireEncoder(agreementOf(usual, usual));
  assert.is(encoder.write(call), null);
  const throwing = {
    get part(): never {
      throw new TypeError('from a getter');
    },
  };
  const [illegal, thrown, odd] = [
    [() => 1],
    [throwing],
    [
      {
        get part(): never {
          throw 'no error';
        },
      },
    ],
  ].map((args) => encoder.write({ ...call, method: 'fresh()', arguments: args }));
  assert.is(illegal?.code, 'value-refused');
  assert.true(thrown?.cause instanceof TypeError);
  assert.regex(odd?.message ?? '', /no error was thrown/);
  const strange = [
    { ...call, op: 1.5 },
    { ...call, sender: Number.NaN },
    { ...call, method: '\ud800' },
    { ...call, token: { type: 'T', bytes: 'no' } },
    { ...call, token: { type: '\ud800', bytes: '' } },
  ];
  for (const frame of strange) assert.is(encoder.write(frame)?.code, 'value-refused');
  assert.true(arrived([call], [encodePreamble(usual), encoder.take()]));
});

test('WIRE-36, SIZE-10 a failure always can be sent: odd texts are mended, causes without end are cut', (assert) => {
  let cause: WireFrameOf<'failure'>['error'] | null = null;
  const states = {
    ...Object.fromEntries(Array.from({ length: 70 }, (_, n) => [`n${n}`, '\ud800'])),
    '\udc00': '',
  };
  for (let depth = 0; depth < 30; depth += 1)
    cause = {
      code: 'application',
      message: `\ud800${depth}`,
      states,
      className: '\udfff',
      stack: '\ud800',
      cause,
    };
  const [, heard] = heardOf([
    conversation([{ frame: 'failure', op: 1, leg: 'answer', error: cause as never }]),
  ]);
  if (heard?.heard !== 'frame' || heard.frame.frame !== 'failure') return assert.fail();
  const { error } = heard.frame;
  assert.is(error.message, '\ufffd29');
  assert.is(Object.keys(error.states).length, 64);
  assert.is(error.states['n0'], '\ufffd');
  let causes = 0;
  for (let at = error.cause; at !== null; at = at.cause) causes += 1;
  assert.is(causes, 16);
});

test('bytes that come while a listener is called are read after those before them', (assert) => {
  const numbers: number[] = [];
  const ping = (number: number): WireFrame => ({ frame: 'ping', number });
  const encoder = new WireEncoder(agreementOf(usual, usual));
  const bytes = (number: number): Uint8Array => {
    encoder.write(ping(number));
    return encoder.take();
  };
  const [first, second, late] = [bytes(1), bytes(2), bytes(3)];
  const decoder = new WireDecoder(usual, {
    opened: () => undefined,
    received: (frame) => {
      if (frame.frame !== 'ping') return;
      numbers.push(frame.number);
      if (frame.number === 1) decoder.push(late as Uint8Array);
    },
    undecodable: () => undefined,
    failed: () => undefined,
  });
  decoder.push(joined([encodePreamble(usual), first as Uint8Array, second as Uint8Array]));
  assert.deepEqual(numbers, [1, 2, 3]);
});

test('what a listener throws goes to whoever brought the bytes, and the decoder goes on', (assert) => {
  let calls = 0;
  const decoder = new WireDecoder(usual, {
    opened: () => undefined,
    received: () => {
      calls += 1;
      throw new RangeError('of the listener');
    },
    undecodable: () => undefined,
    failed: () => undefined,
  });
  decoder.push(encodePreamble(usual));
  const bytes = conversation([{ frame: 'ping', number: 1 }]).subarray(encodePreamble(usual).length);
  assert.throws(() => decoder.push(bytes), { instanceOf: RangeError });
  assert.throws(() => decoder.push(bytes), { instanceOf: RangeError });
  assert.is(calls, 2);
});

test('a decoder that was closed, or has failed, says nothing more', (assert) => {
  const { decoder, heard } = listening();
  decoder.push(conversation([{ frame: 'ping', number: 1 }]));
  decoder.close();
  decoder.push(conversation([]));
  decoder.end();
  assert.is(heard.length, 2);
  assert.deepEqual(heardOf([Uint8Array.of(1), conversation([])]), [{ heard: 'failed', code: 'not-a-peer' }]);
});

test('the end of the bytes is a fault within a preamble or a frame only', (assert) => {
  const whole = conversation([{ frame: 'ping', number: 1 }]);
  const endOf = (length: number) => {
    const { decoder, heard } = listening();
    decoder.push(whole.subarray(0, length));
    decoder.end();
    return heard.at(-1)?.heard;
  };
  assert.is(endOf(0), 'failed');
  assert.is(endOf(20), 'failed');
  assert.is(endOf(whole.length - 1), 'failed');
  assert.is(endOf(whole.length), 'frame');
});

test('WIRE-53 a code of a later version is read as an error of the framework, and its text is kept', (assert) => {
  const bytes = conversation([
    {
      frame: 'failure',
      op: 1,
      leg: 'answer',
      error: { code: 'rpc', message: '', states: {}, className: '', stack: '', cause: null },
    },
  ]);
  const at = Buffer.from(bytes).indexOf('rpc');
  bytes.set(Buffer.from('new'), at);
  const [, heard] = heardOf([bytes]);
  if (heard?.heard !== 'frame' || heard.frame.frame !== 'failure') return assert.fail();
  assert.is(heard.frame.error.code, 'rpc');
  assert.deepEqual(heard.frame.error.states, { code: 'new' });
});

const withHex = (...digits: string[]) =>
  heardOf([encodePreamble(usual), ...digits.map((text) => fromHex(text))]).slice(1);

test('WIRE-12 numbers are written in the fewest bytes, and read from more', (assert) => {
  const sizes = [0, 23, 24, 255, 256, 65_535, 65_536, 2 ** 32 - 1, 2 ** 32].map((number) => {
    const encoder = new WireEncoder(agreementOf(usual, usual));
    encoder.write({ frame: 'ping', number });
    return encoder.pending - 6;
  });
  assert.deepEqual(sizes, [1, 1, 2, 2, 3, 3, 5, 5, 9]);
  for (const digits of ['05', '1805', '190005', '1a00000005', '1b0000000000000005']) {
    const length = (2 + digits.length / 2).toString(16).padStart(8, '0');
    assert.deepEqual(withHex(`${length}0881${digits}`), [
      { heard: 'frame', frame: { frame: 'ping', number: 5 } },
    ]);
  }
});

test('WIRE-13 numbers of frames end at 2^53 - 1 on both sides', (assert) => {
  const encoder = new WireEncoder(agreementOf(usual, usual));
  const numbers = [Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER];
  for (const number of numbers) assert.is(encoder.write({ frame: 'ping', number }), null);
  for (const number of [2 ** 53, -(2 ** 53)])
    assert.is(encoder.write({ frame: 'ping', number })?.code, 'value-refused');
  const bytes = Buffer.from(encoder.take()).toString('hex');
  assert.deepEqual(
    withHex(bytes) as unknown,
    numbers.map((number) => ({ heard: 'frame', frame: { frame: 'ping', number } })),
  );
  for (const beyond of ['0000000b08811b0020000000000000', '0000000b08813b001fffffffffffff'])
    assert.deepEqual(withHex(beyond), [{ heard: 'failed', code: 'frame-malformed' }]);
});

test('WIRE-26 what a later minor adds puts nothing into the table', (assert) => {
  const first = '0000000d04890100030161 61f680f6617a'.replaceAll(' ', ''); // method "a", and an element "z" more
  const second = '000000090487020003 0100f680'.replaceAll(' ', ''); // the method of slot 0
  const third = '000000090487020003 0101f680'.replaceAll(' ', ''); // the method of slot 1
  const heard = withHex(first, second, third);
  assert.deepEqual(
    heard.map((one) => (one.heard === 'frame' && one.frame.frame === 'invocation' ? one.frame.method : one)),
    ['a', 'a', { heard: 'failed', code: 'name-unknown' }],
  );
});

test('WIRE-60 where both offer JSON, arguments and results can be read in the bytes', (assert) => {
  const side = { ...usual, features: FEATURE_JSON };
  const bytes = conversation([{ ...call, arguments: [{ name: 'x' }, 5n] }], side, side);
  assert.true(Buffer.from(bytes).includes('[{"name":"x"},{"$bigint":"5"}]'));
  assert.false(
    Buffer.from(conversation([{ ...call, arguments: [{ name: 'x' }] }], side, usual)).includes('"name"'),
  );
});

test('WIRE-45 bytes that were read from a Buffer of Node are a Uint8Array of their own', (assert) => {
  const heard: WireFrame[] = [];
  const own: Preamble = {
    ...WIRE_VERSION,
    features: 0,
    frameBytes: 4096,
    names: 0,
    nodeId: '0'.repeat(32),
    incarnation: 0,
    address: '',
  };
  const listener = {
    opened() {},
    received: (frame: WireFrame) => void heard.push(frame),
    undecodable() {},
    failed: (error: Error) => assert.fail(error.message),
  };
  const decoder = new WireDecoder(own, listener);
  const encoder = new WireEncoder(agreementOf(own, own));
  encoder.write({ frame: 'success', op: 1, leg: 'answer', value: Uint8Array.of(1, 2, 3) });
  const chunk = Buffer.concat([encodePreamble(own), encoder.take()]);
  decoder.push(chunk);
  chunk.fill(0);
  assert.deepEqual(heard, [{ frame: 'success', op: 1, leg: 'answer', value: Uint8Array.of(1, 2, 3) }]);
});
