import { upsertSearchAttributes } from "@temporalio/workflow";
import { defineSearchAttributeKey } from "@temporalio/common";
import { getActivator } from "@temporalio/workflow/lib/global-attributes.js";
import {
  currentDetails,
  SEARCH_ATTRIBUTES,
  type ExecutionStart,
  type Machine,
  type MachineEvent,
  type Standing,
  type TraceEntry,
} from "@tempograph/graph/machine";

/**
 * Gives Temporal's Web UI where the execution stands, in Markdown. Made when somebody asks: it costs no event, and nothing at
 * all while nobody looks. `setCurrentDetails` would have to be given a text at every step.
 */
export function showDetails(machine: Machine, { definition }: ExecutionStart): void {
  Object.defineProperty(getActivator(), "currentDetails", {
    get: () => currentDetails(definition, machine.snapshot()),
    // The SDK's own `setCurrentDetails` has nothing to say here.
    set() {},
  });
}

const standingKey = defineSearchAttributeKey(SEARCH_ATTRIBUTES.standing.name, SEARCH_ATTRIBUTES.standing.type);

/**
 * Tells Temporal's list when a person has to do something, or no longer has to. Each change costs an event (I9), so it
 * is told of pauses and incidents alone; where Temporal does not know the attribute, a change would fail the workflow task.
 */
export function standingTeller(
  machine: Machine,
  { hasSearchAttributes, resume }: ExecutionStart,
): (batch: readonly MachineEvent[], trace: readonly TraceEntry[]) => void {
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
