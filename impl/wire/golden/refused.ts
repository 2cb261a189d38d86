/** Hand-made frames: what later minors may add and is skipped, and what is refused, alone or with the connection. */
import type { WireErrorCode } from '../wire-error.js';

/** One hand-made frame, on a connection of its own. */
export interface HandMade {
  readonly name: string;
  /** The frame with its length, in hexadecimal digits; spaces are for people. */
  readonly hex: string;
  /** The minor version in the preamble of its sender; 0 when absent. */
  readonly minor?: number;
  /** The code of the error; `null` when there is none. */
  readonly code: WireErrorCode | null;
  /** What becomes of it: it is read as if the unknown were not there, skipped, refused alone, or the connection ends. */
  readonly fate: 'read' | 'skipped' | 'refused-alone' | 'ends-connection';
}

/** A frame of a later minor: its length is added. */
const later = (name: string, body: string): HandMade => ({
  name,
  hex: framed(body),
  minor: 1,
  code: null,
  fate: 'read',
});

/** A failure frame (op 1, an answer) with this error, which is refused alone. */
const failure = (name: string, error: string): HandMade => ({
  name,
  hex: framed(`06 83 01 00 ${error}`),
  code: 'value-malformed',
  fate: 'refused-alone',
});

/** A frame with its length. */
function framed(body: string): string {
  const digits = body.replaceAll(' ', '');
  return (digits.length / 2).toString(16).padStart(8, '0') + digits;
}

/** A success frame (op 1, an answer) with this value. */
const success = (name: string, value: string, code: WireErrorCode | null = 'value-malformed'): HandMade => ({
  name,
  hex: framed(`05 83 01 00 ${value}`),
  code,
  fate: code === null ? 'read' : 'refused-alone',
});

/** See the head of this file. */
export const handMade: readonly HandMade[] = [
  { name: 'a ping with an element more', hex: '00000005 08 82 05 61 78', minor: 1, code: null, fate: 'read' },
  {
    name: 'an invocation with a ninth element',
    hex: '0000000f 04 89 01 00 03 01 61 61 f6 80 f6 a1 61 61 02',
    minor: 1,
    code: null,
    fate: 'read',
  },
  {
    name: 'flags of a later minor',
    hex: '0000000b 04 87 01 00 03 18 81 61 61 f6 80',
    minor: 1,
    code: null,
    fate: 'read',
  },
  { name: 'a kind of a later minor', hex: '00000004 0a 01 02 03', minor: 1, code: null, fate: 'skipped' },
  {
    name: 'an unknown kind of the same minor',
    hex: '00000001 0a',
    code: 'kind-unknown',
    fate: 'ends-connection',
  },
  {
    name: 'the kind 0, which nobody will ever use',
    hex: '00000001 00',
    minor: 1,
    code: 'kind-unknown',
    fate: 'ends-connection',
  },
  { name: 'no kind', hex: '00000000', code: 'frame-malformed', fate: 'ends-connection' },
  { name: 'a length beyond every limit', hex: 'ffffffff', code: 'frame-too-large', fate: 'ends-connection' },
  {
    name: 'a frame without elements',
    hex: '00000002 08 80',
    code: 'frame-malformed',
    fate: 'ends-connection',
  },
  {
    name: 'an array of indefinite length',
    hex: '00000004 08 9f 01 ff',
    code: 'frame-malformed',
    fate: 'ends-connection',
  },
  {
    name: 'a frame that ends early',
    hex: '00000002 08 81',
    code: 'frame-malformed',
    fate: 'ends-connection',
  },
  {
    name: 'bytes behind the last element',
    hex: '00000004 08 81 01 00',
    code: 'frame-malformed',
    fate: 'ends-connection',
  },
  {
    name: 'a slot that holds nothing',
    hex: '00000009 04 87 01 00 03 01 05 f6 80',
    code: 'name-unknown',
    fate: 'ends-connection',
  },
  {
    name: 'a token of 65 bytes',
    hex: `0000004f 04 87 01 00 03 03 61 61 82 61 74 58 41 ${'00'.repeat(65)} 80`,
    code: 'frame-malformed',
    fate: 'ends-connection',
  },
  {
    name: 'a name that is no UTF-8',
    hex: '0000000a 04 87 01 00 03 01 61 ff f6 80',
    code: 'frame-malformed',
    fate: 'ends-connection',
  },
  {
    name: 'arguments that are no array',
    hex: '0000000a 04 87 01 00 03 01 61 61 f6 01',
    code: 'value-malformed',
    fate: 'refused-alone',
  },
  success('a whole number of 64 bits', '1b ff ff ff ff ff ff ff ff', null),
  success('a negative number of 64 bits', '3b ff ff ff ff ff ff ff ff', null),
  success('a number in more bytes than it needs', '18 05', null),
  success('a number of four bytes', 'fa 3f c0 00 00', null),
  success('a number of two bytes', 'f9 3e 00', null),
  success('a map with a key that is a number', 'a1 01 02'),
  success('a key twice', 'a2 61 61 01 61 61 02'),
  success('a key that would set a prototype', 'a1 69 5f 5f 70 72 6f 74 6f 5f 5f a1 61 61 01'),
  success('a tag of others', 'd8 20 61 78'),
  success('an unknown simple value', 'f8 ff'),
  success('a text of indefinite length', '7f 61 61 ff'),
  success('a text that claims more than there is', '7a ff ff ff ff'),
  success('an array that claims more than there is', '9a 00 ff ff ff'),
  success('a text that is no UTF-8', '61 ff'),
  success('a lone surrogate', '63 ed a0 80'),
  success('a date without a number', 'c1 61 78'),
  success('a date beyond all dates', 'c1 1b 00 08 00 00 00 00 00 00'),
  success('nothing', ''),
  success('arrays within each other, 257 deep', `${'81'.repeat(256)}80`, 'value-too-deep'),
  later('an identity with more in it, and behind it', '02 85 01 83 03 61 61 c1 00 f4 f6 5a 00 00 00 01 ff'),
  later('a token with an element more', '04 87 01 00 03 03 61 61 83 61 74 41 00 a1 61 61 f9 3e 00 80'),
  later(
    'an error with an element more',
    '06 83 01 00 87 63 72 70 63 60 a0 60 60 f6 1b ff ff ff ff ff ff ff ff',
  ),
  {
    name: 'an element more that has an indefinite length',
    hex: framed('08 82 05 9f ff'),
    minor: 1,
    code: 'frame-malformed',
    fate: 'ends-connection',
  },
  failure('an error with five elements', '85 63 72 70 63 60 a0 60 60'),
  failure('a fact that is stated twice', '86 63 72 70 63 60 a2 61 61 60 61 61 60 60 60 f6'),
  failure('a fact named __proto__', '86 63 72 70 63 60 a1 69 5f 5f 70 72 6f 74 6f 5f 5f 60 60 60 f6'),
  failure('seventeen causes', `${'86 63 72 70 63 60 a0 60 60 '.repeat(18)}f6`),
  failure(
    '65 facts',
    `86 63 72 70 63 60 b8 41 ${Array.from({ length: 65 }, (_, fact) => `62 ${(0x3030 + (fact >> 3) * 256 + (fact & 7)).toString(16)} 60`).join(' ')} 60 60 f6`,
  ),
];
