import { sumLedger, type Database, type LedgerSum } from "@tempograph/db";
import { createLiveTriggers, dispatchEvents, ingestEvents, type EventInput } from "@tempograph/dispatch";
import { sql } from "kysely";

export interface BurstResult {
  readonly storedMs: number;
  readonly dispatchedMs: number;
  /** The most memory that the process had while events were dispatched, in MB. */
  readonly peakMb: number;
  readonly ledger: LedgerSum;
  /** The rows that say what became of pairs, executions left out. Filtered pairs have none. */
  readonly outcomeRows: number;
}

const BATCH = 500;

/**
 * Publishes workflows with a trigger each. Every second one listens to a type of its own. The others listen to one type, with a condition for one
 * campaign each; so an event of that type concerns half of all workflows and starts one of them.
 */
export async function publishMany(db: Database, workflows: number): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await sql`
      insert into workflows (id, project, name, draft, published_version)
      select 'wf_load_' || n, 'main', 'Load ' || n, '{"graph": {"nodes": [], "edges": []}, "triggers": []}', 1
        from generate_series(1, ${workflows}::integer) n`.execute(trx);
    await sql`
      insert into workflow_versions (workflow_id, version, graph, triggers, definition, definition_hash, interpreter_version)
      select 'wf_load_' || n, 1, '{"nodes": [], "edges": []}',
        jsonb_build_array(case when n % 2 = 0 then jsonb_build_object('id', 't', 'eventType', 'load.' || n)
          else jsonb_build_object('id', 't', 'eventType', 'lead.created', 'condition',
            jsonb_build_object('==', jsonb_build_array(jsonb_build_object('var', 'campaign'), 'campaign-' || n))) end),
        '{"nodes": [], "edges": []}', 'load:' || n, 3
        from generate_series(1, ${workflows}::integer) n`.execute(trx);
  });
}

/** Stores as many events at once, and dispatches them. The odd ones are leads of one campaign each, the even ones have a type of their own. */
export async function burst(db: Database, workflows: number, events: number): Promise<BurstResult> {
  const inputs = Array.from({ length: events }, (_, index): EventInput => {
    const n = (index % workflows) + 1;
    return n % 2 === 0
      ? { type: `load.${n}`, data: { index } }
      : { type: "lead.created", data: { index, campaign: `campaign-${n}` } };
  });
  const startedAt = performance.now();
  for (let from = 0; from < events; from += BATCH) await ingestEvents(db, inputs.slice(from, from + BATCH));
  const storedAt = performance.now();
  const logger = { debug() {}, info() {}, warn() {}, error() {} };
  const deps = { db, liveTriggers: createLiveTriggers(), logger, begunEvents: new Map() };
  let peak = 0;
  for (let more = true; more;) {
    ({ mayBeMore: more } = await dispatchEvents(deps, 100, 0));
    peak = Math.max(peak, process.memoryUsage().rss);
  }
  const dispatchedAt = performance.now();
  const { rows } = await sql<{ n: number }>`select count(*)::integer as n from event_outcomes`.execute(db);
  return {
    storedMs: storedAt - startedAt,
    dispatchedMs: dispatchedAt - storedAt,
    peakMb: peak / 2 ** 20,
    ledger: await sumLedger(db),
    outcomeRows: rows[0]!.n,
  };
}
