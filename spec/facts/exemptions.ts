/**
 * The facts that no rule covers although they can be observed, each with a reason from a closed list. At most one
 * observable fact in six may stand here; a test counts.
 */

/** Why a fact has no rule. */
export type ExemptionReason = 'platform artefact' | 'other era' | 'later work';

/** A fact without a rule. */
export interface Exemption {
  readonly fact: string;
  readonly reason: ExemptionReason;
  /** One sentence. */
  readonly note: string;
}

/** Every observable fact without a rule, in the order of the catalogue. */
export const exemptions: readonly Exemption[] = [
  {
    fact: 'FB-003',
    reason: 'other era',
    note: 'Schemes and paths before the supervisor and before the change of the actor library.',
  },
  {
    fact: 'FB-004',
    reason: 'later work',
    note: 'Matters once a service can be given a component name of its own.',
  },
  {
    fact: 'FB-006',
    reason: 'later work',
    note: 'Resolving host names while an address is built comes with the socket transports.',
  },
  {
    fact: 'FB-008',
    reason: 'later work',
    note: 'The choice of the encrypted scheme comes with the encrypted transport.',
  },
  {
    fact: 'FB-021',
    reason: 'later work',
    note: 'Which names the components of a cluster take is a matter of the users of the framework.',
  },
  {
    fact: 'FB-063',
    reason: 'other era',
    note: 'Before 1.8 there was no start hook and stopping had no main thread.',
  },
  {
    fact: 'FB-086',
    reason: 'platform artefact',
    note: 'Rests on the loading of classes by name; a gateway type is a plain name here.',
  },
  { fact: 'FB-094', reason: 'other era', note: 'How an identification that timed out surfaced before 1.11.' },
  {
    fact: 'FB-101',
    reason: 'platform artefact',
    note: 'Wrappers that the proxies of the virtual machine put around undeclared errors.',
  },
  {
    fact: 'FB-102',
    reason: 'platform artefact',
    note: 'Rests on one future class among several of the platform.',
  },
  {
    fact: 'FB-109',
    reason: 'platform artefact',
    note: 'Identity of a proxy object that delegates the comparison to its handler.',
  },
  {
    fact: 'FB-112',
    reason: 'platform artefact',
    note: 'Wrappers that the futures of the platform put around a failure.',
  },
  {
    fact: 'FB-127',
    reason: 'platform artefact',
    note: 'Rests on a type that claims to be serializable and is not; codecs know before sending.',
  },
  {
    fact: 'FB-184',
    reason: 'other era',
    note: 'A separate error that existed only in the development of 1.4.',
  },
  {
    fact: 'FB-195',
    reason: 'platform artefact',
    note: 'Errors of the virtual machine that end the process.',
  },
  {
    fact: 'FB-201',
    reason: 'platform artefact',
    note: 'Futures of a language that flattens them cannot be the result of a future.',
  },
  {
    fact: 'FB-203',
    reason: 'platform artefact',
    note: 'Threads of the operating system; the main thread is a role in any case.',
  },
  { fact: 'FB-223', reason: 'other era', note: 'A variant that was reverted before its release.' },
  {
    fact: 'FB-233',
    reason: 'platform artefact',
    note: 'Errors of the virtual machine that pass by the supervisor.',
  },
  {
    fact: 'FB-234',
    reason: 'platform artefact',
    note: 'Errors of the virtual machine that end the process, and the exit code.',
  },
  { fact: 'FB-238', reason: 'other era', note: 'Before 1.11 an endpoint that failed was stopped alone.' },
  {
    fact: 'FB-253',
    reason: 'other era',
    note: 'Before 1.11 the termination future was ahead of the release of the name.',
  },
  {
    fact: 'FB-263',
    reason: 'platform artefact',
    note: 'A service here is never put on a foreign actor system.',
  },
  {
    fact: 'FB-270',
    reason: 'platform artefact',
    note: 'A service here is never put on a foreign actor system, let alone two on one.',
  },
  {
    fact: 'FB-271',
    reason: 'later work',
    note: 'Ranges of ports and bind addresses come with the socket transports.',
  },
  { fact: 'FB-272', reason: 'later work', note: 'Default addresses come with the socket transports.' },
];
