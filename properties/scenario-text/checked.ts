/** Checks of single values while a scenario is read: what is wrong becomes an error of its line. */
import { DecodingError, decodeOrThrow } from '../../spec/index.js';
import { type Place, ScenarioTextError } from './scenario-text-error.js';

/**
 * Holds a value against its codec.
 *
 * @param what the name of the value, for the message
 * @throws ScenarioTextError with what the codec found and expected
 */
export function checked<A>(
  codec: Parameters<typeof decodeOrThrow<A>>[0],
  value: unknown,
  what: string,
  place: Place,
): A {
  try {
    return decodeOrThrow(codec, value, what);
  } catch (error) {
    if (!(error instanceof DecodingError)) throw error;
    const { found, path, expected } = error;
    throw new ScenarioTextError(
      { ...place, found: `${found} as ${path}`, expected: expected, advice: 'Mend this value' },
      { cause: error },
    );
  }
}

/** A whole number that is not negative, as it stands on a line. */
export function numberOf(text: string | undefined, place: Place): number {
  if (text !== undefined && /^(?:0|[1-9]\d{0,15})$/.test(text)) return Number(text);
  throw new ScenarioTextError({
    ...place,
    found: `'${text ?? ''}'`,
    expected: 'a whole number',
    advice: 'Write its digits alone',
  });
}
