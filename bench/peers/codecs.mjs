/**
 * What codecs for free-form values cost, relative to JSON text to bytes: encoding and decoding together, in alternating
 * rounds of one process, the processor time of the best round (so that a busy neighbour does not count). `npm run bench:codecs` in the top folder installs them and runs this.
 *
 * Options: `--rounds N`, `--milliseconds N` (one codec, one round), `--native` (with the native parts of cbor-x and
 * msgpackr, where they are installed).
 */
import { parseArgs } from 'node:util';
import { deserialize, serialize } from 'node:v8';
import { CborReader } from '../../dist/impl/wire/cbor-reader.js';
import { CborWriter } from '../../dist/impl/wire/cbor-writer.js';
import { valueBytes } from '../../dist/impl/wire/value-bytes.js';
import { readValue } from '../../dist/impl/wire/value-reader.js';
import { writeValue } from '../../dist/impl/wire/value-writer.js';

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '15' },
    milliseconds: { type: 'string', default: '20' },
    native: { type: 'boolean', default: false },
  },
});
if (!options.native) {
  process.env['CBOR_NATIVE_ACCELERATION_DISABLED'] = 'true';
  process.env['MSGPACKR_NATIVE_ACCELERATION_DISABLED'] = 'true';
}
const cborX = await import('cbor-x');
const msgpackr = await import('msgpackr');
const cborg = await import('cborg');

const text = 'The quick brown fox jumps over the lazy dog. '.repeat(23).slice(0, 1024);
const payloads = {
  'no argument': [],
  'a text of 16 B': ['0123456789abcdef'],
  'small invocation': ['job-17', 42, { slot: 3, free: true, load: 0.25 }],
  '1 KiB text': [text],
  '1 KiB bytes': [new Uint8Array(1024).fill(7)],
  '20 records': [
    Array.from({ length: 20 }, (_, id) => ({
      id,
      name: `task-${id}`,
      state: 'RUNNING',
      slot: id % 4,
      at: 1.5 * id,
    })),
  ],
};

const writer = new CborWriter();
const reader = new CborReader();
const limits = () => ({ depth: 256, objects: 1_048_576 });
const hand = {
  encode(value) {
    writeValue(writer, value, limits());
    return writer.take();
  },
  decode(bytes) {
    reader.open(bytes, 0, bytes.length);
    return readValue(reader, limits());
  },
};
/** What a library that carries too much needs before it encodes: a walk that refuses what must not be sent. */
const checked = ({ encode, decode }) => ({
  encode(value) {
    valueBytes(value);
    return encode(value);
  },
  decode,
});
const plainCborX = new cborX.Encoder({ useRecords: false, tagUint8Array: false });
const recordCborX = new cborX.Encoder({ useRecords: true, structures: [], tagUint8Array: false });
const plainMsgpackr = new msgpackr.Packr({ useRecords: false });
const recordMsgpackr = new msgpackr.Packr({ useRecords: true, structures: [] });
const of = (codec) => ({ encode: (value) => codec.encode(value), decode: (bytes) => codec.decode(bytes) });
const bytesAsText = (_, value) =>
  value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value;
const codecs = {
  'JSON to bytes': {
    encode: (value) =>
      Buffer.from(JSON.stringify(value, value[0] instanceof Uint8Array ? bytesAsText : undefined)),
    decode: (bytes) => JSON.parse(bytes.toString()),
  },
  'this project, checks included': hand,
  'cbor-x': of(plainCborX),
  'cbor-x, checked before encoding': checked(of(plainCborX)),
  'cbor-x with records': of(recordCborX),
  msgpackr: of(plainMsgpackr),
  'msgpackr, checked before encoding': checked(of(plainMsgpackr)),
  'msgpackr with records': of(recordMsgpackr),
  cborg: { encode: (value) => cborg.encode(value), decode: (bytes) => cborg.decode(bytes) },
  'v8.serialize': { encode: serialize, decode: deserialize },
};

/** Nanoseconds of processor time for one encoding and decoding. */
function measure({ encode, decode }, value, milliseconds) {
  const start = process.cpuUsage();
  let count = 0;
  let elapsed = 0;
  while (elapsed < milliseconds) {
    for (let time = 0; time < 200; time += 1) decode(encode(value));
    count += 200;
    const { user, system } = process.cpuUsage(start);
    elapsed = (user + system) / 1000;
  }
  return (elapsed / count) * 1e6;
}

/** The best round of each codec: whatever else the machine does only ever adds to a round. */
function compare(value) {
  const best = new Map(Object.keys(codecs).map((name) => [name, Number.POSITIVE_INFINITY]));
  const milliseconds = Number(options.milliseconds);
  for (const codec of Object.values(codecs)) measure(codec, value, 4 * milliseconds);
  for (let round = 0; round < Number(options.rounds); round += 1) {
    for (const [name, codec] of Object.entries(codecs))
      best.set(name, Math.min(best.get(name), measure(codec, value, milliseconds)));
  }
  return (name) => ({ ratio: best.get('JSON to bytes') / best.get(name), nanoseconds: best.get(name) });
}

const names = Object.keys(codecs);
const width = Math.max(...names.map((name) => name.length));
const columns = Object.keys(payloads);
const results = columns.map((column) => compare(payloads[column]));
const cell = (what) => what.padStart(17);
console.log(`${'speed relative to JSON (ns)'.padEnd(width)} ${columns.map(cell).join(' ')}`);
for (const name of names) {
  const figures = results.map((result) => result(name));
  const cells = figures.map(({ ratio, nanoseconds }) =>
    cell(`${ratio.toFixed(2)} (${nanoseconds.toFixed(0)})`),
  );
  console.log(`${name.padEnd(width)} ${cells.join(' ')}`);
}
