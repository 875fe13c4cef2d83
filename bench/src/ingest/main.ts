import { openDatabase, type Database } from "@tempograph/db";
import { sql } from "kysely";
import { Pool } from "undici";
import { runBenchmark, say, UsageError, type Measuring, type Values } from "../benchmark.ts";
import { median } from "../measure/percentile.ts";
import { untilNoneLeft } from "../measure/until-none-left.ts";
import { startBenchStack } from "../stack/start-bench-stack.ts";

const HELP = `bench:ingest: how many events per second POST /events takes, each durable before it is acknowledged (synchronous commits).

  --events <n>     events of a round; default 6000 single, ten times as many in batches
  --rounds <n>     rounds of each, of which the median counts; default 5
  --connections <n> keep-alive connections; default 64
  --profile <dir>  V8 CPU profiles of API and worker
  --only <kind>    \`single\` or \`batch\`
  --data-dir <dir> databases and logs; default: a new folder under the system's temporary one, removed in the end
  --json           accepted: the last line on stdout is one JSON object in any case

The worker matches the events meanwhile; intoLedger says how many events per second had their outcomes written, counted from the first
event sent to the last one dispatched.
`;

const BATCH = 100;

interface Round {
  readonly perSecond: number;
  readonly intoLedger: number;
}

const options = {
  ...{ events: 6_000, rounds: 5, connections: 64 },
  ...{ profile: null, only: null, "data-dir": null },
} as const;

async function measure(values: Values<typeof options>, { dataDir, atEnd }: Measuring): Promise<object> {
  const { events: single, rounds, connections, only } = values;
  if (only !== undefined && only !== "single" && only !== "batch")
    throw new UsageError(`--only takes single or batch, not ${only}.`);
  const stack = await startBenchStack({ dataDir: dataDir(), profileDir: values.profile, say });
  atEnd(stack.stop);
  const db = openDatabase(stack.postgres.url, { applicationName: "tempograph bench", max: 1 });
  atEnd(() => db.destroy());
  const pool = new Pool(String(stack.tempograph.api.ready["url"]), { connections });
  atEnd(() => pool.close());
  const headers = { "content-type": "application/json", authorization: `Bearer ${stack.tempograph.token}` };
  const { rows } = await sql<{ synchronous_commit: string }>`show synchronous_commit`.execute(db);
  if (rows[0]?.synchronous_commit !== "on") throw new Error("Commits are not durable.");
  const send = (body: unknown) => post(pool, headers, body);
  const kinds = {
    single: { requests: single, body: (n: number) => eventOf(n) },
    batch: {
      requests: Math.ceil((single * 10) / BATCH),
      body: (n: number) => Array.from({ length: BATCH }, (_, each) => cloudEvent(n * BATCH + each)),
    },
  };
  const found: Record<string, Round[]> = { single: [], batch: [] };
  for (const [name, { requests, body }] of Object.entries(kinds)) {
    if (only !== undefined && only !== name) continue;
    const events = name === "batch" ? requests * BATCH : requests;
    await round(db, Math.ceil(requests / 5), Math.ceil(events / 5), connections, (n) => send(body(n)));
    for (let index = 0; index < rounds; index++) {
      const each = await round(db, requests, events, connections, (n) => send(body(n)));
      say(
        `${name}: ${each.perSecond.toFixed(0)} events/s accepted, ${each.intoLedger.toFixed(0)}/s with their outcomes`,
      );
      found[name]!.push(each);
    }
  }
  const middle = (name: string, field: keyof Round) => Math.round(median(found[name]!.map((each) => each[field])));
  const of = (field: keyof Round) => ({ single: middle("single", field), batch: middle("batch", field) });
  return { intoLedger: of("intoLedger"), eventsPerSecond: of("perSecond") };
}

/** Sends `requests`, `inFlight` at a time, and waits until all events are dispatched. */
async function round(
  db: Database,
  requests: number,
  events: number,
  inFlight: number,
  send: (n: number) => Promise<void>,
): Promise<Round> {
  const startedAt = performance.now();
  let next = 0;
  await Promise.all(
    Array.from({ length: inFlight }, async () => {
      while (next < requests) await send(next++);
    }),
  );
  const acceptedAt = performance.now();
  // Counting them all would be work beside what is measured, so this is one as long as there are any.
  const left = async () => (await sql`select from events where dispatched_at is null limit 1`.execute(db)).rows.length;
  await untilNoneLeft("Events that are not dispatched, at least", left, { everyMs: 5, stillMs: 600_000 });
  const perSecond = (until: number) => (events / (until - startedAt)) * 1_000;
  return { perSecond: perSecond(acceptedAt), intoLedger: perSecond(performance.now()) };
}

async function post(pool: Pool, headers: Record<string, string>, body: unknown): Promise<void> {
  const own = Array.isArray(body) ? { ...headers, "content-type": "application/cloudevents-batch+json" } : headers;
  const answer = await pool.request({ method: "POST", path: "/events", headers: own, body: JSON.stringify(body) });
  const text = await answer.body.text();
  if (answer.statusCode >= 300) throw new Error(`POST /events answered ${answer.statusCode}: ${text.slice(0, 500)}`);
}

const eventOf = (n: number) => ({ lead: { source: "LinkedIn", score: n % 100, title: "CEO", n } });

let batchId = 0;
const cloudEvent = (n: number) => ({
  ...{ specversion: "1.0", id: `${Date.now()}-${(batchId += 1)}`, source: "/bench", type: "lead.created" },
  data: eventOf(n),
});

await runBenchmark({ help: HELP, options, measure });
