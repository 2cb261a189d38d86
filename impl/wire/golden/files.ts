/** The files of `spec/vectors/wire/`: what frames are in bytes, for implementations in any language. */

import { CborWriter } from '../cbor-writer.js';
import { WireEncoder } from '../frame-writer.js';
import { hexOf } from '../hexadecimal.js';
import { WIRE_LIMITS } from '../limits.js';
import { encodePreamble } from '../preamble.js';
import { notationOf } from '../value-json.js';
import { writeValue } from '../value-writer.js';
import type { WireFrame } from '../wire-frame.js';
import { type GoldenConversation, goldenConversations } from './frames.js';
import { goldenPreambles, refusedBeginnings } from './preambles.js';
import { handMade } from './refused.js';
import { goldenValues } from './values.js';

/** The folder of the files, from the top folder. */
const FOLDER = 'spec/vectors/wire';

const budget = () => ({ depth: WIRE_LIMITS.depth, objects: WIRE_LIMITS.objects });

/** Every file as it should be: nothing is written. */
export function goldenFiles(): { readonly path: string; readonly text: string }[] {
  const file = (name: string, content: unknown) => ({
    path: `${FOLDER}/${name}.json`,
    text: `${JSON.stringify(content, null, 1)}\n`,
  });
  return [
    file('preambles', {
      preambles: Object.entries(goldenPreambles).map(([name, preamble]) => ({
        name,
        preamble,
        hex: hexOf(encodePreamble(preamble)),
      })),
      refused: Object.entries(refusedBeginnings).map(([name, refused]) => ({ name, ...refused })),
    }),
    file(
      'values',
      Object.entries(goldenValues).map(([name, value]) => ({
        name,
        value: notationOf(value, budget()),
        hex: hexOf(bytesOfValue(value)),
      })),
    ),
    file('frames', goldenConversations.map(printed)),
    file(
      'hand-made',
      handMade.map(({ name, hex, minor = 0, code, fate }) => ({
        name,
        hex: hex.replaceAll(' ', ''),
        minor,
        fate,
        code,
      })),
    ),
  ];
}

function bytesOfValue(value: unknown): Uint8Array {
  const writer = new CborWriter();
  writeValue(writer, value, budget());
  return writer.take();
}

/** A conversation with the bytes of each frame, and what the slots of the names hold after it. */
function printed({ name, names, json, frames }: GoldenConversation): object {
  const encoder = new WireEncoder({ names, json, newer: false, frameBytesOut: WIRE_LIMITS.frameBytes });
  const slots: unknown[] = [];
  let defined = 0;
  const steps = frames.map((frame) => {
    for (const fresh of namesIn(frame)) {
      const text = JSON.stringify(fresh);
      if (names === 0 || slots.some((slot) => JSON.stringify(slot) === text)) continue;
      slots[defined % names] = fresh;
      defined += 1;
    }
    const error = encoder.write(frame);
    if (error !== null) throw error;
    return { frame: printedFrame(frame), hex: hexOf(encoder.take()), slots: [...slots] };
  });
  return { name, names, json, frames: steps };
}

/** What a frame puts into the table if it is not there: said here a second time, plainly. */
function namesIn(frame: WireFrame): unknown[] {
  if (frame.frame === 'handshake') return [frame.gateway];
  if (frame.frame !== 'invocation') return [];
  const method = frame.method.length <= 255 ? [frame.method] : [];
  return frame.token === null ? method : [...method, frame.token];
}

/** A frame with its values in the JSON notation. */
function printedFrame(frame: WireFrame): unknown {
  if (frame.frame === 'invocation')
    return { ...frame, arguments: frame.arguments.map((argument) => notationOf(argument, budget())) };
  if (frame.frame === 'success') return { ...frame, value: notationOf(frame.value, budget()) };
  return frame;
}
