import { sql } from "kysely";
import type { Json } from "@tempograph/graph";
import type { Database } from "../../connection/open-database.ts";
import { storableJson } from "../mirror/storable-json.ts";

export interface AuditEntry {
  readonly actor: string;
  readonly actorRoles: readonly string[];
  readonly action: string;
  readonly target: string | null;
  readonly input: Json;
  /** Absent: about to be done; `completeAudit` says what came of it. */
  readonly outcome?: string;
}

/** Writes who is about to do what. Gives the row's id. What jsonb cannot hold becomes U+FFFD: refused input is told too. */
export async function insertAudit(db: Database, entry: AuditEntry): Promise<number> {
  const row = storableJson({ ...entry, actorRoles: [...entry.actorRoles], outcome: entry.outcome ?? null });
  const { rows } = await sql<{ id: number }>`
    insert into audit_log (actor, actor_roles, action, target, input, outcome)
    select r.actor, array(select jsonb_array_elements_text(r."actorRoles")), r.action, r.target, coalesce(r.input, 'null'), r.outcome
      from jsonb_to_record(${row}::jsonb) as r(actor text, "actorRoles" jsonb, action text, target text, input jsonb, outcome text)
    returning id`.execute(db);
  return rows[0]!.id;
}

/** Says what came of it: `ok` or the error's code; and the target, where it has its id only now. */
export async function completeAudit(db: Database, id: number, outcome: string, target?: string): Promise<void> {
  await sql`update audit_log set outcome = ${outcome}, target = coalesce(target, ${target ?? null}::text) where id = ${id}`.execute(
    db,
  );
}
