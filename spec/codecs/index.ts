/** The codecs of everything that crosses a boundary, the schemas made from them, and decoding that explains itself. */
export * from './adapter.js';
export * from './decode.js';
export * from './error-report.js';
export * from './expected-differences.js';
export * from './exploration.js';
export * from './json-schema.js';
export * from './kill-matrix.js';
export * from './messages.js';
export * from './operation.js';
export * from './primitives.js';
export * from './run-history.js';
export * from './scenario.js';
export * from './schemas.js';
export * from './suite-report.js';
export * from './trace.js';
export * from './vectors.js';
