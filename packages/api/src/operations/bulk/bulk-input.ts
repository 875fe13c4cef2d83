import { bulkActionKinds } from "../../app/bulk/bulk-action.ts";
import { choice, id, input, json, optional, text } from "../fields.ts";
import { rerunVersion } from "../executions/execution-input.ts";

export const bulkActionKind = choice("BulkActionKind", "The operation of a bulk job.", bulkActionKinds);

export const bulkAction = input("BulkActionInput", "The operation to perform on each execution.", {
  kind: bulkActionKind.describe("What."),
  reason: optional(text("For CANCEL and TERMINATE: the reason, for people.")),
  signalName: optional(text("For SIGNAL: the name of the signal, for which nodes wait.")),
  payload: optional(json("For SIGNAL: the payload.")),
  fromNode: optional(id("For RERUN: the node at which to begin.")),
  version: optional(rerunVersion).describe("For RERUN: the version to run. Default SAME."),
});

export const bulkStatus = choice("BulkStatus", "The status of a job.", {
  running: "The job is being carried out, or waits for its turn.",
  stopped: "Somebody stopped the job. Items that were carried out keep their effect.",
  completed: "Through.",
});

export const bulkOutcome = choice("BulkOutcome", "The outcome of an item.", {
  pending: "Not carried out yet. In a stopped job it never will be.",
  done: "Accepted.",
  skipped: "There was nothing to do: the execution had ended, or somebody else had done the same before.",
  failed: "The operation was refused or got no answer.",
});
