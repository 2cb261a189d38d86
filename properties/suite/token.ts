/**
 * Tokens of failures: a whole minimal scenario as one word that can be pasted into a terminal anywhere. A token says
 * which version of the suite wrote it; another version refuses it, because it would not mean the same.
 */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { decodeOrThrow, type Scenario, ScenarioCodec } from '../../spec/index.js';

/** The version of the suite: changes whenever scenarios or their meaning change. */
export const SUITE_VERSION = 1;

/** A token is not one, or is one of another suite. */
export class TokenError extends Error {
  readonly code = 'bad-token';
}

/** What a token holds. */
export interface Failing {
  /** The lane in which the scenario failed. */
  readonly lane: 'api' | 'fast';
  readonly scenario: Scenario;
}

/** Writes a token. */
export function tokenOf({ lane, scenario }: Failing): string {
  const packed = deflateRawSync(Buffer.from(JSON.stringify(scenario)), { level: 9 }).toString('base64url');
  return `fp${SUITE_VERSION}-${lane}-${packed}`;
}

/**
 * Reads a token.
 *
 * @throws TokenError when it is no token, or one of another version of the suite
 */
export function parseToken(token: string): Failing {
  const match = /^fp(\d+)-(api|fast)-([A-Za-z0-9_-]+)$/.exec(token.trim());
  if (match === null)
    throw new TokenError(`'${shorten(token)}' is no replay token: it begins with fp${SUITE_VERSION}-`);
  const [, version, lane, packed = ''] = match;
  if (Number(version) !== SUITE_VERSION) {
    throw new TokenError(
      `The token was written by version ${version} of the suite, this is version ${SUITE_VERSION}: run the version that wrote it`,
    );
  }
  return { lane: lane as Failing['lane'], scenario: unpack(packed) };
}

function unpack(packed: string): Scenario {
  try {
    const text = inflateRawSync(Buffer.from(packed, 'base64url'), { maxOutputLength: 1 << 20 }).toString();
    return decodeOrThrow(ScenarioCodec, JSON.parse(text), 'scenario') as Scenario;
  } catch (cause) {
    throw new TokenError('The token is damaged: copy it whole, without line breaks', { cause });
  }
}

const shorten = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text);
