import type { Json } from "@tempograph/graph";
import type { Generated, GeneratedAlways } from "kysely";
import type { DefaultTime, Jsonb, Nullable } from "../connection/column-types.ts";

/** The tables of the audit log. */
export interface AuditTables {
  audit_log: AuditLogTable;
  audit_chains: AuditChainsTable;
}

export interface AuditLogTable {
  id: GeneratedAlways<number>;
  project: Generated<string>;
  at: DefaultTime;
  actor: string;
  actor_roles: string[];
  action: string;
  target: Nullable<string>;
  input: Jsonb<Json>;
  outcome: Nullable<string>;
  /** The trigger gives both; nobody can write them. */
  position: GeneratedAlways<string>;
  hash: GeneratedAlways<Buffer>;
  completes: Nullable<number>;
}

export interface AuditChainsTable {
  project: string;
  position: string;
  hash: Buffer;
  cut_position: string;
  cut_hash: Buffer;
}
