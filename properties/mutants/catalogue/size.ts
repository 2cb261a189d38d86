/** Mutants of the family SIZE: serialization and limits. */
import type { Mutant } from '../mutant.js';

const gateway = 'impl/rpc/gateway';
const invocation = 'impl/rpc/invocation-handler';
const answeringLink = 'impl/runtime/answering-link';
const peerLink = 'impl/runtime/peer-link';
const results = 'impl/runtime/results';
const rpcService = 'impl/rpc/rpc-service';
const runtime = 'impl/runtime/service-runtime';

export const sizeMutants: readonly Mutant[] = [
  {
    id: 'SIZE-01/limit-nearby',
    rule: 'SIZE-01',
    fault: 'A result that is larger than the frame size fails the ask within one service.',
    module: runtime,
    find: `if (!this.forceSerialization || message.kind !== 'call' || method === null || method.local)
            return null;`,
    replace: `if (message.kind !== 'call' || method === null || method.local)
            return null;
        if (!this.forceSerialization) {
            const { error } = encodeResult(message, value, this.frameBytes);
            return error?.code === 'result-too-large' ? { value: null, error } : null;
        }`,
  },
  {
    id: 'SIZE-02/one-way-lost',
    rule: 'SIZE-02',
    fault: 'A one-way call to another service with an argument that cannot be serialized is lost in silence.',
    module: invocation,
    find: 'const encoded = encodeArguments(method, args);',
    replace: 'const encoded = asked ? encodeArguments(method, args) : args;',
  },
  {
    id: 'SIZE-03/answered',
    rule: 'SIZE-03',
    fault: 'A request that does not decode is answered with a failure.',
    module: peerLink,
    find: "if (leg === 'request')\n            return",
    replace:
      "if (leg === 'request')\n            this.sendFailure('answer', op, error);\n        if (leg === 'request')\n            return",
  },
  {
    id: 'SIZE-04/heard-at-once',
    rule: 'SIZE-04',
    fault: 'An ask whose request is too large fails at once.',
    module: peerLink,
    find: "if (loss === 'overflow' && pending !== null)",
    replace: "if ((loss === 'overflow' || loss === 'too-large') && pending !== null)",
  },
  {
    id: 'SIZE-04/some-more-bytes',
    rule: 'SIZE-04',
    fault: 'A request may be as much larger than the frame size as an answer may.',
    module: 'impl/transport/frame-limit',
    find: "return frame === 'success' || frame === 'failure' ?",
    replace: "return frame === 'success' || frame === 'failure' || frame === 'invocation' ?",
  },
  {
    id: 'SIZE-05/method-not-named',
    rule: 'SIZE-05',
    fault: 'The error result-not-serializable does not state the method.',
    module: results,
    find: "'The result cannot be serialized', { cause, states }",
    replace: "'The result cannot be serialized', { cause }",
  },
  {
    id: 'SIZE-06/equal-size-refused',
    rule: 'SIZE-06',
    fault: 'A result of exactly the frame size is too large.',
    module: results,
    find: 'bytes <= frameBytes',
    replace: 'bytes < frameBytes',
  },
  {
    id: 'SIZE-06/size-not-stated',
    rule: 'SIZE-06',
    fault: 'The error result-too-large does not state the size.',
    module: results,
    find: "const states = { method: method?.key ?? '', bytes: String(bytes), limit: String(limit) };",
    replace: "const states = { method: method?.key ?? '', limit: String(limit) };",
  },
  {
    id: 'SIZE-08/never-completes',
    rule: 'SIZE-08',
    fault: 'A result that the caller cannot decode never completes the future.',
    module: peerLink,
    find: 'return this.service.answerArrives(pending, leg, false, resultUndecodable(method, cause));',
    replace: 'return;',
  },
  {
    id: 'SIZE-08/method-not-named',
    rule: 'SIZE-08',
    fault: 'The error result-undecodable does not state the method.',
    module: results,
    find: "'The result cannot be decoded', { cause, states: { method: key } }",
    replace: "'The result cannot be decoded', { cause }",
  },
  {
    id: 'SIZE-09/null-instead',
    rule: 'SIZE-09',
    fault: 'A result whose encoder raises an error arrives as null.',
    module: gateway,
    find: 'return this.result.encode(result);',
    replace: `try {
            return this.result.encode(result);
        }
        catch {
            return null;
        }`,
  },
  {
    id: 'SIZE-10/non-error-lost',
    rule: 'SIZE-10',
    fault: 'What was thrown and is no error is not sent to an asker of another service.',
    module: answeringLink,
    find: "const whole = { frame: 'failure', op, leg, error: failureOf(error) };",
    replace: `if (!(error instanceof Error))
            return;
        const whole = { frame: 'failure', op, leg, error: failureOf(error) };`,
  },
  {
    id: 'SIZE-11/size-unchecked',
    rule: 'SIZE-11',
    fault: 'Forced serialization does not check the size of results.',
    module: runtime,
    find: 'const encoded = encodeResult(message, value, this.frameBytes);',
    replace: 'const encoded = encodeResult(message, value, Number.POSITIVE_INFINITY);',
  },
  {
    id: 'SIZE-11/arguments-unchecked',
    rule: 'SIZE-11',
    fault: 'Forced serialization does not check arguments.',
    module: invocation,
    find: `if (runtime.forceSerialization && !method.local)
            encodeArguments(method, args);`,
    replace: '',
  },
  {
    id: 'SIZE-12/local-checked',
    rule: 'SIZE-12',
    fault: 'Forced serialization checks the arguments of methods that are marked local.',
    module: invocation,
    find: 'if (runtime.forceSerialization && !method.local)',
    replace: 'if (runtime.forceSerialization)',
  },
  {
    id: 'SIZE-13/local-refused',
    rule: 'SIZE-13',
    fault: 'A method that is marked local cannot be called from another service.',
    module: 'impl/rpc/endpoint-binding',
    find: 'const args = entry.method.decodeArguments(message.args);',
    replace: `if (entry.method.local)
            return message.asked ? unknownMethod.ask : unknownMethod.tell;
        const args = entry.method.decodeArguments(message.args);`,
  },
  {
    id: 'SIZE-14/zero-bytes',
    rule: 'SIZE-14',
    fault: 'A frame size of 0 is taken.',
    module: rpcService,
    find: 'frameBytes > 0',
    replace: 'frameBytes >= 0',
  },
];
