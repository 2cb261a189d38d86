/** Configurations of the stateful search. */
import type { Protocol } from './protocol.js';

/** Clients that connect anew when they are refused, while the leader changes and the endpoint pauses. */
export const changeOfLeader: Protocol = {
  name: 'change-of-leader',
  sentence:
    'Clients that connect anew when they are refused get their answers through two changes of the leader',
  token: 1,
  clients: [1, 2],
  rounds: 2,
  onRefusal: 'reconnect',
  expires: false,
  owner: [
    { send: 'START' },
    { send: 'token', token: 2 },
    { send: 'STOP' },
    { send: 'START' },
    { send: 'token', token: 1 },
  ],
};

/** The same, and the endpoint ends in the middle of it: whoever asks then is told so. */
export const endOfLeader: Protocol = {
  ...changeOfLeader,
  name: 'end-of-leader',
  sentence: 'Clients come to their end through a change of the leader and the end of the endpoint',
  expires: true,
  owner: [{ send: 'START' }, { send: 'token', token: 2 }, { send: 'TERMINATE' }],
};

/** A mistake: a client that asks again with the token of yesterday is refused for ever. */
export const stubbornClients: Protocol = {
  ...changeOfLeader,
  name: 'stubborn-clients',
  sentence: 'A client that asks again with the token of yesterday is refused for ever',
  onRefusal: 'retry',
  owner: [{ send: 'START' }, { send: 'token', token: 2 }],
};

/** A mistake: nobody starts the endpoint again after a STOP. */
export const pausedForEver: Protocol = {
  ...changeOfLeader,
  name: 'paused-for-ever',
  sentence: 'Clients ask a stopped endpoint for ever when nobody starts it again',
  owner: [{ send: 'START' }, { send: 'STOP' }],
};

/** What has to hold, and the mistakes, in which a circle is shown. */
export const protocols: readonly Protocol[] = [changeOfLeader, endOfLeader];
export const mistakes: readonly Protocol[] = [stubbornClients, pausedForEver];

/** The system of the benchmark. */
export const benchmarkProtocol: Protocol = {
  ...changeOfLeader,
  name: 'benchmark',
  sentence: 'Four clients connect anew through a pause and two changes of the leader',
  clients: [1, 1, 2, 2],
  owner: [...changeOfLeader.owner, { send: 'TERMINATE' }],
};
