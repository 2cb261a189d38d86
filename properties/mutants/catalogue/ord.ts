/** Mutants of the family ORD: ordering and delivery. */
import type { Mutant } from '../mutant.js';

const answeringLink = 'impl/runtime/answering-link';

export const ordMutants: readonly Mutant[] = [
  {
    id: 'ORD-01/tells-by-another-way',
    rule: 'ORD-01',
    fault: 'One-way calls go another way than asks, and may overtake them.',
    module: 'impl/rpc/invocation-handler',
    find: 'runtime.scheduler.sender(), this.fence());',
    replace: "method.mode === 'tell' ? -1 : runtime.scheduler.sender(), this.fence());",
  },
  {
    id: 'ORD-02/tells-by-another-way',
    rule: 'ORD-02',
    fault: 'One-way calls of a peer are not ordered with its asks.',
    module: answeringLink,
    find: 'const sender = this.service.peers.senderOf(this, frame.sender);',
    replace:
      "const sender = this.service.peers.senderOf(this, frame.frame === 'invocation' && !frame.asked ? frame.sender + 512 : frame.sender);",
  },
  {
    id: 'ORD-05/tells-delivered-twice',
    rule: 'ORD-05',
    fault: 'A one-way call of a peer is delivered twice.',
    module: answeringLink,
    find: 'message.remote = this;\n        this.service.scheduler.post(message);',
    replace:
      'message.remote = this;\n        this.service.scheduler.post(message);\n        if (!message.asked) this.service.scheduler.post(message);',
  },
  {
    id: 'ORD-06/gap-that-stays',
    rule: 'ORD-06',
    fault: 'The loss of one message is the loss of all that follow.',
    module: 'impl/transport/memory-transport',
    find: "return this.dropping.delete(direction(from, to)) ? 'drop-next' : null;",
    replace: "return this.dropping.has(direction(from, to)) ? 'drop-next' : null;",
  },
  {
    id: 'ORD-07/another-rule',
    rule: 'ORD-07',
    fault: 'The answer that settles an ask is told under another rule.',
    module: 'impl/core/caller',
    find: "rule('CALL-25', 'settle')",
    replace: "rule('CALL-24', 'settle')",
  },
  {
    id: 'ORD-08/expires-after-the-answer',
    rule: 'ORD-08',
    fault: 'The timer of an ask is not cancelled when the answer comes, and tells of an expiry.',
    module: 'impl/runtime/service-runtime',
    find: 'this.table.remove(pending);\n        this.scheduler.cancelTimer(pending);',
    replace: 'this.table.remove(pending);',
  },
];
