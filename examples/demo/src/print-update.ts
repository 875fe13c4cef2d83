import type { ExecutionUpdate } from "./follow-execution.ts";
import { lowerCamel } from "./read-execution.ts";
import type { Format, Printer } from "./printer.ts";

const COLORS: Readonly<Record<string, Format>> = {
  completed: "green",
  failed: "red",
  cancelled: "red",
  waiting: "yellow",
  skipped: "gray",
  scheduled: "gray",
};

const QUIET_MS = 2_500;

/** Prints a line for each change that matters to a person, with the seconds since the event was sent. */
export class UpdatePrinter {
  readonly #printer: Printer;
  readonly #begun = Date.now();

  #printed = Date.now();
  readonly #timer: ReturnType<typeof setInterval>;

  constructor(printer: Printer) {
    this.#printer = printer;
    this.#timer = setInterval(() => this.#tick(), 250);
    this.#timer.unref();
  }

  end(): void {
    clearInterval(this.#timer);
  }

  /** Prints from time to time that the execution waits, so that the screen is not silent for long. */
  #tick(): void {
    if (Date.now() - this.#printed < QUIET_MS) return;
    this.#printed = Date.now();
    const seconds = ((this.#printed - this.#begun) / 1000).toFixed(2);
    this.#printer.line(this.#printer.paint("dim", `${seconds.padStart(6)} s  … waiting`));
  }

  print({ kind, path, body, at }: ExecutionUpdate): void {
    const seconds = Math.max(0, (new Date(at).getTime() - this.#begun) / 1000).toFixed(2);
    const text =
      kind === "STATUS" ? this.#status(body) : kind === "STEP" ? this.#step(path, body) : this.#log(kind, path, body);
    if (text === undefined) return;
    this.#printed = Date.now();
    this.#printer.line(`${this.#printer.paint("dim", `${seconds.padStart(6)} s`)}  ${text}`);
  }

  #status(body: ExecutionUpdate["body"]): string {
    const status = lowerCamel(String(body?.["status"] ?? ""));
    return `${"execution".padEnd(10)}${this.#printer.paint(COLORS[status] ?? "bold", status)}`;
  }

  #step(path: string | null, body: ExecutionUpdate["body"]): string {
    const kind = String(body?.["kind"] ?? "");
    const type = String(body?.["type"] ?? "");
    const port = body?.["port"];
    const failure = body?.["failure"] as { message?: string } | undefined;
    const detail = failure?.message ?? (port === undefined || port === "out" ? "" : `→ ${String(port)}`);
    const word = this.#printer.paint(COLORS[kind] ?? "white", kind.padEnd(10));
    return `${String(path).padEnd(10)}${type.padEnd(20)}${word}${detail}`.trimEnd();
  }

  #log(kind: string, path: string | null, body: ExecutionUpdate["body"]): string | undefined {
    if (kind !== "LOG") return undefined;
    return this.#printer.paint("dim", `${String(path).padEnd(10)}“${String(body?.["message"] ?? "")}”`);
  }
}
