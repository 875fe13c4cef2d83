import type { Generated } from "kysely";
import type { Facts, Json, StartPlan } from "@tempograph/graph";
import type { DefaultTime, Jsonb, Nullable, NullableJsonb, NullableTime, Time } from "../../connection/column-types.ts";

/** The account of what became of events (I12). */
export interface LedgerTables {
  trigger_set: TriggerSetTable;
  trigger_sets: TriggerSetsTable;
  live_triggers: LiveTriggersTable;
  event_outcomes: EventOutcomesTable;
  start_marks: StartMarksTable;
  cancel_requests: CancelRequestsTable;
  condition_facts: ConditionFactsTable;
  lookup_cache: LookupCacheTable;
}

/** Only processes of the version before read it; the triggers of the database raise it for them. */
interface TriggerSetTable {
  only: Generated<boolean>;
  version: Generated<number>;
}

/** The newest version of each project's trigger set. */
interface TriggerSetsTable {
  project: string;
  version: number;
}

/** Which triggers are live in which versions of a project's trigger set (I12). A trigger of the database writes it when a workflow changes. */
interface LiveTriggersTable {
  project: string;
  workflow_id: string;
  from_version: number;
  until_version: Nullable<number>;
  version: number;
  name: string;
  paused: Generated<string[]>;
}

/** What became of an event for a workflow, where it is neither an execution nor "filtered" (I12). */
interface EventOutcomesTable {
  project: string;
  event_id: string;
  workflow_id: string;
  workflow_version: number;
  trigger_id: Nullable<string>;
  outcome: "rejected" | "held" | "deduplicated" | "batched";
  reason: Jsonb<OutcomeReason>;
  into_execution: Nullable<string>;
  until: NullableTime;
  at: DefaultTime;
  event_seq: Nullable<number>;
  plan: NullableJsonb<StartPlan>;
  queue: Nullable<string>;
}

/** What events of a key have used up of a start policy. */
interface StartMarksTable {
  project: string;
  workflow_id: string;
  policy: string;
  key: string;
  at: Time;
  event_id: string;
  expires_at: Time;
}

/** Executions that are to be cancelled, because a start policy gives their place to another one. */
interface CancelRequestsTable {
  execution_id: string;
  project: string;
  workflow_id: string;
  event_id: string;
  due_at: Nullable<Date>;
  attempts: Generated<number>;
}

/** What was found out for the conditions of a workflow's triggers on an event. */
interface ConditionFactsTable {
  project: string;
  event_id: string;
  workflow_id: string;
  facts: Jsonb<Facts>;
  failures: Generated<number>;
  failing_since: Nullable<Date>;
}

/** What lookups before conditions have found. */
interface LookupCacheTable {
  project: string;
  key: string;
  value: Jsonb<Json>;
  found_at: Generated<Date>;
  expires_at: Date;
}

export interface OutcomeReason {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  readonly [field: string]: Json | undefined;
}
