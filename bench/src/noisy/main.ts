import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { openDatabase, type Database } from "@tempograph/db";
import { sql } from "kysely";
import { runBenchmark, say, type Measuring, type Values } from "../benchmark.ts";
import { percentile } from "../measure/percentile.ts";
import { postEvents } from "../measure/post-event.ts";
import { untilNoneLeft } from "../measure/until-none-left.ts";
import { startBenchStack } from "../stack/start-bench-stack.ts";
import { hotLeadGraph } from "../tempograph/graph.ts";
import { publishWorkflow } from "../tempograph/publish-workflow.ts";

const HELP = `bench:noisy: how long the executions of one workflow take beside a burst of events for another one of the same project.

  --events <n>     events of the burst; default 3000
  --samples <n>    events of the other workflow, 250 ms apart; default 20
  --data-dir <dir> databases and logs; default: a new folder under the system's temporary one, removed in the end
  --json           accepted: the last line on stdout is one JSON object in any case
`;

const EVERY_MS = 250;

const options = { events: 3_000, samples: 20, "data-dir": null } as const;

async function measure({ events, samples }: Values<typeof options>, { dataDir, atEnd }: Measuring): Promise<object> {
  const stack = await startBenchStack({ dataDir: dataDir(), say });
  atEnd(stack.stop);
  const db = openDatabase(stack.postgres.url, { applicationName: "tempograph bench", max: 1 });
  atEnd(() => db.destroy());
  const apiUrl = String(stack.tempograph.api.ready["url"]);
  const { token } = stack.tempograph;
  const graph = hotLeadGraph(String(stack.echo.ready["url"]), "step");
  const open = async (name: string) => {
    const eventType = `bench.${name}.${randomUUID()}`;
    const id = await publishWorkflow({ apiUrl, token, name, trigger: { eventType }, graph });
    const send = postEvents(apiUrl, `/events?type=${eventType}`, { authorization: `Bearer ${token}` });
    atEnd(send.close);
    return { id, send };
  };
  const noisy = await open("noisy");
  const quiet = await open("quiet");
  const untilCompleted = (id: string, count: number) =>
    untilNoneLeft("Executions that have not completed", async () => count - (await closed(db, id)), { everyMs: 200 });
  const trickle = async () => {
    const before = await closed(db, quiet.id);
    for (let n = 0; n < samples; n++) {
      await quiet.send(n);
      await sleep(EVERY_MS);
    }
    await untilCompleted(quiet.id, before + samples);
    return await latencies(db, quiet.id, samples);
  };
  await trickle();
  const alone = await trickle();
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: events }, (_, n) => noisy.send(n)));
  const sentMs = performance.now() - startedAt;
  const beside = await trickle();
  const left = events - (await closed(db, noisy.id));
  await untilCompleted(noisy.id, events);
  const perSecond = events / ((performance.now() - startedAt) / 1_000);
  const of = (all: readonly number[]) => ({
    p50Ms: Math.round(percentile(all, 50)),
    p95Ms: Math.round(percentile(all, 95)),
  });
  return {
    events,
    sentMs: Math.round(sentMs),
    noisyPerSecond: Number(perSecond.toFixed(1)),
    // Zero would mean that the burst was over before the other workflow's executions were.
    noisyLeftAtTheEnd: left,
    quietAlone: of(alone),
    quietBeside: of(beside),
  };
}

async function closed(db: Database, workflowId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::integer as n from executions where workflow_id = ${workflowId} and status = 'completed'`.execute(
    db,
  );
  return rows[0]!.n;
}

/** From the storing of the event to the close on Temporal, of the last executions, in ms. */
async function latencies(db: Database, workflowId: string, count: number): Promise<readonly number[]> {
  const { rows } = await sql<{ ms: number }>`
    select extract(epoch from x.closed_at - e.received_at)::float8 * 1000 as ms from executions x join events e on e.id = x.event_id
     where x.workflow_id = ${workflowId} order by x.created_at desc limit ${count}`.execute(db);
  return rows.map(({ ms }) => ms);
}

await runBenchmark({ help: HELP, options, measure });
