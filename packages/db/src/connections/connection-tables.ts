import type { ConnectionTypeManifest, JsonObject } from "@tempograph/graph";
import type { ColumnType, Generated } from "kysely";
import type { JsonText } from "../connection/jsonb.ts";

type Time = ColumnType<Date, Date | undefined, Date>;
type NullableTexts = ColumnType<string[] | null, string[] | null | undefined, string[] | null>;

/** The tables of connections. */
export interface ConnectionTables {
  connection_types: ConnectionTypesTable;
  connections: ConnectionsTable;
  connection_tokens: ConnectionTokensTable;
  connection_sign_ins: ConnectionSignInsTable;
}

export interface ConnectionTypesTable {
  type: string;
  manifest: ColumnType<ConnectionTypeManifest, JsonText, JsonText>;
}

/** Named credentials. `secrets` is encrypted with `data_key`, and this with the master key `key_id` (I10). */
export interface ConnectionsTable {
  id: string;
  project: Generated<string>;
  name: string;
  type: string;
  description: ColumnType<string | null, string | null | undefined, string | null>;
  fields: ColumnType<JsonObject, JsonText, JsonText>;
  secret_fields: string[];
  secrets: Buffer;
  data_key: Buffer;
  key_id: string;
  allowed_hosts: NullableTexts;
  usable_by: NullableTexts;
  revision: Generated<number>;
  created_at: Time;
  created_by: string;
  updated_at: Time;
  updated_by: string;
}

/** What a connection has obtained with its credentials. */
export interface ConnectionTokensTable {
  connection_id: string;
  project: Generated<string>;
  sealed: ColumnType<Buffer | null, Buffer | null | undefined, Buffer | null>;
  /** The code of the error for which a person has to do something. */
  problem: ColumnType<string | null, string | null | undefined, string | null>;
  changed_at: Time;
}

/** A person who signs in at a service for a connection, from the begin until the answer was used. */
export interface ConnectionSignInsTable {
  id: string;
  project: Generated<string>;
  connection_id: string;
  begun_by: string;
  ticket_hash: string;
  state_hash: ColumnType<string | null, string | null | undefined, string | null>;
  browser_hash: ColumnType<string | null, string | null | undefined, string | null>;
  page: string;
  sealed: Buffer;
  expires_at: Date;
  answered_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
}
