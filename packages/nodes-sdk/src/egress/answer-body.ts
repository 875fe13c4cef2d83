import type { Dispatcher } from "undici";

/** Gives the parts of a body one after the other; undefined at its end. */
export interface BodyReader {
  next(): Promise<Uint8Array | undefined>;
  /** Ends the transfer. */
  cancel(): void;
}

/** So much is kept while nobody reads. Then the connection is not read either, so that its sender waits. */
const MOST_KEPT_BYTES = 64 * 1024;

/** The body of an answer as it arrives. */
export class AnswerBody implements BodyReader {
  readonly #controller: Dispatcher.DispatchController;
  readonly #chunks: Uint8Array[] = [];
  #keptBytes = 0;
  #isComplete = false;
  #error: Error | undefined;
  #wake: (() => void) | undefined;
  #done: (() => void) | undefined;

  constructor(controller: Dispatcher.DispatchController) {
    this.#controller = controller;
  }

  push(chunk: Uint8Array): void {
    this.#chunks.push(chunk);
    this.#keptBytes += chunk.byteLength;
    if (this.#keptBytes > MOST_KEPT_BYTES) this.#controller.pause();
    this.#wake?.();
  }

  complete(): void {
    this.#isComplete = true;
    this.#end();
  }

  fail(error: Error): void {
    this.#error ??= error;
    this.#end();
  }

  /** Calls `done` when everything has arrived, or nothing more will. */
  whenDone(done: () => void): void {
    if (this.#isComplete || this.#error !== undefined) done();
    else this.#done = done;
  }

  async next(): Promise<Uint8Array | undefined> {
    for (;;) {
      const chunk = this.#chunks.shift();
      if (chunk !== undefined) {
        this.#keptBytes -= chunk.byteLength;
        if (this.#keptBytes <= MOST_KEPT_BYTES) this.#controller.resume();
        return chunk;
      }
      if (this.#error !== undefined) throw this.#error;
      if (this.#isComplete) return undefined;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      this.#wake = undefined;
    }
  }

  cancel(): void {
    this.#chunks.length = 0;
    this.#keptBytes = 0;
    if (this.#isComplete || this.#error !== undefined) return;
    const givenUp = new Error("The body was given up.");
    this.fail(givenUp);
    this.#controller.abort(givenUp);
  }

  #end(): void {
    this.#wake?.();
    this.#done?.();
    this.#done = undefined;
  }
}
