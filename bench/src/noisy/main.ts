import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { openDatabase, type Database } from "@tempograph/db";
import { sql } from "kysely";
import { percentile } from "../measure/percentile.ts";
import { postEvents } from "../measure/post-event.ts";
import { startBenchStack } from "../stack/start-bench-stack.ts";
import { hotLeadGraph } from "../tempograph/graph.ts";
import { publishWorkflow } from "../tempograph/publish-workflow.ts";

const HELP = `bench:noisy: how long the executions of one workflow take beside a burst of events for another one of the same project.

  --events <n>     events of the burst; default 3000
  --samples <n>    events of the other workflow, 250 ms apart; default 20
  --json           accepted: the last line on stdout is one JSON object in any case
`;

const say = (line: string): void => void process.stderr.write(`${line}\n`);
const EVERY_MS = 250;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      events: { type: "string", default: "3000" },
      samples: { type: "string", default: "20" },
      json: { type: "boolean" },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) return void process.stdout.write(HELP);
  const [events, samples] = [Number(values.events), Number(values.samples)];
  const dataDir = mkdtempSync(join(tmpdir(), "tempograph-bench-noisy-"));
  const stack = await startBenchStack({ dataDir, say });
  const db = openDatabase(stack.postgres.url, { applicationName: "tempograph bench", max: 1 });
  try {
    const apiUrl = String(stack.tempograph.api.ready["url"]);
    const { token } = stack.tempograph;
    const graph = hotLeadGraph(String(stack.echo.ready["url"]), "step");
    const open = async (name: string) => {
      const eventType = `bench.${name}.${randomUUID()}`;
      const id = await publishWorkflow({ apiUrl, token, name, trigger: { eventType }, graph });
      const send = postEvents(apiUrl, `/events?type=${eventType}`, { authorization: `Bearer ${token}` });
      return { id, send };
    };
    const noisy = await open("noisy");
    const quiet = await open("quiet");
    const trickle = async () => {
      const before = await closed(db, quiet.id);
      for (let n = 0; n < samples; n++) {
        await quiet.send(n);
        await sleep(EVERY_MS);
      }
      await until(async () => (await closed(db, quiet.id)) === before + samples);
      return await latencies(db, quiet.id, samples);
    };
    await trickle();
    const alone = await trickle();
    const startedAt = performance.now();
    await Promise.all(Array.from({ length: events }, (_, n) => noisy.send(n)));
    const sentMs = performance.now() - startedAt;
    const beside = await trickle();
    const left = events - (await closed(db, noisy.id));
    await until(async () => (await closed(db, noisy.id)) === events);
    const perSecond = events / ((performance.now() - startedAt) / 1_000);
    await noisy.send.close();
    await quiet.send.close();
    const of = (all: readonly number[]) => ({
      p50Ms: Math.round(percentile(all, 50)),
      p95Ms: Math.round(percentile(all, 95)),
    });
    const result = {
      events,
      sentMs: Math.round(sentMs),
      noisyPerSecond: Number(perSecond.toFixed(1)),
      // Zero would mean that the burst was over before the other workflow's executions were.
      noisyLeftAtTheEnd: left,
      quietAlone: of(alone),
      quietBeside: of(beside),
    };
    process.stdout.write(`${JSON.stringify(result)}\n`);
  } finally {
    await db.destroy();
    await stack.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
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

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await sleep(200);
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    say(error instanceof Error ? (error.stack ?? error.message) : String(error));
    process.exit(1);
  },
);
