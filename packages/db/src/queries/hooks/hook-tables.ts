import type { Json, JsonObject } from "@tempograph/graph";
import type { Generated } from "kysely";
import type { Jsonb, Nullable, NullableJsonb, NullableTime } from "../../connection/column-types.ts";

/** The tables of webhooks and forms. */
export interface HookTables {
  hook_answers: HookAnswersTable;
  event_files: EventFilesTable;
  hook_tests: HookTestsTable;
}

/** A sender who waits until a `respond` node answers, or until the time is over. */
export interface HookAnswersTable {
  event_id: string;
  project: Generated<string>;
  until: Date;
  status: Nullable<number>;
  headers: NullableJsonb<Readonly<Record<string, string>>>;
  body: NullableJsonb<Json>;
  /** The idempotency key of the step that answered, so that its next attempt is no second answer. */
  answered_by: Nullable<string>;
  answered_at: NullableTime;
}

/** A file that came with a request. */
export interface EventFilesTable {
  id: string;
  project: Generated<string>;
  event_id: string;
  field: string;
  name: string;
  media_type: string;
  size: number;
  bytes: Buffer;
  created_at: Generated<Date>;
}

/** An address that takes one request and shows it. */
export interface HookTestsTable {
  id: string;
  project: Generated<string>;
  token_hash: string;
  config: Jsonb<JsonObject>;
  created_by: string;
  expires_at: Date;
  event: NullableJsonb<JsonObject>;
  received_at: NullableTime;
}
