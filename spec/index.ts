/**
 * The protocol as text and data: rule book, facts, error classes, capabilities, operations, traces, scenarios, and the
 * codecs of everything that crosses a boundary. This room imports from no other room.
 */
export * from './adapter.js';
export * from './capabilities.js';
export * from './codecs/index.js';
export * from './errors.js';
export * from './facts/index.js';
export * from './number-set.js';
export * from './operations.js';
export * from './rules/index.js';
export * from './rules/order.js';
export * from './scenarios.js';
export * from './tiers.js';
export * from './tokens.js';
export * from './trace.js';
export * from './trace-file.js';
