import type { Printer } from "./printer.ts";

const QUIET_MS = 2_000;

/** Prints what is being done, and repeats it every two seconds, so that the screen is not silent. */
export class StartProgress {
  readonly #printer: Printer;
  readonly #begun = performance.now();
  #doing = "";
  #told = performance.now();
  readonly #timer: ReturnType<typeof setInterval>;

  constructor(printer: Printer) {
    this.#printer = printer;
    this.#timer = setInterval(() => this.#tick(), 250);
    this.#timer.unref();
  }

  tell = (doing: string): void => {
    this.#doing = doing;
    this.#print(doing);
  };

  seconds(): string {
    return ((performance.now() - this.#begun) / 1000).toFixed(1);
  }

  end(): void {
    clearInterval(this.#timer);
  }

  #tick(): void {
    if (this.#doing !== "" && performance.now() - this.#told >= QUIET_MS) this.#print(`… ${this.#doing}`);
  }

  #print(text: string): void {
    this.#told = performance.now();
    this.#printer.line(this.#printer.paint("dim", `${this.seconds().padStart(6)} s  ${text}`));
  }
}
