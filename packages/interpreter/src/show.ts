import { upsertSearchAttributes } from "@temporalio/workflow";
import { defineSearchAttributeKey } from "@temporalio/common";
import { getActivator } from "@temporalio/workflow/lib/global-attributes.js";
import {
  currentDetails,
  SEARCH_ATTRIBUTES,
  type ExecutionStart,
  type Machine,
  type Standing,
  type TraceEntry,
} from "@tempograph/graph/machine";

/**
 * Shows in Temporal's Web UI where the execution stands, in Markdown. The text is made when somebody opens the page: it costs no
 * history event, and no work while nobody looks. `setCurrentDetails` would need a new text at every step.
 */
export function showDetails(machine: Machine, { definition }: ExecutionStart): void {
  Object.defineProperty(getActivator(), "currentDetails", {
    get: () => currentDetails(definition, machine.snapshot()),
    // Ignore the SDK's own `setCurrentDetails`.
    set() {},
  });
}

const standingKey = defineSearchAttributeKey(SEARCH_ATTRIBUTES.standing.name, SEARCH_ATTRIBUTES.standing.type);

/**
 * Updates the search attribute that shows in Temporal's list whether a person has to do something. Each change costs a history
 * event (I9), so only pauses and incidents change it. Without registered search attributes it does nothing, because Temporal
 * would fail the workflow task.
 */
export function standingTeller(
  machine: Machine,
  { hasSearchAttributes, resume }: ExecutionStart,
): (batch: readonly { readonly kind: string }[], trace: readonly TraceEntry[]) => void {
  if (hasSearchAttributes !== true) return () => undefined;
  let told: Standing = resume === undefined ? "running" : machine.standing;
  return (batch, trace) => {
    const mayHaveChanged =
      trace.some(({ kind }) => kind === "incident" || kind === "paused" || kind === "resumed") ||
      (told !== "running" && (trace.length > 0 || batch.some(({ kind }) => kind === "operation")));
    if (!mayHaveChanged || machine.ended || machine.standing === told) return;
    told = machine.standing;
    upsertSearchAttributes([{ key: standingKey, value: told }]);
  };
}
