import type { JsonObject, SourceTypeManifest, When } from "@tempograph/graph";
import type { ColumnType, Generated, GeneratedAlways } from "kysely";
import type { DefaultTime, Jsonb, Nullable, NullableJsonb, NullableTime } from "../../connection/column-types.ts";
import type { JsonText } from "../../connection/jsonb.ts";

/** The tables of triggers. */
export interface TriggerTables {
  workflow_triggers: WorkflowTriggersTable;
  source_types: SourceTypesTable;
  told_failures: ToldFailuresTable;
}

/** Triggers of published versions. `revision > synced_revision`: a worker still has to carry the last change to the outside. */
export interface WorkflowTriggersTable {
  project: Generated<string>;
  workflow_id: string;
  trigger_id: string;
  kind: string;
  source: Nullable<string>;
  version: number;
  config: Jsonb<JsonObject>;
  conditions: NullableJsonb<When>;
  status: Generated<"active" | "paused" | "ended">;
  paused_at: NullableTime;
  paused_by: Nullable<string>;
  revision: Generated<number>;
  synced_revision: Generated<number>;
  state: ColumnType<JsonObject, JsonText | undefined, JsonText>;
  problem: NullableJsonb<JsonObject>;
  next_at: NullableTime;
  lease_until: NullableTime;
  attempts: Generated<number>;
  created_at: DefaultTime;
  updated_at: DefaultTime;
  follower: Nullable<string>;
  follow_until: NullableTime;
}

/** The sources that triggers of the kind `poll` can read, as workers have registered them. */
export interface SourceTypesTable {
  type: string;
  manifest: Jsonb<SourceTypeManifest>;
}

/** What triggers of the kind `failures` tell: a row for each failure and each trigger that wants to know it. */
export interface ToldFailuresTable {
  id: GeneratedAlways<number>;
  project: string;
  workflow_id: string;
  trigger_id: string;
  execution_id: string;
  key: string;
  failed_workflow: string;
  path: string | null;
  code: string;
  message: string | null;
  at: ColumnType<Date, Date | string>;
  taken_at: NullableTime;
}
