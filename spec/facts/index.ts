/** The facts behind the rule book, the exemptions, and what covers what. */
export * from './catalogue.js';
export * from './coverage.js';
export * from './exemptions.js';
