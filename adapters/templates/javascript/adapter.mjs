// An adapter for Fencepost: it reads requests and writes answers, one JSON object a line (spec/adapter-protocol.md).
//
// It passes the hello world. Replace the toy below by calls of your implementation, or complete the toy first:
// each method named like an operation carries it out and returns its outcome.
import { createInterface } from 'node:readline';

/** An operation fails with one of the codes of the protocol, for example new Failed('connection'). */
class Failed extends Error {
  constructor(code, more = {}) {
    super(code);
    this.outcome = { kind: 'error', code, ...more };
  }
}

/** Everything that one scenario makes, and what was seen of it. */
class Scenario {
  names = new Map();
  gateways = new Map();
  events = [];
  now = 0;

  record(event, fields) {
    this.events.push({ event, at: this.now, ...fields });
  }

  /** A step that refers to a gateway or endpoint that was never made is left out. */
  isLeftOut({ type, target, endpoint, address }) {
    if (target !== undefined) return !this.gateways.has(target.gateway);
    const needed = endpoint ?? address?.endpoint;
    return needed !== undefined && !this.names.has(needed) && type !== 'create-endpoint';
  }

  carryOut(op, operation) {
    if (this.isLeftOut(operation)) return;
    this.record('invoke', { op });
    let outcome;
    try {
      outcome = { kind: 'value', value: this[operation.type](op, operation) ?? null };
    } catch (error) {
      if (!(error instanceof Failed)) throw error;
      outcome = error.outcome;
    }
    this.record('outcome', { op, outcome });
  }

  /** A handler or hook runs on the main thread of the endpoint: its begin and its end are seen. */
  handle(endpoint, role, work, how = 'return') {
    this.record('begin', { endpoint, role, work });
    this.record('end', { endpoint, role, work, how });
  }

  'create-endpoint'(_op, { endpoint, name }) {
    this.names.set(endpoint, name);
    return `toy://toy/user/rpc/${name}`;
  }

  start(_op, { endpoint }) {
    this.handle(endpoint, 'start', endpoint);
  }

  stop() {} // to do

  terminate() {} // to do

  watch() {} // to do

  connect(_op, { gateway, address }) {
    this.gateways.set(gateway, address.endpoint);
  }

  call(op, { target, method }) {
    this.handle(this.gateways.get(target.gateway), 'call', op);
    return method === 'ask' ? op : null;
  }

  settle() {} // each message is handled at once: nothing is ever under way

  advance(_op, { milliseconds }) {
    this.now += milliseconds;
  }
}

const hello = { protocol: 1, name: 'my-implementation', version: '0.1', capabilities: ['virtual-clock'] };
let scenario = new Scenario();
for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  const answer = { id: request.id };
  if (request.verb === 'hello') Object.assign(answer, hello);
  else if (request.verb === 'reset') scenario = new Scenario();
  else if (request.verb === 'run') {
    for (const { op, operation } of request.steps) scenario.carryOut(op, operation);
    Object.assign(answer, { events: scenario.events, complete: false, unsettled: [] });
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
  if (request.verb === 'bye') break;
}
