/** Elements with their attributes and children. Text becomes text nodes: nothing of a trace is ever read as markup. */

/** What an element may hold. */
export type Child = Node | string | null;

/** Attributes; those that are `null` are left out. */
export type Attributes = Readonly<Record<string, string | number | null>>;

const SVG = 'http://www.w3.org/2000/svg';

/** An element of HTML. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Name] {
  return filled(document.createElement(name), attributes, children);
}

/** An element of SVG. */
export function svgElement<Name extends keyof SVGElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: readonly Child[]
): SVGElementTagNameMap[Name] {
  return filled(document.createElementNS(SVG, name) as SVGElementTagNameMap[Name], attributes, children);
}

/** A list with an item for each text. */
export function listOf(items: readonly Child[]): HTMLUListElement {
  return element('ul', {}, ...items.map((item) => element('li', {}, item)));
}

function filled<Made extends Element>(made: Made, attributes: Attributes, children: readonly Child[]): Made {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null) made.setAttribute(name, String(value));
  }
  for (const child of children) if (child !== null) made.append(child);
  return made;
}
