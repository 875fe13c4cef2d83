import { createClient, type Client } from "@tempograph/client";
import { findTarget, type GlobalOptions } from "./contexts/target.ts";
import { Printer } from "./output/printer.ts";
import type { Shell } from "./shell.ts";

/** What a command works with. */
export interface Session {
  readonly shell: Shell;
  readonly options: GlobalOptions;
  readonly print: Printer;
  /** The client of the server that the options name. Each call of this function that fails says what to do. */
  client(): Client;
  /** Lets the command end with this exit code although nothing was thrown. */
  endWith(exitCode: number): void;
}

export function createSession(shell: Shell, options: GlobalOptions, endWith: (exitCode: number) => void): Session {
  return {
    shell,
    options,
    print: new Printer(shell, options.json === true),
    client: () =>
      createClient({
        ...findTarget(shell, options),
        ...(options.timeout !== undefined && { timeoutMs: options.timeout * 1000 }),
        // Ctrl-C gives up whatever is under way.
        fetch: (input, init) =>
          fetch(input, {
            ...init,
            signal: init?.signal ? AbortSignal.any([shell.signal, init.signal]) : shell.signal,
          }),
      }),
    endWith,
  };
}
