/** Texts by name: the facts that an error states, and the context of tracing. */
import type { CborReader } from './cbor-reader.js';
import type { CborWriter } from './cbor-writer.js';
import { TEXTS_MAX } from './limits.js';

/** A text without lone surrogates, which UTF-8 cannot carry. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd');
}

/** Whether a reader takes the name. */
const isName = (name: string): boolean => name !== '__proto__' && !/\p{Surrogate}/u.test(name);

/**
 * Writes texts by name. They are for people and tools: what UTF-8 cannot carry in a text is replaced, and names that a
 * reader would refuse are left out, as are those behind the first {@link TEXTS_MAX}.
 */
export function writeTexts(writer: CborWriter, texts: Readonly<Record<string, string>>): void {
  const names = Object.keys(texts).filter(isName).slice(0, TEXTS_MAX);
  writer.head(5, names.length);
  for (const name of names) {
    writer.text(name);
    writer.text(wellFormed(texts[name] as string));
  }
}

/** Reads texts by name. @throws WireError for bytes that are none, or too many */
export function readTexts(reader: CborReader): Record<string, string> {
  const count = reader.map();
  if (count > TEXTS_MAX) reader.fail(`${count} texts by name`, `at most ${TEXTS_MAX}`);
  const texts: Record<string, string> = {};
  for (let index = 0; index < count; index += 1) {
    const name = reader.key();
    if (name === '__proto__' || Object.hasOwn(texts, name))
      reader.fail(`the name ${JSON.stringify(name)}`, 'each name once, and none that sets a prototype');
    texts[name] = reader.text();
  }
  return texts;
}
