import type { ExecutionFilter, ExecutionStatus } from "@tempograph/db";
import { invalid, parameter, type Fields, type Query } from "./read-request.ts";

export const executionStatuses: readonly ExecutionStatus[] = [
  "pending",
  "running",
  "completed",
  "completedWithErrors",
  "failed",
  "cancelled",
  "terminated",
  "timedOut",
];

export const filterParameters = {
  workflow_id: "Of this workflow.",
  event_id: "Started by this event.",
  rerun_of: "Running this execution again.",
  status: `One or several, separated by commas: ${executionStatuses.join(", ")}.`,
  paused: "Held by a person (true), or not (false).",
  has_incident: "A step failed and waits for a person (true), or none does (false).",
  created_after: "Created at this moment or later; RFC 3339.",
  created_before: "Created before this moment; RFC 3339.",
};

/** Which executions, from a query. */
export function readExecutionsFilter(query: Query): ExecutionFilter {
  return {
    workflowId: parameter(query, "workflowId"),
    eventId: parameter(query, "eventId"),
    rerunOf: parameter(query, "rerunOf"),
    status: readStatuses(parameter(query, "status")),
    paused: readBoolean(query, "paused"),
    hasIncident: readBoolean(query, "hasIncident"),
    createdAfter: readTime(query, "createdAfter"),
    createdBefore: readTime(query, "createdBefore"),
  };
}

/** The same from the `filter` of a body, where the statuses may be a list. */
export function readFilterField(filter: unknown): ExecutionFilter {
  if (filter === undefined || filter === null || typeof filter !== "object" || Array.isArray(filter))
    throw invalid("filter", "It has to be an object.", "Send {} for all executions.");
  const fields = Object.entries(filter as Fields).map(([name, value]): [string, string | undefined] => {
    if (value === undefined || value === null) return [name, undefined];
    if (typeof value === "string" || typeof value === "boolean") return [name, String(value)];
    if (Array.isArray(value) && value.every((one) => typeof one === "string")) return [name, value.join(",")];
    throw invalid(`filter/${name}`, "It has to be text, or true or false.", "Look at /docs for the filter's fields.");
  });
  const known = Object.keys(filterParameters).map((name) => name.replaceAll("_", ""));
  const unknown = fields.find(([name]) => !known.includes(name.replaceAll("_", "").toLowerCase()));
  // A filter that is not understood would find everything.
  if (unknown)
    throw invalid(
      `filter/${unknown[0]}`,
      "There is no such filter.",
      `Use ${Object.keys(filterParameters).join(", ")}.`,
    );
  return readExecutionsFilter(Object.fromEntries(fields));
}

function readStatuses(text: string | undefined): ExecutionStatus[] | undefined {
  if (text === undefined) return undefined;
  return text.split(",").map((word) => {
    const status = executionStatuses.find((one) => one.toLowerCase() === word.trim().replaceAll("_", "").toLowerCase());
    if (status === undefined)
      throw invalid("status", `${JSON.stringify(word)} is none.`, `Use ${executionStatuses.join(", ")}.`);
    return status;
  });
}

function readBoolean(query: Query, name: string): boolean | undefined {
  const text = parameter(query, name);
  if (text === undefined) return undefined;
  if (text !== "true" && text !== "false") throw invalid(name, "It is neither true nor false.", "Send true or false.");
  return text === "true";
}

export function readTime(query: Query, name: string): Date | undefined {
  const text = parameter(query, name);
  if (text === undefined) return undefined;
  const time = new Date(text);
  if (Number.isNaN(time.getTime()))
    throw invalid(name, "It is no time.", "Send RFC 3339, such as 2026-11-21T09:30:00Z.");
  return time;
}
