import { sql } from "kysely";
import { HEARD_AS, workflowOfSource, type CompiledListening } from "@tempograph/graph";
import type { Database } from "../connection/open-database.ts";
import { inProject } from "../projects/project-scope.ts";
import { eventColumns, type EventRecord } from "./events.ts";
import { typeFits } from "./type-fits.ts";
import { rowsWithinBytes } from "./within-bytes.ts";

/** As `isReservedSource` decides it outside of Postgres. */
const NOT_RESERVED = sql`events.source !~* '^tempograph:[^/]*/'`;

/** As `sourcesOf` decides it outside of Postgres. */
function hasSource(source: string) {
  const called = workflowOfSource(source);
  if (called === undefined) return sql`events.source = ${source}`;
  return sql`(events.source = ${source} or events.source like 'tempograph:workflow/%' and jsonb_exists(events.data->${HEARD_AS}::text, ${called}))`;
}

export interface HeardEvents {
  /** What triggers listen to: events that one of them would take, before its condition is asked. */
  readonly listenings: readonly CompiledListening[];
  /** Only events that arrived before the one with this `seq`. */
  readonly before?: string | undefined;
  readonly limit: number;
}

/** The newest events that triggers listen to, as many as fit into the bytes of a page. */
export async function listHeardEvents(
  db: Database,
  { listenings, before, limit }: HeardEvents,
): Promise<readonly EventRecord[]> {
  if (listenings.length === 0) return [];
  const heard = listenings.map(({ patterns, source }) => {
    const from = source === undefined ? NOT_RESERVED : hasSource(source);
    const types = patterns.map((pattern) => typeFits(sql`events.type`, pattern));
    return sql`((${sql.join(types, sql` or `)}) and ${from})`;
  });
  const { rows } = await rowsWithinBytes(db, ["data"], async (measuring) => {
    let query = measuring
      .selectFrom("events")
      .select(eventColumns)
      .where(inProject(db, "events"))
      .where(sql<boolean>`(${sql.join(heard, sql` or `)})`)
      .orderBy("events.seq", "desc")
      .limit(limit);
    if (before !== undefined) query = query.where(sql<boolean>`events.seq < ${before}::bigint`);
    return await query.$castTo<EventRecord>().execute();
  });
  return rows;
}
