import type { JsonObject } from "../../definition/json.ts";
import { jsonSize } from "../../definition/json-size.ts";
import { MAX_VALUE_BYTES } from "../../definition/limits.ts";
import { runActivity } from "../constructs/activity.ts";
import { enterNode } from "../step/fire.ts";
import { incidentOf } from "../step/incident.ts";
import { closeEntry } from "../step/open.ts";
import type { Operation } from "../operation.ts";
import { incidentAt, isRefusal, type OperationRule } from "./operation-rule.ts";
import { scopeOf } from "../state/open-entries.ts";

/** Runs a failed step again. It keeps its idempotency key unless the person gives it another input (I5, rule 12). */
export const retry: OperationRule<Extract<Operation, { name: "retry" }>> = {
  check(run, { path, input }) {
    const entry = incidentAt(run, path);
    if (isRefusal(entry)) return entry;
    const { runs, type } = entry.node.definition;
    if (entry.node.inner.length > 0) {
      return {
        code: "NOT_RETRYABLE",
        message: `"${path}" is a container (${type}), and steps inside it have already run.`,
        hint: "Skip it with an output, fail it, or run the execution again from this node.",
      };
    }
    if (input === undefined) return null;
    if (runs === "machine") {
      return {
        code: "INPUT_INVALID",
        message: `"${path}" (${type}) takes its input only from the graph.`,
        hint: "Retry it without an input, or skip it with an output.",
      };
    }
    if (typeof input !== "object" || input === null || Array.isArray(input)) {
      return { code: "INPUT_INVALID", message: "The input of a step must be an object.", hint: "Send a JSON object." };
    }
    if (jsonSize(input, MAX_VALUE_BYTES) <= MAX_VALUE_BYTES) return null;
    return {
      code: "INPUT_INVALID",
      message: `The input is larger than ${MAX_VALUE_BYTES} bytes.`,
      hint: "Pass only the fields that the node needs.",
    };
  },
  carryOut(run, { path, input }, by) {
    const entry = run.open.get(path)!;
    const scope = scopeOf(run, entry);
    const { node } = entry;
    const incident = incidentOf(entry);
    closeEntry(run, entry);
    const again = input ?? (node.definition.runs === "activity" ? (incident.input as JsonObject | null) : null);
    if (again === null) enterNode(run, scope, node, incident.revision + (incident.isAnswered === true ? 1 : 0));
    else runActivity(run, scope, node, again, incident.revision + (input === undefined ? 0 : 1), by.name);
  },
};
