import type { ConnectionTypeManifest, JsonObject } from "@tempograph/graph";
import type { ColumnType, Generated } from "kysely";
import type { DefaultTime, Jsonb, Nullable } from "../connection/column-types.ts";

/** The tables of connections. */
export interface ConnectionTables {
  connection_types: ConnectionTypesTable;
  connections: ConnectionsTable;
  connection_tokens: ConnectionTokensTable;
  connection_sign_ins: ConnectionSignInsTable;
}

export interface ConnectionTypesTable {
  type: string;
  manifest: Jsonb<ConnectionTypeManifest>;
}

/** Named credentials. `secrets` is encrypted with `data_key`, and this with the master key `key_id` (I10). */
export interface ConnectionsTable {
  id: string;
  project: Generated<string>;
  name: string;
  type: string;
  description: Nullable<string>;
  fields: Jsonb<JsonObject>;
  secret_fields: string[];
  secrets: Buffer;
  data_key: Buffer;
  key_id: string;
  allowed_hosts: Nullable<string[]>;
  usable_by: Nullable<string[]>;
  revision: Generated<number>;
  created_at: DefaultTime;
  created_by: string;
  updated_at: DefaultTime;
  updated_by: string;
}

/** What a connection has obtained with its credentials. */
export interface ConnectionTokensTable {
  connection_id: string;
  project: Generated<string>;
  sealed: Nullable<Buffer>;
  /** The code of the error for which a person has to do something. */
  problem: Nullable<string>;
  changed_at: DefaultTime;
}

/** A person who signs in at a service for a connection, from the begin until the answer was used. */
export interface ConnectionSignInsTable {
  id: string;
  project: Generated<string>;
  connection_id: string;
  begun_by: string;
  ticket_hash: string;
  state_hash: Nullable<string>;
  browser_hash: Nullable<string>;
  page: string;
  sealed: Buffer;
  expires_at: Date;
  answered_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
}
