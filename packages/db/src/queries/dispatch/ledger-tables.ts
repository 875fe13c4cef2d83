import type { ColumnType, Generated } from "kysely";
import type { Json, StartPlan } from "@tempograph/graph";
import type { JsonText } from "../../connection/jsonb.ts";

/** The account of what became of events (I12). */
export interface LedgerTables {
  trigger_set: TriggerSetTable;
  trigger_sets: TriggerSetsTable;
  live_triggers: LiveTriggersTable;
  event_outcomes: EventOutcomesTable;
  start_marks: StartMarksTable;
}

type Nullable<T> = ColumnType<T | null, T | null | undefined, T | null>;

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
  reason: ColumnType<OutcomeReason, JsonText, JsonText>;
  into_execution: Nullable<string>;
  until: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  at: ColumnType<Date, Date | string | undefined, Date | string>;
  event_seq: Nullable<number>;
  plan: ColumnType<StartPlan | null, JsonText | null | undefined, JsonText | null>;
  queue: Nullable<string>;
}

/** What events of a key have used up of a start policy. */
interface StartMarksTable {
  project: string;
  workflow_id: string;
  policy: string;
  key: string;
  at: ColumnType<Date, Date | string, Date | string>;
  event_id: string;
  expires_at: ColumnType<Date, Date | string, Date | string>;
}

export interface OutcomeReason {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  readonly [field: string]: Json | undefined;
}
