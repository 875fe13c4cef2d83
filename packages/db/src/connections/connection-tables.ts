import type { ConnectionTypeManifest, JsonObject } from "@tempograph/graph";
import type { ColumnType, Generated } from "kysely";
import type { JsonText } from "../connection/jsonb.ts";

type Time = ColumnType<Date, Date | undefined, Date>;
type NullableTexts = ColumnType<string[] | null, string[] | null | undefined, string[] | null>;

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
