/** The golden frames: conversations in one direction, because what a name is depends on the frames before. */
import type { WireFailure, WireFrame, WireFrameOf } from '../wire-frame.js';

/** Frames that follow each other on one connection. */
export interface GoldenConversation {
  readonly name: string;
  /** How many slots the table of names has. */
  readonly names: number;
  /** Values are JSON text. */
  readonly json: boolean;
  readonly frames: readonly WireFrame[];
}

const leader = { type: 'LeaderId', bytes: '00112233445566778899aabbccddeeff' };
const successor = { type: 'LeaderId', bytes: 'ff' };

const call: WireFrameOf<'invocation'> = {
  frame: 'invocation',
  op: 7,
  sender: 0,
  incarnation: 3,
  asked: true,
  kind: 'call',
  envelope: 'bare',
  token: null,
  method: 'add(number)',
  arguments: [5],
  trace: null,
};
const fenced: WireFrameOf<'invocation'> = { ...call, envelope: 'fenced', token: leader };

const refusal: WireFailure = {
  code: 'fencing-token',
  message: 'The token of the message is not the token of the endpoint',
  states: { expected: 'LeaderId(ff)', found: 'LeaderId(00)' },
  className: 'FencingTokenError',
  stack: '',
  cause: null,
};
const failure: WireFailure = {
  code: 'application',
  message: 'the disk is full',
  states: {},
  className: 'DiskError',
  stack: 'DiskError: the disk is full\n    at write (disk.js:1:1)',
  cause: { ...refusal, code: 'rpc', className: 'Error', message: 'errno 28', states: {}, cause: null },
};

const everyValue = [
  null,
  undefined,
  true,
  -1.5,
  'text',
  Uint8Array.of(1, 2),
  10n ** 20n,
  new Date(1500),
  [{}],
];

/** The golden conversations. */
export const goldenConversations: readonly GoldenConversation[] = [
  {
    name: 'a connect',
    names: 1024,
    json: false,
    frames: [
      { frame: 'identify', op: 1, sender: 0, name: 'counter' },
      {
        frame: 'identity',
        op: 1,
        found: { incarnation: 3, address: 'fencepost.tcp://flink@left:7001/user/rpc/counter' },
        others: false,
        match: null,
      },
      { frame: 'identity', op: 2, found: null, others: false, match: null },
      { frame: 'identity', op: 3, found: null, others: true, match: 12 },
      { frame: 'handshake', op: 1, sender: 0, incarnation: 3, version: 2, gateway: 'Counter' },
      { frame: 'handshake', op: 2, sender: -1, incarnation: 4, version: 2, gateway: 'Counter' },
      { frame: 'success', op: 1, leg: 'greeting', value: null },
    ],
  },
  {
    name: 'calls whose names are sent once',
    names: 1024,
    json: false,
    frames: [
      call,
      { ...call, op: 8, arguments: [6] },
      { ...call, op: 9, asked: false, method: 'reset()', arguments: [] },
      { ...fenced, op: 10 },
      { ...fenced, op: 70_000, arguments: ['0123456789abcdef'] },
      { ...fenced, op: 70_001, token: null },
      { ...fenced, op: 70_002, token: successor },
      { ...call, op: 70_003, kind: 'unknown' },
      {
        ...call,
        op: 70_004,
        trace: { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' },
      },
    ],
  },
  {
    name: 'a table with two slots, filled again and again',
    names: 2,
    json: false,
    frames: ['a()', 'b()', 'a()', 'c()', 'b()', 'a()', 'c()'].map((method, op) => ({ ...call, op, method })),
  },
  {
    name: 'names that are too long to be kept, and no table at all',
    names: 0,
    json: false,
    frames: [fenced, fenced, { ...call, method: 'm'.repeat(256) }],
  },
  {
    name: 'a long name beside a table',
    names: 8,
    json: false,
    frames: [
      { ...call, method: 'm'.repeat(256) },
      { ...call, method: 'm'.repeat(255) },
      { ...call, method: 'm'.repeat(255) },
    ],
  },
  {
    name: 'answers',
    names: 1024,
    json: false,
    frames: [
      { frame: 'success', op: 7, leg: 'answer', value: 12 },
      { frame: 'success', op: 8, leg: 'answer', value: everyValue },
      { frame: 'failure', op: 9, leg: 'answer', error: refusal },
      { frame: 'failure', op: 10, leg: 'greeting', error: failure },
    ],
  },
  {
    name: 'keeping and ending a connection',
    names: 1024,
    json: false,
    frames: [
      { frame: 'ping', number: 0 },
      { frame: 'pong', number: 4_294_967_296 },
      { frame: 'goodbye', code: 'closing', message: 'the service closes' },
    ],
  },
  {
    name: 'JSON for people',
    names: 1024,
    json: true,
    frames: [
      { ...fenced, arguments: everyValue },
      { ...fenced, op: 8, arguments: [{ $bytes: 'an object that looks like bytes' }] },
      { frame: 'success', op: 7, leg: 'answer', value: undefined },
      { frame: 'success', op: 8, leg: 'answer', value: { NaN: Number.NaN, 'minus zero': -0 } },
    ],
  },
];
