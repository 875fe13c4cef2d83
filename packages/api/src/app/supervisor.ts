/** The process that has started this API and a worker, and starts each again when it ends. Only the demo's takes requests. */
export interface Supervisor {
  /** Kills a worker with SIGKILL. Gives its process id; null: none runs at the moment. */
  killWorker(): Promise<number | null>;
}

const ANSWERS_WITHIN_MS = 5_000;

/**
 * Talks to the parent process over the channel with which it has started this one. No other process can write to the channel, so the
 * supervisor need not check who asks: the API has done that.
 */
export function connectSupervisor(): Supervisor | undefined {
  if (process.send === undefined) return undefined;
  let last = 0;
  return {
    killWorker: async () =>
      await new Promise((resolve, reject) => {
        const id = ++last;
        const done = (settle: () => void): void => {
          clearTimeout(late);
          process.off("message", take);
          // Without a listener the channel would still keep this process alive.
          process.channel?.unref();
          settle();
        };
        const take = (message: unknown): void => {
          const answer = message as { readonly id?: unknown; readonly pid?: number | null };
          if (answer.id === id) done(() => resolve(answer.pid ?? null));
        };
        const fail = (): void => done(() => reject(new Error("The supervisor does not answer.")));
        const late = setTimeout(fail, ANSWERS_WITHIN_MS);
        process.on("message", take);
        process.send?.({ ask: "killWorker", id }, undefined, undefined, (error: Error | null) => {
          if (error !== null) fail();
        });
      }),
  };
}
