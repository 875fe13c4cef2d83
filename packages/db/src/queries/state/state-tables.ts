import type { Json, StateKind } from "@tempograph/graph";
import type { ColumnType, Generated, GeneratedAlways } from "kysely";
import type { DefaultTime, Jsonb, NullableTime } from "../../connection/column-types.ts";
import type { JsonText } from "../../connection/jsonb.ts";

/** The tables of what executions remember. */
export interface StateTables {
  state_entries: StateEntriesTable;
  state_members: StateMembersTable;
  state_answers: StateAnswersTable;
}

export interface StateEntriesTable {
  id: GeneratedAlways<number>;
  project: string;
  /** Empty for an entry of the project itself. */
  workflow_id: string;
  key: string;
  kind: StateKind;
  /** Null for a set. */
  value: ColumnType<Json, JsonText | null, JsonText | null>;
  /** How many members a set has, those included that have expired and are not yet removed. */
  members: Generated<number>;
  bytes: Generated<number>;
  /** Rises with each change. */
  revision: Generated<number>;
  /** When the value expires, or the first member of the set. */
  expires_at: NullableTime;
  created_at: DefaultTime;
  updated_at: DefaultTime;
  /** The execution, or the name of the caller, who changed it last. */
  updated_by: string;
}

export interface StateMembersTable {
  entry_id: number;
  /** Its JSON. */
  member: string;
  seen: number;
  expires_at: NullableTime;
}

export interface StateAnswersTable {
  /** The idempotency key of the step. */
  key: string;
  project: string;
  execution_id: string;
  answer: Jsonb<Json>;
  at: DefaultTime;
}
