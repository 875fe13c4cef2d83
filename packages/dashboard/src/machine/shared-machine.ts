import { createMachine, type Machine, type WorkerLike } from "./machine.ts";

let shared: Machine | undefined;

/** The machine of this page. Its worker is loaded with the first task, so that pages without graphs do not wait for it. */
export function sharedMachine(): Machine {
  shared ??= createMachine(
    () =>
      new Worker(new URL("./machine-worker.ts", import.meta.url), { type: "module", name: "machine" }) as WorkerLike,
  );
  return shared;
}
