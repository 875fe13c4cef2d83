import { sql } from "kysely";
import type { Database } from "../../connection/open-database.ts";
import type { PageRequest } from "../page.ts";
import { canMatch } from "../storable.ts";
import type { AuditRecord } from "./audit-record.ts";

export interface AuditFilter {
  readonly actor?: string | null | undefined;
  readonly action?: string | null | undefined;
  readonly target?: string | null | undefined;
  readonly after?: Date | null | undefined;
  readonly before?: Date | null | undefined;
}

/** The newest first; keyed by `id`. */
export async function listAudit(db: Database, filter: AuditFilter, page: PageRequest): Promise<AuditRecord[]> {
  if (!canMatch(filter)) return [];
  let query = db
    .selectFrom("audit_log")
    .select([
      sql<string>`id::text`.as("id"),
      "at",
      "actor",
      "actor_roles as actorRoles",
      "action",
      "target",
      "input",
      "outcome",
    ])
    .orderBy("audit_log.id", page.backward ? "asc" : "desc")
    .limit(page.limit);
  if (filter.actor != null) query = query.where("actor", "=", filter.actor);
  if (filter.action != null) query = query.where("action", "=", filter.action);
  if (filter.target != null) query = query.where("target", "=", filter.target);
  if (filter.after != null) query = query.where("at", ">=", filter.after);
  if (filter.before != null) query = query.where("at", "<", filter.before);
  if (page.after !== undefined) query = query.where(sql<boolean>`audit_log.id < ${page.after}::bigint`);
  if (page.before !== undefined) query = query.where(sql<boolean>`audit_log.id > ${page.before}::bigint`);
  return await query.$castTo<AuditRecord>().execute();
}
