/** Transitions that nobody takes, of the charts of connecting and of asks: answers that nobody gives. */
import type { Unreachable } from './unreachable.js';

/** See the head of this file. */
export const unreachableConnecting: readonly Unreachable[] = [
  {
    by: 'everybody',
    reason: 'The supervisor is there from the beginning of its service: no endpoint becomes one.',
    chart: 'handshake-target',
    states: ['plain'],
    events: ['SUPERVISE'],
  },
  {
    by: 'everybody',
    reason: 'An endpoint ends once, and one whose constructor threw has not begun.',
    chart: 'handshake-target',
    states: ['ended', 'abandoned'],
    events: ['END'],
  },
  {
    by: 'reference',
    reason:
      'A handshake follows an identification, which finds an endpoint whose constructor threw only in the original.',
    chart: 'handshake-target',
    states: ['abandoned'],
    events: ['HELLO', 'HELLO_ROOT', 'HELLO_VERSION', 'HELLO_GATEWAY', 'HELLO_BOTH'],
  },
  {
    by: 'reference',
    reason:
      'The reference knows where it connects that no endpoint has the address of the supervisor, and sends nothing.',
    chart: 'handshake-target',
    states: ['supervisor'],
    events: ['IDENTIFY'],
  },
  {
    by: 'reference',
    reason: 'Only in the original a connect fails by one of several answers to a pattern.',
    chart: 'handshake-caller',
    states: ['identifying'],
    events: ['SPOILT'],
  },
  {
    by: 'everybody',
    reason: 'A connect to the empty address fails where it is invoked: no answer comes back for it.',
    chart: 'handshake-caller',
    states: ['shaking', 'connected', 'failed'],
    events: ['NONE_EMPTY'],
  },
  {
    by: 'reference',
    reason: 'The reference sends nothing to the supervisor, so that nothing comes back late.',
    chart: 'handshake-caller',
    states: ['failed'],
    events: ['NONE_SUPERVISOR'],
  },
  {
    by: 'everybody',
    reason:
      'One identification has one answer. Once a connect goes on by it, only those of other matches of a pattern can come.',
    chart: 'handshake-caller',
    states: ['shaking', 'connected'],
    events: ['FOUND', 'FOUND_WILDCARD', 'NONE', 'NONE_WILDCARD', 'NONE_SUPERVISOR'],
  },
  {
    by: 'everybody',
    reason: 'One handshake has one answer, and this connect has it.',
    chart: 'handshake-caller',
    states: ['connected'],
    events: ['ACCEPTED', 'REFUSED'],
  },
  {
    by: 'reference',
    reason: 'The reference forgets a connect that has come out: it is not told that the link is lost.',
    chart: 'handshake-caller',
    states: ['connected'],
    events: ['UNREACHABLE'],
  },
  {
    by: 'reference',
    reason: 'The reference forgets an ask that has come out: it is not told that the link is lost.',
    chart: 'ask',
    states: ['settled'],
    events: ['LINK_LOST'],
  },
];
