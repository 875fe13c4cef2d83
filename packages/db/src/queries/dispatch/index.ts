export type { Claim } from "./fair-shares.ts";
export { type EventKey, type EventRowText, findEventsByKey, insertEvents, type KeyedEvent } from "./ingest.ts";
export type { OutcomeReason } from "./ledger-tables.ts";
export { type LiveTriggers, loadTriggerSets, type TriggerSetChanges, type TriggerSetRequest } from "./live-triggers.ts";
export {
  type ClaimedEvent,
  claimEvents,
  type ClaimFrom,
  type DispatchedEvent,
  type DispatchToWrite,
  type ExecutionToInsert,
  type OutcomeToInsert,
  type WaitingEvent,
  writeDispatched,
} from "./match.ts";
export {
  type ClaimedExecution,
  claimPendingExecutions,
  type DelayedStart,
  delayStarts,
  failStarts,
  findDefinitions,
  type FrozenDefinition,
  markExecutionsRunning,
  type StartedExecution,
  type VersionKey,
} from "./start.ts";
