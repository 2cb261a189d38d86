/**
 * Who may import whom. `npm run imports` applies these rules and then proves that each of them still bites.
 *
 * @type {import('dependency-cruiser').IConfiguration}
 */
const ROOMS = '^(?:spec|models|impl|properties|adapters|examples|bench)/';
const TEST = '/test/';
const NODE_PLACES = '^(?:impl/transport|properties|adapters|bench|examples)/|/test/|/generate[.]ts$';

module.exports = {
  forbidden: [
    {
      name: 'spec-imports-no-room',
      severity: 'error',
      from: { path: '^spec/' },
      to: { path: ROOMS, pathNot: '^spec/' },
    },
    {
      name: 'models-import-spec-only',
      severity: 'error',
      from: { path: '^models/' },
      to: { path: ROOMS, pathNot: '^(?:models|spec)/' },
    },
    {
      name: 'impl-imports-spec-only',
      comment: 'A runtime that is checked by its own oracle proves nothing.',
      severity: 'error',
      from: { path: '^impl/' },
      to: { path: ROOMS, pathNot: '^(?:impl|spec)/' },
    },
    {
      name: 'properties-import-the-three-rooms',
      severity: 'error',
      from: { path: '^properties/' },
      to: { path: ROOMS, pathNot: '^(?:properties|spec|models|impl)/' },
    },
    {
      name: 'xstate-in-models-only',
      severity: 'error',
      from: { pathNot: '^models/' },
      to: { path: '(?:^|/)node_modules/xstate/' },
    },
    {
      name: 'fast-check-in-properties-only',
      severity: 'error',
      from: { pathNot: `^properties/|${TEST}` },
      to: { path: '(?:^|/)node_modules/(?:fast-check|@fast-check/[^/]+)/' },
    },
    {
      name: 'nats-in-one-file-only',
      severity: 'error',
      from: { pathNot: `^impl/transport/nats-client[.]ts$|^bench/|${TEST}` },
      to: { path: '(?:^|/)node_modules/@nats-io/' },
    },
    {
      name: 'open-telemetry-in-one-file-only',
      severity: 'error',
      from: { pathNot: `^impl/telemetry/open-telemetry[.]ts$|${TEST}` },
      to: { path: '(?:^|/)node_modules/@opentelemetry/' },
    },
    {
      name: 'node-in-its-places-only',
      comment: 'The rule book, the models and the runtime also run in a browser.',
      severity: 'error',
      from: { pathNot: NODE_PLACES },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'browser-entry-reaches-no-node-module',
      comment: 'Not by an import of types either: whoever compiles for a browser has no types of Node.',
      severity: 'error',
      from: { path: '^impl/everywhere[.]ts$' },
      to: { reachable: true, pathNot: `${ROOMS}|(?:^|/)node_modules/` },
    },
    {
      name: 'ws-in-its-places-only',
      comment: 'Whoever does not import fencepost/web-socket does not load it.',
      severity: 'error',
      from: {
        pathNot: `^impl/transport/web-socket-(?:channel|transport|upgrades)[.]ts$|^properties/transports/web-socket[.]ts$|${TEST}`,
      },
      to: { path: '(?:^|/)node_modules/(?:@types/)?ws/' },
    },
    {
      name: 'web-sockets-of-node-behind-their-own-entry',
      severity: 'error',
      from: {
        pathNot: `^impl/web-socket[.]ts$|^impl/transport/web-socket-|^properties/transports/web-socket[.]ts$|${TEST}`,
      },
      to: { path: '^impl/transport/web-socket-(?:channel|transport|upgrades)[.]ts$' },
    },
    {
      name: 'tests-are-imported-by-tests-only',
      severity: 'error',
      from: { pathNot: TEST },
      to: { path: TEST, pathNot: 'node_modules' },
    },
    {
      name: 'shipped-code-needs-no-development-package',
      severity: 'error',
      from: { path: '^(?:spec|models|impl|properties)/', pathNot: TEST },
      // What users bring themselves is a peer, and a development package here.
      to: {
        dependencyTypes: ['npm-dev'],
        dependencyTypesNot: ['npm-peer'],
        pathNot: '(?:^|/)node_modules/@types/',
      },
    },
    {
      name: 'package-is-declared',
      severity: 'error',
      from: {},
      // The tool takes the name of an optional peer in "peerDependenciesMeta" for one that is declared nowhere.
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['npm-peer'] },
    },
    {
      name: 'import-resolves',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-cycle',
      severity: 'error',
      // Imports of types alone are gone when the code runs: parts of one whole may name each other's types.
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules', '^dist/'] },
    exclude: { path: '^(?:coverage|docs/api|bench/peers|spec/vectors)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
