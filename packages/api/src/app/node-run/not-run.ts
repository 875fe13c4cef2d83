import type { NodeRunAnswer } from "../../temporal/node-runner.ts";
import type { AppError } from "../app-error.ts";

/** Why no worker carried out a node that was to run by itself. */
export function notRun(answer: Extract<NodeRunAnswer, { kind: "noWorker" | "unsupported" | "unavailable" }>): AppError {
  switch (answer.kind) {
    case "noWorker":
      return {
        code: "NO_WORKER",
        message: "No worker took the node in time; nothing was carried out.",
        hint: "Start a worker for this task queue, or wait until a busy one is free.",
      };
    case "unsupported":
      return {
        code: "NODE_RUN_UNSUPPORTED",
        message: "This Temporal server cannot run an activity outside of a workflow; nothing was carried out.",
        hint: "Use Temporal 1.31 or later and set `activity.enableStandalone`, or run the node in a workflow.",
      };
    case "unavailable":
      return {
        code: "TEMPORAL_UNAVAILABLE",
        message: answer.maybe
          ? "Temporal stopped answering. The node may have been carried out all the same."
          : "Temporal cannot be reached; nothing was changed.",
        hint: "Try again later; `health` shows when Temporal is back.",
      };
  }
}
