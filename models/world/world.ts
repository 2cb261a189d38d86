/**
 * The state of the world that a trace is judged against, and its smallest operations: finding records, owing outcomes,
 * counting rules, remembering why something was refused. What the operations and actions do to it is in the files
 * beside this one.
 */
import { NumberSet } from '../../spec/number-set.js';
import type { Operation } from '../../spec/operations.js';
import type { NullableToken } from '../../spec/tokens.js';
import { formatToken } from '../../spec/tokens.js';
import type { Outcome, TraceHeader } from '../../spec/trace.js';
import type { Coverage } from '../coverage.js';
import type { Journal } from '../journal.js';
import type { Profile } from '../profile.js';
import { ruleIds } from '../rule-ids.js';
import type { Table } from '../table.js';
import { tagBits } from '../table.js';
import { Tables } from '../tables.js';
import { Bearers } from './bearers.js';
import { genericClaims } from './claims.js';
import type { FencingEvent } from './envelopes.js';
import { fencingEventsOf, fencingSymbolsOf } from './envelopes.js';
import { canBeForgotten, isOver, release, takeOut } from './forgetting.js';
import { Numbering } from './numbering.js';
import {
  EndpointRecord,
  empty,
  Future,
  HandleRecord,
  type Instance,
  OpRecord,
  restoreEndpoint,
  restoreHandle,
  restoreOp,
  restoreService,
  ServiceRecord,
  saveEndpoint,
  saveHandle,
  saveOp,
  saveService,
} from './records.js';
import { R } from './rules.js';
import { LS } from './symbols.js';

/** What is wrong with a link. */
export const Fault = { partition: 1, dropNext: 2, failed: 4, shaken: 8, calming: 16 } as const;

/** From so many operations on, those that are over are looked for. */
const SWEEP_OPERATIONS_MIN = 1024;

/** The record with this number, kept from an earlier trace or new. */
function spare<Kind>(records: Kind[], id: number, Record: new (id: number) => Kind): Kind {
  const known = records[id];
  if (known !== undefined) return known;
  const record = new Record(id);
  records[id] = record;
  return record;
}

/** Forgets the records of the last trace. */
function forget<Kind extends { readonly id: number }>(used: Kind[], records: (Kind | undefined)[]): void {
  for (let record = used.pop(); record !== undefined; record = used.pop()) records[record.id] = undefined;
}

/** The world. One instance serves many traces, one after the other. */
export class World {
  readonly profile: Profile;
  readonly tables: Tables;
  /** The symbols of the fencing chart for constructors and replacements. */
  readonly fencingEvents: Readonly<Record<FencingEvent, number>>;
  /** The symbols of the fencing chart by sender and class of envelope. */
  readonly fencingSymbols: Int16Array;
  /** The state of the fencing chart of plain endpoints. */
  readonly plainState: number;
  /** Rules that may be claimed for every such decision, see `claims.ts`. */
  readonly claims: readonly (Int16Array | undefined)[];
  /** How many actions were judged. */
  actions = 0;
  /** How often each rule was exercised. */
  exercised = new Int32Array(ruleIds.length);
  /** How much the last search tried, see `search.ts`. */
  effort = 0;

  /** What the traces went through; null when nobody asks. */
  coverage: Coverage | null = null;
  /** The same in order, with who took what; null when nobody asks. */
  journal: Journal | null = null;

  /** Records by their number in the trace; `undefined` where there is none yet. */
  readonly ops: (OpRecord | undefined)[] = [];
  readonly endpoints: (EndpointRecord | undefined)[] = [];
  readonly gateways: (HandleRecord | undefined)[] = [];
  readonly executors: (HandleRecord | undefined)[] = [];
  readonly services: ServiceRecord[] = [];
  /** The operations of this trace that are not forgotten, oldest first. */
  readonly usedOps: OpRecord[] = [];
  /** How many operations were invoked. */
  operationCount = 0;
  readonly usedEndpoints: EndpointRecord[] = [];
  readonly usedGateways: HandleRecord[] = [];
  readonly usedExecutors: HandleRecord[] = [];

  /** True when every action is reported: effects must be observed before the next action. */
  complete = false;
  /** True when the target runs on a clock that the suite advances: then what is due must have happened. */
  punctual = false;
  /** The time of the event that is judged. */
  now = 0;
  /** The time of the event before it: what nobody saw happened at some moment between the two. */
  since = 0;
  /** Observations that are due at once: outcomes, begins, ends, closed resources. */
  owed = 0;

  /** The operation that was invoked and has not taken effect, -1 none: in a history it may do so later. */
  postponed = -1;

  /** Faults of links, by caller and target side by side: bits of {@link Fault}. */
  readonly faults: number[] = [];
  /** When links failed for the last time, in a complete trace, by the count of operations; alike. */
  readonly failures: (number | undefined)[] = [];
  /** Their delays, in milliseconds. */
  readonly delays: number[] = [];
  /** What is on its way over them, in a complete trace: the operation, and when its message arrives. */
  readonly ways: ({ readonly op: number; readonly arrives: number }[] | undefined)[] = [];
  /** True once a link was delayed. */
  slow = false;
  /** Operations that constructors, and callbacks of termination futures, carry out. */
  readonly constructing = new Set<number>();
  readonly callbacks = new Set<number>();
  /**
   * How a history is read where quirks are legal: whether endpoints live on although their constructors threw. In the
   * original they stay registered, and handle what their constructors have sent to them (LIFE-19): all of them, or none.
   */
  outliving = false;
  /** Connects to patterns that are remembered. */
  readonly patterns = new Set<number>();
  /** Who bears which id. */
  readonly bearers = new Bearers(this);
  /** The first endpoint that reported an address. */
  readonly addresses = new Map<string, EndpointRecord>();
  /** The number of the last generated name, -1 while none is known. */
  lastGenerated = -1;

  /** The alternatives of the decision that is being taken: from `first` to before `last`. */
  first = 0;
  last = 0;
  /** The alternatives that let the message through to that decision, -1 none. */
  passed = -1;
  passedToo = -1;
  /** True when the end of a service that was considered does not wait for all of its endpoints. */
  early = false;

  /**
   * Why the last event was refused: a rule by number, or those of the alternatives from `refusedFirst` to before
   * `refusedLast`; words, and two numbers that belong to them. Refusing is cheap: most is of what is tried in passing.
   */
  private refusedRule = 0;
  private refusedFirst = 0;
  private refusedLast = 0;
  /** Whether the rules of what the message had passed before stand with them. */
  private refusedPassed = false;
  /** Further rules that were broken with it. */
  private readonly refusedAlso: number[] = [];
  refusedWords = '';
  refusedA = 0;
  /** The operation that is missing, or whose action is, or that came out otherwise, when that was refused; -1 otherwise. */
  refusedOp = -1;
  /** The action that was refused, or that is still to be run: the bit of its leg, 0 none, and its number. */
  refusedLeg = 0;
  refusedId = -1;
  /** The outcome that was refused, when it was one. */
  refusedOutcome: Outcome | null = null;
  refusedB = 0;

  private readonly noInstance: Instance = new ServiceRecord(-1);
  /** By what they look like, which no two tokens share. */
  private readonly tokens = new Numbering();
  private readonly names = new Numbering();

  /** @param profile the profile of the target */
  constructor(profile: Profile) {
    this.profile = profile;
    this.tables = new Tables(profile);
    this.fencingSymbols = fencingSymbolsOf(this.tables.fencing);
    this.fencingEvents = fencingEventsOf(this.tables.fencing);
    this.plainState = this.tables.fencing.state('plain');
    this.claims = genericClaims(this.tables.book);
  }

  /** Whether the endpoint is TERMINATED. */
  hasEnded(endpoint: EndpointRecord): boolean {
    return ((this.tables.lifecycle.tags[endpoint.lifecycle] as number) & tagBits.ended) !== 0;
  }

  /** Whether the endpoint is TERMINATING: onStop is running, or its future is awaited. */
  isTerminating(endpoint: EndpointRecord): boolean {
    return ((this.tables.lifecycle.tags[endpoint.lifecycle] as number) & tagBits.stopping) !== 0;
  }

  /** Whether the endpoint was removed. */
  isGone(endpoint: EndpointRecord): boolean {
    return endpoint.lifecycle === LS.gone || endpoint.lifecycle === LS['failed.gone'];
  }

  /** Makes the world that of the beginning of a trace. */
  reset(header: TraceHeader): void {
    for (const op of this.usedOps) this.ops[op.id] = undefined;
    for (let op = this.usedOps.pop(); op !== undefined; op = this.usedOps.pop()) this.idleOps.push(op);
    if (this.swept) this.forgetSweeps();
    this.operationCount = 0;
    forget(this.usedEndpoints, this.endpoints);
    forget(this.usedGateways, this.gateways);
    forget(this.usedExecutors, this.executors);
    this.tokens.clear();
    this.tokenNumber(null);
    this.names.clear();
    this.complete = header.complete;
    this.punctual = this.profile.capabilities.has('virtual-clock');
    this.now = 0;
    this.owed = 0;
    this.postponed = -1;
    this.lastGenerated = -1;
    empty(this.failures);
    empty(this.faults);
    empty(this.delays);
    empty(this.ways);
    this.constructing.clear();
    this.callbacks.clear();
    this.outliving = false;
    this.patterns.clear();
    this.bearers.clear();
    this.addresses.clear();
    this.slow = false;
    for (let link = 0; link < header.services.length ** 2; link++) {
      this.faults.push(0);
      this.delays.push(0);
    }
    empty(this.services);
    for (const [id, specification] of header.services.entries()) {
      const service = spare(this.spareServices, id, ServiceRecord);
      this.services.push(service);
      service.begin();
      service.remote = specification.remote;
      service.frameBytes = specification.frameBytes;
      service.askTimeoutMs = specification.askTimeoutMs;
      service.forced = specification.forceSerialization;
      service.capturing = specification.captureCallStacks ?? false;
    }
  }

  /** The record of an operation that was invoked, or `undefined`. */
  op(id: number): OpRecord | undefined {
    return this.ops[id];
  }

  /** Adds the record of an operation. */
  addOp(id: number, operation: Operation, sender: number): OpRecord {
    if (this.complete && this.usedOps.length >= this.sweepAt) this.sweep();
    const record = this.idleOps.pop() ?? new OpRecord(id);
    record.id = id;
    record.begin(operation, sender, this.now, this.operationCount++);
    record.place = this.usedOps.push(record) - 1;
    this.ops[id] = record;
    return record;
  }

  /** Records that serve no operation now. */
  private readonly idleOps: OpRecord[] = [];
  /** How many operations make it worth to look for those that are over, and whether that was done. */
  private sweepAt = SWEEP_OPERATIONS_MIN;
  private swept = false;
  /** The numbers of those that are forgotten. */
  private readonly forgotten = new NumberSet();

  /** Whether the operation was invoked, even if it is forgotten. */
  wasInvoked(id: number): boolean {
    return this.ops[id] !== undefined || this.forgotten.has(id);
  }

  /** Forgets the operations that are over. */
  private sweep(): void {
    const { usedOps, ops, idleOps, forgotten } = this;
    this.swept = true;
    let kept = 0;
    for (const op of usedOps) {
      if (canBeForgotten(this, op)) {
        release(this, op);
        delete ops[op.id];
        forgotten.add(op.id);
        idleOps.push(op);
      } else {
        op.place = kept;
        usedOps[kept++] = op;
      }
    }
    usedOps.length = kept;
    this.sweepAt = Math.max(SWEEP_OPERATIONS_MIN, 2 * kept);
  }

  private forgetSweeps(): void {
    this.swept = false;
    this.sweepAt = SWEEP_OPERATIONS_MIN;
    this.forgotten.clear();
    this.ops.length = 0;
  }

  private readonly spareGateways: HandleRecord[] = [];
  private readonly spareExecutors: HandleRecord[] = [];
  private readonly spareEndpoints: EndpointRecord[] = [];
  private readonly spareServices: ServiceRecord[] = [];

  /** Adds the record of an endpoint; there is none with this number yet. */
  addEndpoint(id: number): EndpointRecord {
    const record = spare(this.spareEndpoints, id, EndpointRecord);
    record.begin();
    this.usedEndpoints.push(record);
    this.endpoints[id] = record;
    return record;
  }

  /** Adds a gateway. */
  addGateway(id: number): HandleRecord {
    const record = spare(this.spareGateways, id, HandleRecord);
    if (this.gateways[id] === undefined) this.usedGateways.push(record);
    this.gateways[id] = record;
    return record;
  }

  /** Adds an executor. */
  addExecutor(id: number): HandleRecord {
    const record = spare(this.spareExecutors, id, HandleRecord);
    if (this.executors[id] === undefined) this.usedExecutors.push(record);
    this.executors[id] = record;
    return record;
  }

  /** The endpoint with this number, or `undefined`. */
  endpoint(id: number): EndpointRecord | undefined {
    return id < 0 ? undefined : this.endpoints[id];
  }

  /** The service with this number, or `undefined`. */
  service(id: number): ServiceRecord | undefined {
    return id < 0 ? undefined : this.services[id];
  }

  /** How many services the trace has. */
  get numberOfServices(): number {
    return this.services.length;
  }

  /** The number of the link from one service to another. */
  linkOf(from: number, to: number): number {
    return from * this.services.length + to;
  }

  /** The number of a token: 0 is unset, and two tokens have one number if and only if they are the same (FENCE-01). */
  tokenNumber(token: NullableToken): number {
    return this.tokens.numberOf(formatToken(token));
  }

  /** What the token with this number looks like. */
  tokenText(number: number): string {
    return this.tokens.textOf(number);
  }

  /** The number of a text. */
  nameNumber(name: string): number {
    return this.names.numberOf(name);
  }

  /** The text with this number; none is the empty text. */
  nameOf(number: number): string {
    return number < 0 ? '' : this.names.textOf(number);
  }

  /** An instance of a chart takes an alternative: its rules count, and the transition. */
  count(alternative: number, instance: Instance): void {
    this.countRules(alternative);
    this.take(alternative, instance);
  }

  /** An instance of a chart takes an alternative; its rules were counted, or are not about this. */
  take(alternative: number, instance: Instance): void {
    this.coverage?.take(instance.last, alternative);
    this.journal?.note(alternative, instance.who);
  }

  /** An instance of nothing: what answers for an endpoint that is not there. */
  nobody(): Instance {
    this.noInstance.last.fill(-1);
    return this.noInstance;
  }

  /** Sends an event to a chart that decides nothing by it. @returns the state after it */
  pass(table: Table, state: number, symbol: number, instance: Instance): number {
    const cell = state * table.width + symbol;
    const alternative = table.first[cell] as number;
    if (alternative < (table.last[cell] as number)) this.take(alternative, instance);
    return table.next[cell] as number;
  }

  /** An endpoint hears a message, or something happens to it. */
  hear(endpoint: EndpointRecord, kind: number): void {
    if (this.coverage === null) return;
    this.coverage.hear(endpoint.kind, kind, endpoint.heard);
    endpoint.heard |= 1 << kind;
  }

  /** Counts every rule of an alternative. */
  countRules(alternative: number): void {
    const rules = this.tables.book.rulesOf[alternative] as Int16Array;
    for (let index = 0; index < rules.length; index++) {
      const rule = rules[index] as number;
      this.exercised[rule] = (this.exercised[rule] as number) + 1;
    }
  }

  /** Counts one rule, once or several times. */
  countRule(rule: number, times = 1): void {
    this.exercised[rule] = (this.exercised[rule] as number) + times;
  }

  /** Looks up a cell. @returns false when the event is illegal in that state */
  look(table: Table, state: number, symbol: number): boolean {
    const cell = state * table.width + symbol;
    this.first = table.first[cell] as number;
    this.last = table.last[cell] as number;
    return this.first < this.last;
  }

  /** The state after an event. */
  step(table: Table, state: number, symbol: number): number {
    return table.next[state * table.width + symbol] as number;
  }

  /** The outcome of an operation must now be observed. */
  owe(op: OpRecord, expected: number, detail: number, text: number, blame: number): void {
    op.future = Future.owed;
    op.expected = expected;
    op.detail = detail;
    op.text = text;
    op.blame = blame;
    this.owed++;
  }

  /** The outcome may be observed, or the future stays open. */
  may(op: OpRecord, expected: number, detail: number, blame: number): void {
    op.future = Future.optional;
    op.expected = expected;
    op.detail = detail;
    op.blame = blame;
  }

  /** Refuses an event for one rule. @returns false */
  refuse(rule: number, words: string, a = 0, b = 0): false {
    this.refusedRule = rule;
    this.refusedFirst = this.refusedLast = 0;
    this.refusedPassed = false;
    empty(this.refusedAlso);
    this.refusedWords = words;
    this.refusedA = a;
    this.refusedB = b;
    this.refusedOp = -1;
    this.refusedLeg = 0;
    this.refusedId = -1;
    this.refusedOutcome = null;
    return false;
  }

  /** Refuses an event for the rules of the alternatives from `first` to before `last`. @returns false */
  refuseBy(first: number, last: number, words: string, a = 0, b = 0): false {
    this.refuse(R.claim, words, a, b);
    if (first < 0) return false;
    this.refusedFirst = first;
    this.refusedLast = last;
    return false;
  }

  /** The same, for the rules of the gates that the message had passed, or of what the answer says, too. @returns false */
  refusePassed(first: number, last: number, words: string, a = 0): false {
    this.refuseBy(first, last, words, a);
    this.refusedPassed = true;
    return false;
  }

  /** The last refusal is about this action. @returns false */
  refusedAction(leg: number, id: number): false {
    this.refusedLeg = leg;
    this.refusedId = id;
    return false;
  }

  /** Whether the last refusal was for this rule, and not by a cell. */
  refusedFor(rule: number): boolean {
    return this.refusedRule === rule;
  }

  /** The last refusal is for this rule, too. */
  blameAlso(rule: number): void {
    this.refusedAlso.push(rule);
  }

  /** The rules for which the last event was refused, by number, the principal one first: never empty. */
  refusedRules(): readonly number[] {
    const rules = new Set<number>();
    const { rulesOf } = this.tables.book;
    for (let alternative = this.refusedFirst; alternative < this.refusedLast; alternative++) {
      for (const rule of rulesOf[alternative] as Int16Array) rules.add(rule);
    }
    if (this.refusedPassed) {
      for (const alternative of [this.passedToo, this.passed])
        if (alternative >= 0) for (const rule of rulesOf[alternative] as Int16Array) rules.add(rule);
    }
    const own = rules.size === 0 ? [this.refusedRule] : rules;
    return [...new Set([...own, ...this.refusedAlso])];
  }

  /** The alternatives that would have been accepted instead of the last event, where a cell refused it. */
  demanded(): readonly number[] {
    const { refusedFirst, refusedLast } = this;
    return Array.from({ length: refusedLast - refusedFirst }, (_, place) => refusedFirst + place);
  }

  /** Everything that can change, as numbers. Operations that are over do not change any more. */
  save(): number[] {
    const out: number[] = [
      this.owed,
      this.postponed,
      this.lastGenerated,
      this.usedOps.length,
      this.usedEndpoints.length,
      this.usedGateways.length,
      this.usedExecutors.length,
    ];
    for (const [link, fault] of this.faults.entries()) out.push(fault, this.delays[link] as number);
    out.push(this.slow ? 1 : 0);
    for (const op of this.usedOps) {
      const over = isOver(op);
      out.push(over ? 1 : 0);
      if (!over) saveOp(op, out);
    }
    for (const endpoint of this.usedEndpoints) saveEndpoint(endpoint, out);
    for (const gateway of this.usedGateways) saveHandle(gateway, out);
    for (const executor of this.usedExecutors) saveHandle(executor, out);
    for (const service of this.services) saveService(service, out);
    return out;
  }

  /** Comes back to a saved state. */
  restore(from: readonly number[]): void {
    this.owed = from[0] as number;
    this.postponed = from[1] as number;
    this.lastGenerated = from[2] as number;
    for (const op of this.usedOps.splice(from[3] as number)) {
      takeOut(this, op);
      this.ops[op.id] = undefined;
      this.idleOps.push(op);
    }
    this.operationCount = this.usedOps.length;
    for (const endpoint of this.usedEndpoints.splice(from[4] as number).reverse()) {
      this.bearers.remove(endpoint);
      this.endpoints[endpoint.id] = undefined;
    }
    for (const gateway of this.usedGateways.splice(from[5] as number)) this.gateways[gateway.id] = undefined;
    for (const executor of this.usedExecutors.splice(from[6] as number))
      this.executors[executor.id] = undefined;
    let at = 7;
    for (let link = 0; link < this.faults.length; link++) {
      this.faults[link] = from[at++] as number;
      this.delays[link] = from[at++] as number;
    }
    this.slow = from[at++] === 1;
    for (const op of this.usedOps) if (from[at++] === 0) at = restoreOp(op, from, at);
    for (const endpoint of this.usedEndpoints) at = restoreEndpoint(endpoint, from, at);
    for (const gateway of this.usedGateways) at = restoreHandle(gateway, from, at);
    for (const executor of this.usedExecutors) at = restoreHandle(executor, from, at);
    for (const service of this.services) at = restoreService(service, from, at);
  }
}
