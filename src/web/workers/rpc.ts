// Calls across a worker's port, typed by the interface that stands behind it; results come back as promises, news as events.

export interface PortLike {
  postMessage(message: unknown, transfer?: Transferable[]): void;
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
  addEventListener(type: 'error', listener: () => void): void;
}

/** What a part of Kith answers that could not be fetched. */
export const NOT_REACHED = { ok: false, error: { code: 'part-not-reached' } } as const;

type Calls = { readonly [name: string]: (...args: never[]) => unknown };
type Answer<T> = T extends Promise<infer U> ? U : T;
export type Remote<C> = { readonly [N in keyof C]: C[N] extends (...args: infer A) => infer R ? (...args: A) => Promise<Answer<R>> : never };

interface Call {
  readonly call: string;
  readonly n: number;
  readonly args: unknown[];
}

/** What `transferred` wraps is moved, not copied. */
class Moved {
  readonly value: unknown;
  readonly transfer: Transferable[];
  constructor(value: unknown, transfer: Transferable[]) {
    this.value = value;
    this.transfer = transfer;
  }
}
export const transferred = <T>(value: T, transfer: Transferable[]): T => new Moved(value, transfer) as unknown as T;

/** Answers calls that come in. An exception is a bug and is handed to the caller as one. */
export const answer = (port: PortLike, calls: object): void => {
  port.addEventListener('message', ({ data }: MessageEvent<Call>) => {
    if (typeof data?.call !== 'string') return;
    const { call, n, args } = data;
    Promise.resolve()
      .then(() => (calls as Calls)[call]!(...(args as never[])))
      .then((result) => (result instanceof Moved ? port.postMessage({ n, result: result.value }, result.transfer) : port.postMessage({ n, result })))
      .catch((error: unknown) => port.postMessage({ n, fault: String((error as Error)?.stack ?? error) }));
  });
};

export const sendEvent = (port: PortLike, event: unknown, transfer: Transferable[] = []): void => port.postMessage({ event }, transfer);

/**
 * The other end. `onEvent` hears the news. A worker whose code cannot be fetched (no connection, and not kept yet) answers
 * every call with `gone`, so that nobody waits for ever.
 */
export const remote = <C extends object>(port: PortLike, onEvent: (event: never) => void = () => {}, gone?: unknown): Remote<C> => {
  let isGone = false;
  const waiting = new Map<number, { done: (value: never) => void; failed: (error: Error) => void }>();
  let last = 0;
  port.addEventListener('message', ({ data }) => {
    if ('event' in data) return onEvent(data.event as never);
    const caller = waiting.get(data.n as number);
    if (!caller) return;
    waiting.delete(data.n as number);
    if ('fault' in data) caller.failed(new Error(data.fault as string));
    else caller.done(data.result as never);
  });
  if (gone !== undefined)
    port.addEventListener('error', () => {
      isGone = true;
      for (const caller of waiting.values()) caller.done(gone as never);
      waiting.clear();
    });
  return new Proxy({} as Remote<C>, {
    get:
      (_, call) =>
      (...args: unknown[]) => {
        if (call === 'then') return undefined;
        if (isGone) return Promise.resolve(gone);
        const transfer = args.flatMap((arg) => (arg instanceof Moved ? arg.transfer : []));
        return new Promise((done, failed) => {
          waiting.set(++last, { done: done as (value: never) => void, failed });
          port.postMessage({ call, n: last, args: args.map((arg) => (arg instanceof Moved ? arg.value : arg)) }, transfer);
        });
      },
  });
};
