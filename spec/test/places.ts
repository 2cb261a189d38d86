/** Places in a plain value, and plain values with one place changed. */

/** A place: the keys on the way to it. */
export type Place = readonly (string | number)[];

/** Every place of a value, the whole first. */
export function placesOf(value: unknown, here: Place = []): Place[] {
  if (typeof value !== 'object' || value === null) return [here];
  const below = Array.isArray(value)
    ? value.flatMap((item: unknown, index) => placesOf(item, [...here, index]))
    : Object.entries(value).flatMap(([key, item]) => placesOf(item, [...here, key]));
  return [here, ...below];
}

/** The value at a place. */
export function valueAt(value: unknown, place: Place): unknown {
  return place.reduce<unknown>((whole, key) => (whole as Record<string | number, unknown>)[key], value);
}

/** A copy of the value with `change` at the place; without the field at all when `change` is undefined. */
export function withChange(value: unknown, place: Place, change: unknown): unknown {
  const [key, ...rest] = place;
  if (key === undefined) return change;
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<
    string | number,
    unknown
  >;
  if (rest.length === 0 && change === undefined && !Array.isArray(value)) delete copy[key];
  else copy[key] = withChange(copy[key], rest, change ?? null);
  return copy;
}

/** A place as decoding errors write it. */
export function writePlace(what: string, place: Place): string {
  return what + place.map((key) => (/^\d+$/.test(String(key)) ? `[${key}]` : `.${key}`)).join('');
}
