import { choice, id, input, json, optional, text } from "../fields.ts";
import { rerunVersion } from "../executions/execution-input.ts";

export const bulkActionKind = choice("BulkActionKind", "What is done to each.", {
  cancel: "Asks open executions to stop in order.",
  terminate: "Stops open executions at once.",
  pause: "Pauses running executions.",
  resume: "Lets paused executions go on; others are skipped.",
  signal: "Sends running executions a signal.",
  rerun: "Runs closed executions again.",
  incidentRetry: "Runs every step again that is an incident.",
});

export const bulkAction = input("BulkActionInput", "What to do to each.", {
  kind: bulkActionKind.describe("What."),
  reason: optional(text("CANCEL, TERMINATE: why; for people.")),
  signalName: optional(text("SIGNAL: what waits for it names it.")),
  payload: optional(json("SIGNAL: what it brings.")),
  fromNode: optional(id("RERUN: the node to begin at.")),
  version: optional(rerunVersion).describe("RERUN: default SAME."),
});

export const bulkStatus = choice("BulkStatus", "Where a job stands.", {
  running: "At work, or waiting for its turn.",
  stopped: "Somebody stopped it; what it did stays done.",
  completed: "Through.",
});

export const bulkOutcome = choice("BulkOutcome", "What came of one of them.", {
  pending: "Not done yet; of a stopped job: never.",
  done: "Accepted.",
  skipped: "There was nothing to do any more: it had ended, or somebody else did it.",
  failed: "Refused, or nobody answered.",
});
