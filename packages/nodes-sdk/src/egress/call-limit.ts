/** Ends a call when its time is over or its signal aborts, whichever is first. An `AbortSignal.any` for each call costs several times as much. */
export class CallLimit {
  readonly #signal: AbortSignal | null | undefined;
  readonly #timer: ReturnType<typeof setTimeout>;
  readonly #abort = (): void => this.#end();
  #stop: (() => void) | undefined;
  #isOver = false;

  constructor(timeoutMs: number, signal: AbortSignal | null | undefined) {
    this.#signal = signal;
    this.#timer = setTimeout(() => {
      this.#isOver = true;
      this.#end();
    }, timeoutMs).unref();
    signal?.addEventListener("abort", this.#abort, { once: true });
  }

  /** The signal did not abort, but the time is over. */
  get isOver(): boolean {
    return this.#isOver;
  }

  get hasEnded(): boolean {
    return this.#isOver || this.#signal?.aborted === true;
  }

  /** Calls `stop` when the call ends. It replaces the last one. */
  whenEnded(stop: () => void): void {
    this.#stop = stop;
    if (this.hasEnded) this.#end();
  }

  /** The call is complete: nothing will end it any more. */
  release(): void {
    this.#stop = undefined;
    clearTimeout(this.#timer);
    this.#signal?.removeEventListener("abort", this.#abort);
  }

  #end(): void {
    const stop = this.#stop;
    if (stop === undefined) return;
    this.release();
    stop();
  }
}
