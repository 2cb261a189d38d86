/** What messages come from: a MessagePort, a Worker, or what a worker has to its parent; of Node or of a browser. */

/** What every one of them has. */
interface Posts {
  postMessage(message: unknown, transfer?: readonly unknown[]): void;
}

/** One of `node:worker_threads`. */
interface NodeSource extends Posts {
  // biome-ignore lint/suspicious/noExplicitAny: what is given depends on the event
  on(event: string, listener: (value: any) => void): unknown;
  // biome-ignore lint/suspicious/noExplicitAny: see `on`
  off(event: string, listener: (value: any) => void): unknown;
}

/** One of a browser. */
interface BrowserSource extends Posts {
  // biome-ignore lint/suspicious/noExplicitAny: each platform has types of its own for its events
  addEventListener(type: string, listener: (event: any) => void): void;
  // biome-ignore lint/suspicious/noExplicitAny: see `addEventListener`
  removeEventListener(type: string, listener: (event: any) => void): void;
  /** Messages are delivered from now on; ports have it, workers need none. */
  start?(): void;
}

/** See the head of this file. */
export type MessageSource = NodeSource | BrowserSource;

/** Who hears a source. */
export interface MessageListener {
  message(message: unknown): void;
  /** Nothing more will come. Not every platform tells. */
  ended(reason: string): void;
  /** A message cannot be read by this thread. */
  unreadable(): void;
}

/**
 * Hears a source.
 *
 * @returns stops that
 */
export function onMessages(source: MessageSource, listener: MessageListener): () => void {
  const message = (value: unknown): void => listener.message(value);
  const event = ({ data }: { readonly data: unknown }): void => listener.message(data);
  const events: Readonly<Record<string, () => void>> = {
    close: () => listener.ended('the port was closed'),
    exit: () => listener.ended('the worker has ended'),
    messageerror: () => listener.unreadable(),
  };
  if ('on' in source) {
    source.on('message', message);
    for (const [name, hear] of Object.entries(events)) source.on(name, hear);
    return () => {
      source.off('message', message);
      for (const [name, hear] of Object.entries(events)) source.off(name, hear);
    };
  }
  source.addEventListener('message', event);
  for (const [name, hear] of Object.entries(events)) source.addEventListener(name, hear);
  source.start?.();
  return () => {
    source.removeEventListener('message', event);
    for (const [name, hear] of Object.entries(events)) source.removeEventListener(name, hear);
  };
}
