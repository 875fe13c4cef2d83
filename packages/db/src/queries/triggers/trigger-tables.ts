import type { JsonObject, SourceTypeManifest } from "@tempograph/graph";
import type { ColumnType, Generated } from "kysely";
import type { JsonText } from "../../connection/jsonb.ts";

type NullableText = ColumnType<string | null, string | null | undefined, string | null>;
type NullableTime = ColumnType<Date | null, Date | null | undefined, Date | null>;
type Time = ColumnType<Date, Date | undefined, Date>;

/** The tables of triggers. */
export interface TriggerTables {
  workflow_triggers: WorkflowTriggersTable;
  source_types: SourceTypesTable;
}

/** Triggers of published versions. `revision > synced_revision`: a worker still has to carry the last change to the outside. */
export interface WorkflowTriggersTable {
  project: Generated<string>;
  workflow_id: string;
  trigger_id: string;
  kind: string;
  source: NullableText;
  version: number;
  config: ColumnType<JsonObject, JsonText, JsonText>;
  status: Generated<"active" | "paused" | "ended">;
  paused_at: NullableTime;
  paused_by: NullableText;
  revision: Generated<number>;
  synced_revision: Generated<number>;
  state: ColumnType<JsonObject, JsonText | undefined, JsonText>;
  problem: ColumnType<JsonObject | null, JsonText | null | undefined, JsonText | null>;
  next_at: NullableTime;
  lease_until: NullableTime;
  attempts: Generated<number>;
  created_at: Time;
  updated_at: Time;
  follower: NullableText;
  follow_until: NullableTime;
}

/** The sources that triggers of the kind `poll` can read, as workers have registered them. */
export interface SourceTypesTable {
  type: string;
  manifest: ColumnType<SourceTypeManifest, JsonText, JsonText>;
}
