/**
 * The entities of the world: operations, endpoints, services, gateways, executors. Each holds numbers only (and what
 * the trace says, which never changes), so that a search can save a state as a list of numbers and come back to it.
 */
import type { Operation, OperationType, StartHook, StopHook, WorkScript } from '../../spec/operations.js';
import type { Outcome } from '../../spec/trace.js';

/** What has become of the future of an operation. */
export const Future = {
  /** The operation has no future, or none yet. */
  none: 0,
  pending: 1,
  /** Settled: the outcome must be observed. */
  owed: 2,
  /** Settled or open for ever: the outcome may be observed. */
  optional: 3,
  observed: 4,
} as const;

/** How a message is enveloped. */
export const Envelope = { bare: 0, fenced: 1, unfenced: 2 } as const;

/** Empties a list. It keeps its memory for the next trace; setting the length to 0 would give that back. */
export function empty(list: unknown[]): void {
  while (list.length > 0) list.pop();
}

/** Whether the absence of messages of an operation can be noticed. */
export const Lossy = {
  no: 0,
  /** A fault of the link may have swallowed them. */
  lost: 1,
  /** They arrive in order, and nobody knows when. */
  late: 2,
} as const;

/** Whether the executor and the resources of an endpoint are closed. */
export const Shut = {
  no: 0,
  /** Its stop has closed them. */
  stopped: 1,
  /** It ended without a stop. */
  unstopped: 2,
} as const;

/** How many charts there are; a test compares it with the tables. */
export const CHARTS = 9;

/** An instance of some charts: an operation, an endpoint, a service. */
export interface Instance {
  /** Its last transition in each chart, -1 none. Nothing is decided by it. */
  readonly last: Int16Array;
  /** How people call it: `#5` an operation, `e1` an endpoint, `s0` a service. */
  readonly who: string;
}

const opFields = [
  'legs',
  'ran',
  'endpoint',
  'service',
  'link',
  'next',
  'gate',
  'row',
  'arrival',
  'envelope',
  'token',
  'equalWhenSent',
  'work',
  'asked',
  'encoded',
  'deadline',
  'due',
  'future',
  'expected',
  'detail',
  'text',
  'blame',
  'answer',
  'answerDetail',
  'answerText',
  'answerBlame',
  'answerOptional',
  'ask',
  'connect',
  'task',
  'alternate',
  'released',
  'watch',
  'identifying',
  'identified',
  'alone',
  'spoilt',
  'matches',
  'bound',
  'limit',
  'runs',
  'running',
  'lossy',
  'behind',
  'fate',
  'found',
  'mayMiss',
  'arrives',
  'transit',
] as const;

/** An operation that was invoked, with the message, the future and the work that belong to it. */
export class OpRecord implements Instance {
  /** Its number; a record serves one operation after the other. */
  id: number;
  operation: Operation | null = null;
  /** The type of the operation. */
  type: OperationType | null = null;
  script: WorkScript | null = null;
  /** Lane, or -1 minus the endpoint whose main thread carried it out. */
  sender = 0;
  at = 0;
  /** Position of the invocation in the trace: who came first. */
  order = 0;
  /** Position among the operations that are remembered. */
  place = 0;
  /** What its work gave, where no script says so (recorded traces). */
  gives: Outcome | null = null;

  /** Actions under way, and actions that ran, as bits of legs. */
  legs = 0;
  ran = 0;
  /** The endpoint that the message goes to, and the service of the caller. */
  endpoint = -1;
  service = -1;
  /** The link of the endpoint, and the next message on it. */
  link = -1;
  next = -1;
  /** How the charts call this message: lifecycle, fencing (row of a sender), invocation. */
  gate = -1;
  row = -1;
  arrival = -1;
  envelope = 0;
  token = 0;
  equalWhenSent = 0;
  /** State of the work (invocation chart). */
  work = 0;
  asked = 0;
  /** 1 when the result is serialized. */
  encoded = 0;
  deadline = 0;
  due = 0;
  future = 0;
  expected = -1;
  detail = 0;
  text = -1;
  /** The alternative that decided the outcome. */
  blame = -1;
  answer = -1;
  answerDetail = 0;
  answerText = -1;
  answerBlame = -1;
  answerOptional = 0;
  ask = 0;
  connect = 0;
  task = 0;
  /** Another outcome that is accepted while the message has not been handled: a refusal at the caller. */
  alternate = -1;
  /** 1 released with a value, 2 with an error. */
  released = 0;
  /** The next operation that watches the same termination. */
  watch = -1;
  /** How many candidates have an identification of this connect on its way, and how many answers are. */
  identifying = 0;
  identified = 0;
  /** Where the answer stands that belongs to no candidate (`identifications.ts`). */
  alone = 0;
  /** 1 when the connect took a service down, as in the original. */
  spoilt = 0;
  /** How many endpoints matched its pattern; -1 while the identification is on its way, and nobody knows. */
  matches = 0;
  /** The endpoint that answered the identification, -1 none. */
  bound = -1;
  /** Symbol of the expiry of the ask. */
  limit = -1;
  runs = 0;
  /** A run of a service task: 1 is about to begin, 2 has begun. */
  running = 0;
  /** One of {@link Lossy}. */
  lossy = 0;
  /** 1 when an earlier message of its link was under way when it was sent. */
  behind = 0;
  /** Rules about its situation, by number (`situation.ts`); nothing is decided by them. */
  readonly met: number[] = [];
  /** 1 when nothing matched the pattern of this connect at its invoke, and something may have when it was looked up. */
  mayMiss = 0;
  /** The rule by which the link must lose its request, 0 none. */
  fate = 0;
  /** The endpoint that a name was found to be; -1 none. */
  found = -1;
  /** The endpoints that a pattern matched, and where the identification of each stands (`identifications.ts`). */
  readonly candidates: number[] = [];
  readonly stages: number[] = [];
  /** When its message that travels between services arrives, and the link that carries it, -1 none (`delays.ts`). */
  arrives = 0;
  transit = -1;
  /** What was decided at its invocation if it is not refused after all, -1 when nothing is open. */
  undecided = -1;
  readonly last = new Int16Array(CHARTS).fill(-1);

  constructor(id: number) {
    this.id = id;
  }

  get who(): string {
    return `#${this.id}`;
  }

  /** Makes the record that of a new operation. */
  begin(operation: Operation, sender: number, at: number, order: number): void {
    this.operation = operation;
    this.type = operation.type;
    this.script = null;
    this.gives = null;
    this.sender = sender;
    this.at = at;
    this.order = order;
    this.legs = this.ran = 0;
    this.endpoint = this.service = this.link = this.next = this.gate = this.row = this.arrival = -1;
    this.envelope = this.token = this.equalWhenSent = this.work = this.asked = this.encoded = 0;
    this.deadline = this.due = this.future = this.detail = this.answerDetail = this.answerOptional = 0;
    this.expected = this.text = this.blame = this.answer = this.answerText = this.answerBlame = -1;
    this.ask =
      this.connect =
      this.task =
      this.released =
      this.identifying =
      this.spoilt =
      this.identified =
      this.alone =
      this.matches =
      this.runs =
      this.running =
      this.lossy =
      this.behind =
      this.fate =
      this.mayMiss =
      this.arrives =
        0;
    this.alternate = this.watch = this.bound = this.limit = this.found = this.transit = this.undecided = -1;
    this.last.fill(-1);
    if (this.candidates.length > 0) this.candidates.length = this.stages.length = 0;
    if (this.met.length > 0) this.met.length = 0;
  }
}

const endpointFields = [
  'exists',
  'ghost',
  'token',
  'lifecycle',
  'fencing',
  'target',
  'closedAlone',
  'legs',
  'frame',
  'role',
  'frameWork',
  'frameBlame',
  'nested',
  'hook',
  'shut',
  'closing',
  'ended',
  'detail',
  'siblingFailed',
  'endBlame',
  'watchers',
  'hookOpen',
  'refused',
  'endOrder',
] as const;

/** What the main thread of an endpoint is doing. */
export const Frame = {
  none: 0,
  /** A decision was taken to begin, and the begin was not observed. */
  due: 1,
  /** Between begin and end. */
  inside: 2,
  /** A handler occupies the main thread until it is released. */
  held: 3,
} as const;

/** An incarnation of an endpoint. */
export class EndpointRecord implements Instance {
  readonly id: number;
  service = -1;
  kind = 0;
  /** The number of its name, -1 while it is not known. */
  name = -1;
  address = '';
  onStart: StartHook | null = null;
  onStop: StopHook | null = null;
  /** The gateways that it serves, where the trace says so. */
  gateways: readonly string[] | null = null;
  /** What the future of its onStop completed with, where no script says so. */
  gives: Outcome | null = null;
  resourceThatThrows = -1;
  /** The create-endpoint. */
  op = -1;

  exists = 0;
  /** 1 when its constructor threw: the original leaves it registered. */
  ghost = 0;
  /** The endpoint that took its id before it, -1 none (`bearers.ts`). */
  earlier = -1;
  token = 0;
  lifecycle = 0;
  fencing = 0;
  target = 0;
  /** 1 once it was closed by itself: its service does not track it any more. */
  closedAlone = 0;
  legs = 0;
  frame = 0;
  role = 0;
  frameWork = -1;
  /** The alternative that decided the begin. */
  frameBlame = -1;
  nested = 0;
  /** The future of onStop: 0 open, 1 complete, 2 failed. */
  hook = 0;
  /** Whether the timers of its executor are shut down, and its resources closed. */
  shut: number = Shut.no;
  /** Resources are being closed: 0 no, 1 they must be, 2 they may be. */
  closing = 0;
  /** How it ended: an expectation, its detail, and the alternative that decided it. */
  ended = -1;
  detail = 0;
  endBlame = -1;
  /** 1 when a sibling failed after it had ended and before it was removed. */
  siblingFailed = 0;
  /** The first operation that watches its termination. */
  watchers = -1;
  /** 1 once onStop has returned a future that is open. */
  hookOpen = 0;
  /** 1 once it refused a message because it was stopped. */
  refused = 0;
  /** The alternative of the ending of a handler that threw, -1 none; nothing is decided by it. */
  threw = -1;
  /** How many operations there were when it ended. */
  endOrder = 0;
  /** Registered resources, the last registered last. */
  readonly resources: number[] = [];
  /** Links to it: sender and service, first and last message, side by side. */
  readonly linkSender: number[] = [];
  readonly linkService: number[] = [];
  readonly linkHead: number[] = [];
  readonly linkTail: number[] = [];
  /** 1 for a link that lost a message. */
  readonly linkLoss: number[] = [];
  /** Where there are many: the link by sender and service (`mail.ts`). */
  readonly linkNumbers = new Map<number, number>();
  /** Links on which messages wait, the one that began to wait first at the beginning. */
  readonly waiting = new Set<number>();
  /** The operations that are remembered and have a timer here: delayed runs, tasks of its executor. */
  readonly timed = new Set<number>();
  /** The kinds of messages that it heard, as bits; nothing is decided by them. */
  heard = 0;
  /** How often its token became another one; nothing is decided by it. */
  replaced = 0;
  readonly last = new Int16Array(CHARTS).fill(-1);

  constructor(id: number) {
    this.id = id;
  }

  get who(): string {
    return `e${this.id}`;
  }

  /** Makes the record that of a new incarnation. */
  begin(): void {
    this.address = '';
    this.gateways = this.gives = null;
    this.name = this.op = this.earlier = -1;
    this.hookOpen = this.refused = this.endOrder = this.heard = this.replaced = 0;
    this.last.fill(-1);
    this.threw = -1;
    this.resourceThatThrows = -1;
    this.exists =
      this.ghost =
      this.token =
      this.lifecycle =
      this.fencing =
      this.target =
      this.closedAlone =
        0;
    this.siblingFailed =
      this.legs =
      this.frame =
      this.role =
      this.nested =
      this.hook =
      this.shut =
      this.closing =
      this.detail =
        0;
    this.frameWork = this.frameBlame = this.ended = this.endBlame = this.watchers = -1;
    empty(this.resources);
    empty(this.linkSender);
    empty(this.linkService);
    empty(this.linkHead);
    empty(this.linkTail);
    empty(this.linkLoss);
    this.linkNumbers.clear();
    this.waiting.clear();
    this.timed.clear();
  }
}

const serviceFields = ['state', 'closers', 'closeOp', 'deadline', 'expires', 'failed'] as const;

/** A service. */
export class ServiceRecord implements Instance {
  readonly id: number;
  remote = false;
  frameBytes = 0;
  askTimeoutMs = 0;
  forced = false;
  capturing = false;
  /** The part of an address before the name, once it is known. */
  prefix = '';

  state = 0;
  /** The first operation that waits for its end. */
  closers = -1;
  closeOp = -1;
  deadline = 0;
  /** 1 while a limit of its close is running. */
  expires = 0;
  /** 1 once one of its endpoints has failed. */
  failed = 0;
  /** In a complete trace: all of its endpoints before this position have ended. */
  endedBefore = 0;
  readonly last = new Int16Array(CHARTS).fill(-1);

  constructor(id: number) {
    this.id = id;
  }

  get who(): string {
    return this.id < 0 ? '' : `s${this.id}`; // without a number it stands for what is not there
  }

  /** Makes the record that of a new service. */
  begin(): void {
    this.prefix = '';
    this.state = this.deadline = this.expires = this.failed = this.endedBefore = 0;
    this.closers = this.closeOp = -1;
    this.last.fill(-1);
  }
}

/** A gateway or an executor: whom it reaches and with which token. */
export class HandleRecord {
  readonly id: number;
  endpoint = -1;
  service = -1;
  envelope = 0;
  token = 0;
  /** A gateway: when its connect was invoked. */
  order = -1;
  /** A gateway: how often the token of its endpoint had been replaced when it was connected; nothing is decided by it. */
  replaced = 0;

  constructor(id: number) {
    this.id = id;
  }
}

const handleFields = ['endpoint', 'service', 'envelope', 'token', 'order'] as const;

function put<Name extends string>(
  record: Readonly<Record<Name, number>>,
  names: readonly Name[],
  out: number[],
): void {
  for (const name of names) out.push(record[name]);
}

function take<Name extends string>(
  record: Record<Name, number>,
  names: readonly Name[],
  from: readonly number[],
  at: number,
): number {
  let position = at;
  for (const name of names) record[name] = from[position++] as number as Record<Name, number>[Name];
  return position;
}

function putList(list: readonly number[], out: number[]): void {
  out.push(list.length);
  for (const item of list) out.push(item);
}

function takeList(list: number[], from: readonly number[], at: number): number {
  const length = from[at] as number;
  empty(list);
  for (let index = 1; index <= length; index++) list.push(from[at + index] as number);
  return at + 1 + length;
}

/** Appends what can change of an operation. */
export function saveOp(record: OpRecord, out: number[]): void {
  put(record, opFields, out);
  putList(record.candidates, out);
  putList(record.stages, out);
}

/** Takes it back. @returns the position after it */
export const restoreOp = (record: OpRecord, from: readonly number[], at: number) =>
  takeList(record.stages, from, takeList(record.candidates, from, take(record, opFields, from, at)));

/** Appends what can change of a service. */
export const saveService = (record: ServiceRecord, out: number[]) => put(record, serviceFields, out);
/** Takes it back. @returns the position after it */
export const restoreService = (record: ServiceRecord, from: readonly number[], at: number) =>
  take(record, serviceFields, from, at);
/** Appends what can change of a gateway or executor. */
export const saveHandle = (record: HandleRecord, out: number[]) => put(record, handleFields, out);
/** Takes it back. @returns the position after it */
export const restoreHandle = (record: HandleRecord, from: readonly number[], at: number) =>
  take(record, handleFields, from, at);

const lists = (record: EndpointRecord) => [
  record.resources,
  record.linkSender,
  record.linkService,
  record.linkHead,
  record.linkTail,
  record.linkLoss,
];

/** Appends what can change of an endpoint. */
export function saveEndpoint(record: EndpointRecord, out: number[]): void {
  put(record, endpointFields, out);
  for (const list of lists(record)) putList(list, out);
}

/** Takes it back. @returns the position after it */
export function restoreEndpoint(record: EndpointRecord, from: readonly number[], at: number): number {
  let position = take(record, endpointFields, from, at);
  for (const list of lists(record)) position = takeList(list, from, position);
  record.linkNumbers.clear();
  record.waiting.clear();
  for (const [link, head] of record.linkHead.entries()) if (head >= 0) record.waiting.add(link);
  return position;
}
