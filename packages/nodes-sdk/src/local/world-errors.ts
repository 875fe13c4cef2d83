import { typePatternProblem, type Json } from "@tempograph/graph";
import { permanent, type NodeError } from "../error/node-error.ts";

// With the codes that the same operations have on a server: graphs may act on them.

export function workflowUnknown(name: string): NodeError {
  return permanent("WORKFLOW_UNKNOWN", `There is no workflow with the id or name ${JSON.stringify(name)}.`, {
    hint: `Give runGraph its graph: workflows: { ${JSON.stringify(name)}: { graph } }.`,
  });
}

export function versionNotPublished(name: string, asked: Json, version: number): NodeError {
  return permanent(
    "VERSION_NOT_PUBLISHED",
    `The workflow ${JSON.stringify(name)} has no version ${JSON.stringify(asked)}.`,
    { hint: `Call version ${version}, the one that runGraph was given, or name none.` },
  );
}

export function callTooDeep(limit: number): NodeError {
  return permanent(
    "CALL_TOO_DEEP",
    `This execution is the last of a chain of ${limit} executions that called each other, so it may not call another.`,
    {
      hint: "Check whether the workflow calls itself without a condition that ends it; use a loop or an event to repeat work.",
      details: { limit },
    },
  );
}

export function eventTypeInvalid(eventType: string): NodeError {
  const { message, hint } = typePatternProblem(eventType);
  return permanent("INVALID_EVENT_TYPE", `/eventType: ${message}`, { hint });
}

export function executionClosed(executionId: string, status: string): NodeError {
  return permanent("EXECUTION_CLOSED", `The execution ${executionId} has closed (${status}) and accepts no signals.`, {
    hint: "Send the signal while it runs, or let an event start a new execution.",
  });
}

export function lockKeyInvalid(key: string, limit: number): NodeError {
  const what = key === "" ? "is empty" : `has ${key.length} characters`;
  return permanent("INPUT_INVALID", `/key: A lock's key ${what}.`, { hint: `Use a text of 1 to ${limit} characters.` });
}

export function alreadyAnswered(): NodeError {
  return permanent("ALREADY_ANSWERED", "The sender of this event has got an answer from another step already.", {
    hint: 'Let one path of the graph answer, or set "whenNobodyWaits": "skip".',
  });
}

export function nobodyWaits(): NodeError {
  return permanent("NOBODY_WAITS", "No sender waits for an answer to the event of this execution.", {
    hint: 'Answer in the workflow that the webhook starts, or set "whenNobodyWaits": "skip".',
  });
}
