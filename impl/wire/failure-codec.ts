/** Errors on the wire: `[code, message, states, class name, stack, cause]`, the cause being null or another such array (WIRE-36). */
import { ErrorCode } from '../../spec/errors.js';
import type { CborReader } from './cbor-reader.js';
import type { CborWriter } from './cbor-writer.js';
import { CAUSES_MAX } from './limits.js';
import { readTexts, wellFormed, writeTexts } from './text-map.js';
import type { WireFailure } from './wire-frame.js';

/** How many elements an error has in this version; later ones may add some (WIRE-51). */
const FIELDS = 6;

/**
 * Writes an error. Its texts are for people: what UTF-8 cannot carry in them is replaced, so that a failure always can be
 * sent (SIZE-10). Causes behind the sixteenth are left out.
 */
export function writeFailure(writer: CborWriter, error: WireFailure, causesLeft = CAUSES_MAX): void {
  writer.head(4, FIELDS);
  writer.text(error.code);
  writer.text(wellFormed(error.message));
  writeTexts(writer, error.states);
  writer.text(wellFormed(error.className));
  writer.text(wellFormed(error.stack));
  if (error.cause === null || causesLeft === 0) writer.byte(0xf6);
  else writeFailure(writer, error.cause, causesLeft - 1);
}

/** Reads an error. @throws WireError for bytes that are none */
export function readFailure(reader: CborReader, causesLeft = CAUSES_MAX): WireFailure {
  const fields = reader.array();
  if (fields < FIELDS) reader.fail(`an error of ${fields} fields`, `at least ${FIELDS}`);
  if (causesLeft < 0) reader.fail(`more than ${CAUSES_MAX} causes`, 'fewer');
  const code = reader.text();
  const message = reader.text();
  const states = readTexts(reader);
  const className = reader.text();
  const stack = reader.text();
  const cause = reader.isNull() ? null : readFailure(reader, causesLeft - 1);
  for (let field = FIELDS; field < fields; field += 1) reader.skipItem();
  if (ErrorCode.is(code)) return { code, message, states, className, stack, cause };
  // WIRE-53: a code of a later version is some error of the framework; the text keeps what it was.
  return { code: 'rpc', message, states: { ...states, code }, className, stack, cause };
}
