import type { NodeTypeManifest } from "@tempograph/graph";
import { tasks, type Known, type TaskName } from "./tasks.ts";

/** What the page sends to the worker. Requests are answered one after the other, in their order. */
export type ToWorker =
  | { readonly kind: "types"; readonly types: readonly NodeTypeManifest[] }
  | { readonly kind: "task"; readonly id: number; readonly name: TaskName; readonly input: unknown };

/** The worker's answer to the task with this id. */
export type FromWorker =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: { readonly name: string; readonly message: string } };

/** The worker's side: takes a message, and gives the answer if the message asks for one. */
export function createAnswering(): (message: ToWorker) => Promise<FromWorker | undefined> {
  let known: Known = { types: new Map() };
  return async (message) => {
    if (message.kind === "types") {
      known = knownFrom(message.types);
      return undefined;
    }
    const { id, name, input } = message;
    try {
      const task = tasks[name] as (known: Known, input: unknown) => unknown;
      return { id, value: await task(known, input) };
    } catch (error) {
      const { name: kind = "Error", message: text = String(error) } = error as Partial<Error>;
      return { id, error: { name: kind, message: text } };
    }
  };
}

export function knownFrom(types: readonly NodeTypeManifest[]): Known {
  return { types: new Map(types.map((each) => [each.type, each])) };
}
