// Python objects as TypeScript holds them. Invariant: this is what users of the library see: it knows of no class of the
// engine, and reaches the object through its interpreter only.

/** What crosses the border by value. */
export type JsValue =
  | null
  | undefined
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | readonly JsValue[]
  | ReadonlyMap<JsValue, JsValue>
  | ReadonlySet<JsValue>
  | { readonly [key: string]: JsValue }
  | PythonObject
  | ((...args: never[]) => unknown);

/** What may go with a call, a coroutine or a piece of code. */
export interface CallOptions {
  /** Interrupts: KeyboardInterrupt in plain code, CancelledError in a coroutine. */
  readonly signal?: AbortSignal;
  /** Milliseconds it may take, in place of `limits.time`. */
  readonly timeout?: number;
}

/** What a proxy asks of its interpreter; `object` is the Python object. */
export interface ProxyOwner {
  getAttribute(object: unknown, name: string): unknown;
  setAttribute(object: unknown, name: string, value: unknown): void;
  callObject(object: unknown, args: readonly unknown[]): Promise<unknown>;
  show(object: unknown): string;
  iterate(object: unknown): IterableIterator<unknown>;
  iterateAsync(object: unknown): AsyncIterableIterator<unknown>;
  runAwaitable(object: unknown, options: CallOptions): Promise<unknown>;
}

/** A Python object without a TypeScript counterpart, or kept by reference. */
export class PythonObject implements Iterable<unknown>, AsyncIterable<unknown> {
  readonly #value: unknown;
  /** @internal */
  protected readonly owner: ProxyOwner;
  /** Only an interpreter makes them. */
  constructor(value: unknown, owner: ProxyOwner) {
    this.#value = value;
    this.owner = owner;
    Object.defineProperty(this, 'owner', { enumerable: false });
  }
  /** The Python object of a proxy. Only the library can do something with it. */
  static valueOf(o: PythonObject): unknown {
    return o.#value;
  }
  /** `obj.name`, converted. */
  get(name: string): unknown {
    return this.owner.getAttribute(this.#value, name);
  }
  /** `obj.name = value`. */
  set(name: string, value: unknown): void {
    this.owner.setAttribute(this.#value, name, value);
  }
  /** `obj(...args)`, converted; a coroutine that it gives is run. */
  call(...args: readonly unknown[]): Promise<unknown> {
    return this.owner.callObject(this.#value, args);
  }
  /** repr(obj). */
  toString(): string {
    return this.owner.show(this.#value);
  }
  /** `for … of`: Python's iteration, without giving the event loop a turn. */
  [Symbol.iterator](): IterableIterator<unknown> {
    return this.owner.iterate(this.#value);
  }
  /** `for await … of`: `async for` over what has `__aiter__`, `for` over the rest. */
  [Symbol.asyncIterator](): AsyncIterableIterator<unknown> {
    return this.owner.iterateAsync(this.#value);
  }
}

/** A coroutine, task or other awaitable: `await` runs it on the interpreter's asyncio loop. */
export class PythonAwaitable extends PythonObject implements PromiseLike<unknown> {
  private outcome: Promise<unknown> | undefined;
  /** Runs it, once: the result, converted. */
  run(options: CallOptions = {}): Promise<unknown> {
    this.outcome ??= this.owner.runAwaitable(PythonObject.valueOf(this), options);
    return this.outcome;
  }
  // biome-ignore lint/suspicious/noThenProperty: being awaitable is what it is for
  then<A = unknown, B = never>(
    fulfilled?: ((value: unknown) => A | PromiseLike<A>) | null,
    rejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.run().then(fulfilled, rejected);
  }
}
