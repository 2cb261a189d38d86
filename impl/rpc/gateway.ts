/**
 * Gateways: what can be asked of an endpoint, declared once as a value. Static types, validation, dispatch and the form
 * on the wire all follow from it, and nothing that is not declared can be reached from outside (CALL-07).
 */
import { isRight } from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import type { MethodShape } from '../runtime/message.js';
import { IllegalArgumentError, NullArgumentError } from './errors.js';

/** Marks the parameter that limits an ask: milliseconds. The first one counts, and the method receives it (TIME-02). */
export const rpcTimeout = new t.Type<number, number, unknown>(
  'rpcTimeout',
  (value): value is number => typeof value === 'number',
  (value, context) => (typeof value === 'number' ? t.success(value) : t.failure(value, context)),
  t.identity,
);

/** Further properties of a method. */
export interface MethodOptions {
  /** The name on the wire, where two methods share one and differ in parameter types (CALL-06). */
  readonly name?: string;
  /** Handed over by reference within a service even when serialization is forced (SIZE-12). */
  readonly local?: boolean;
}

/** A method of a gateway. */
export interface MethodDeclaration<
  Parameters extends readonly unknown[],
  Result,
  Mode extends 'ask' | 'tell',
> {
  readonly mode: Mode;
  readonly parameters: readonly t.Type<unknown, unknown, unknown>[];
  readonly result: t.Type<unknown, unknown, unknown>;
  readonly options: MethodOptions;
  /** Only the type checker looks at this. */
  readonly types?: (parameters: Parameters) => Result;
}

/** Codecs of some parameters, and the types that they stand for. */
type Codecs = readonly t.Any[];
type TypesOf<C extends Codecs> = { [Index in keyof C]: C[Index] extends t.Any ? t.TypeOf<C[Index]> : never };

/**
 * A method that answers: its callers get a promise of the result (CALL-02).
 *
 * @param parameters a codec for each parameter
 * @param result the codec of the result
 * @param options name on the wire, locality
 * @example
 * ```ts
 * const lookUp = ask([t.string], t.union([t.number, t.null]));
 * ```
 */
export function ask<const C extends Codecs, R extends t.Any>(
  parameters: C,
  result: R,
  options: MethodOptions = {},
): MethodDeclaration<TypesOf<C>, t.TypeOf<R>, 'ask'> {
  return { mode: 'ask', parameters: parameters as readonly t.Type<unknown>[], result, options };
}

/**
 * A method that does not answer: callers get nothing, not even an error (CALL-01).
 *
 * @param parameters a codec for each parameter
 * @param options name on the wire, locality
 */
export function tell<const C extends Codecs>(
  parameters: C,
  options: MethodOptions = {},
): MethodDeclaration<TypesOf<C>, void, 'tell'> {
  return {
    mode: 'tell',
    parameters: parameters as readonly t.Type<unknown>[],
    result: t.null as unknown as t.Type<unknown>,
    options,
  };
}

// biome-ignore lint/suspicious/noExplicitAny: the bound of every method declaration; any is the only top of both variances
export type Methods = Readonly<Record<string, MethodDeclaration<any, any, 'ask' | 'tell'>>>;

/** What callers see of the methods. */
export type Calls<M extends Methods> = {
  readonly [Name in keyof M]: M[Name] extends MethodDeclaration<infer P, infer R, infer Mode>
    ? (...parameters: Extract<P, readonly unknown[]>) => Mode extends 'ask' ? Promise<R> : void
    : never;
};

/** What an endpoint has to implement. */
export type Serves<M extends Methods> = {
  [Name in keyof M]: M[Name] extends MethodDeclaration<infer P, infer R, infer Mode>
    ? (
        ...parameters: Extract<P, readonly unknown[]>
      ) => Mode extends 'ask' ? R | Promise<R> : void | Promise<void>
    : never;
};

/** What every gateway tells without a message (CALL-10). */
export interface RpcGateway {
  /** The address of the endpoint. */
  readonly address: string;
  /** The host of the endpoint; `localhost` within a service (ADDR-08). */
  readonly hostName: string;
}

/** A declared gateway. `M` holds its methods, inherited ones included. */
export interface Gateway<M extends Methods> {
  /** Names the gateway in handshakes. */
  readonly name: string;
  /** This name and those of every gateway that it extends (HAND-11). */
  readonly names: ReadonlySet<string>;
  readonly methods: ReadonlyMap<keyof M & string, Method>;
  /** Only the type checker looks at this: an endpoint serves the gateway if it has the methods. */
  readonly servedBy: (endpoint: Serves<M>) => void;
}

/** The proxy type of a declared gateway. */
export type GatewayOf<G> = G extends Gateway<infer M> ? Calls<M> & RpcGateway : never;

/** The interface that an endpoint of a declared gateway implements. */
export type ServerOf<G> = G extends Gateway<infer M> ? Serves<M> : never;

/** A gateway that endpoints of the type `Endpoint` serve. */
export interface GatewayServedBy<Endpoint> {
  readonly name: string;
  readonly names: ReadonlySet<string>;
  readonly methods: ReadonlyMap<string, Method>;
  readonly servedBy: (endpoint: Endpoint) => void;
}

/** One declared method, ready for use. */
export class Method implements MethodShape {
  /** The name of the gateway that declares it, also where others inherit it. */
  readonly gateway: string;
  readonly property: string;
  readonly fullName: string;
  readonly key: string;
  readonly mode: 'ask' | 'tell';
  readonly local: boolean;
  readonly parameters: readonly t.Type<unknown, unknown, unknown>[];
  /** The position of the timeout parameter, or -1. */
  readonly timeoutPosition: number;
  private readonly result: t.Type<unknown, unknown, unknown>;
  /** The codecs of the parameters change nothing, so arguments travel as they are. */
  private readonly areParametersPlain: boolean;
  private readonly isResultPlain: boolean;

  /** @param gateway the name of the gateway that declares it */
  constructor(gateway: string, property: string, declaration: Methods[string]) {
    const { parameters, options } = declaration;
    const name = options.name ?? property;
    this.gateway = gateway;
    this.property = property;
    this.fullName = `${gateway}/${name}`;
    this.key = `${name}(${parameters.map((codec) => codec.name).join(', ')})`;
    this.mode = declaration.mode;
    this.local = options.local ?? false;
    this.parameters = parameters;
    this.timeoutPosition = parameters.indexOf(rpcTimeout as t.Type<unknown, unknown, unknown>);
    this.result = declaration.result;
    this.areParametersPlain = parameters.every(isPlain);
    this.isResultPlain = isPlain(this.result);
  }

  /** Whether these are arguments of the right number and types. */
  accepts(args: readonly unknown[]): boolean {
    const { parameters } = this;
    if (args.length !== parameters.length) return false;
    try {
      for (let position = 0; position < parameters.length; position += 1) {
        if (!(parameters[position] as t.Any).is(args[position])) return false;
      }
      return true;
    } catch {
      return false; // a codec that throws has not accepted
    }
  }

  /** The arguments in serialized form; throws what a codec throws. */
  encodeArguments(args: readonly unknown[]): readonly unknown[] {
    if (this.areParametersPlain) return args;
    return this.parameters.map((codec, position) => codec.encode(args[position]));
  }

  /** The arguments from their serialized form, or `null` when they do not fit the parameters (CALL-09). */
  decodeArguments(encoded: readonly unknown[]): readonly unknown[] | null {
    if (encoded.length !== this.parameters.length) return null;
    if (this.areParametersPlain) return this.accepts(encoded) ? encoded : null;
    const args: unknown[] = [];
    try {
      for (let position = 0; position < encoded.length; position += 1) {
        const decoded = (this.parameters[position] as t.Any).decode(encoded[position]);
        if (!isRight(decoded)) return null;
        args.push(decoded.right);
      }
    } catch {
      return null; // a codec that throws has not accepted
    }
    return args;
  }

  encodeResult(value: unknown): unknown {
    const result = value === undefined ? null : value;
    if (result === null) return null; // CALL-16: null needs no codec
    if (!this.result.is(result))
      throw new IllegalArgumentError(`The result of ${this.key} is no ${this.result.name}`);
    if (this.isResultPlain) return result;
    return this.result.encode(result);
  }

  decodeResult(encoded: unknown): unknown {
    if (encoded === null) return null;
    if (this.isResultPlain && this.result.is(encoded)) return encoded;
    const decoded = this.result.decode(encoded);
    if (isRight(decoded)) return decoded.right;
    throw new IllegalArgumentError(`The result of ${this.key} is no ${this.result.name}`);
  }
}

const plainCodecs: ReadonlySet<unknown> = new Set([
  t.string,
  t.number,
  t.boolean,
  t.null,
  t.bigint,
  t.unknown,
]);

/** Whether a codec is one of a type without parts: what it accepts it neither encodes nor decodes. */
const isPlain = (codec: t.Any): boolean => plainCodecs.has(codec);

/** Names that no method can have: objects have them already, or promises would take the gateway for one of them. */
const reservedNames = new Set([
  'constructor',
  '__proto__',
  'prototype',
  'then',
  'catch',
  'finally',
  'address',
  'hostName',
  'fencingToken',
  'toString',
  'valueOf',
  'toJSON',
]);

// The methods of some gateways together.
// biome-ignore lint/suspicious/noExplicitAny: infers over gateways of any methods
type MethodsOf<Gateways extends readonly Gateway<any>[]> = Gateways extends readonly [
  Gateway<infer First>,
  ...infer Rest,
]
  ? // biome-ignore lint/suspicious/noExplicitAny: as above
    First & MethodsOf<Rest extends readonly Gateway<any>[] ? Rest : []>
  : unknown;

/**
 * Declares a gateway.
 *
 * @param name names the gateway in handshakes; stable, and the same on both sides
 * @param methods the methods by name
 * @param parents gateways that this one extends: their methods are its methods, and its endpoints serve them too
 * @returns the gateway
 * @throws IllegalArgumentError for a reserved or repeated method name
 * @example
 * ```ts
 * const CounterGateway = defineGateway('Counter', {
 *   add: ask([t.number], t.number),
 *   reset: tell([]),
 * });
 * ```
 */
export function defineGateway<
  const M extends Methods,
  // biome-ignore lint/suspicious/noExplicitAny: a parent may have any methods
  const Parents extends readonly Gateway<any>[] = [],
>(
  name: string,
  methods: M,
  ...parents: Parents
): Gateway<M & MethodsOf<Parents> extends Methods ? M & MethodsOf<Parents> : M> {
  const table = new Map<string, Method>();
  for (const parent of parents) for (const [property, method] of parent.methods) table.set(property, method);
  for (const [property, declaration] of Object.entries(methods)) {
    if (reservedNames.has(property))
      throw new IllegalArgumentError(`'${property}' cannot be a method of gateway ${name}`);
    table.set(property, new Method(name, property, declaration));
  }
  assertDistinct(name, table);
  const names = new Set([name, ...parents.flatMap((parent) => [...parent.names])]);
  return Object.freeze({ name, names, methods: table, servedBy: () => undefined }) as never;
}

function assertDistinct(gateway: string, methods: ReadonlyMap<string, Method>): void {
  const keys = new Set<string>();
  for (const { key } of methods.values()) {
    if (keys.has(key)) throw new IllegalArgumentError(`Gateway ${gateway} declares ${key} twice`);
    keys.add(key);
  }
}

/**
 * A gateway where one is needed.
 *
 * @throws NullArgumentError when there is none
 */
export function checkedGateway<G extends { readonly name: string }>(gateway: G): G {
  if (gateway !== null && gateway !== undefined) return gateway;
  throw new NullArgumentError('The gateway is missing; declare one with defineGateway');
}

/** The bare base gateway, without methods: every endpoint serves it (HAND-11). */
export const RootGateway = defineGateway('RpcGateway', {});
