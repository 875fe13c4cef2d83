import { Client, Connection } from "@temporalio/client";
import pg from "pg";
import type { ExecutionFact, Facts } from "./account.ts";
import { WORKFLOWS } from "./workflows.ts";
import type { SoakStack } from "./soak-stack.ts";

/** Of so many executions, spread over the whole time, the history is read in both places. */
const HISTORIES = 400;

const EXECUTIONS = `
  select x.id, x.event_id as "eventId", w.name as workflow, x.status, x.failure ->> 'code' as failure, x.mirror_ok as "mirrorOk",
         count(s.path) filter (where s.status = 'completed')::integer as "completedSteps",
         count(s.path) filter (where s.status <> 'completed')::integer as "otherSteps"
    from executions x join workflows w on w.id = x.workflow_id left join steps s on s.execution_id = x.id
   group by x.id, w.name order by x.seq`;

const LEFT = `
  select (select count(*) from executions where start_lease_until is not null and status = 'pending') as "leases of starts",
         (select count(*) from mirror_runs where lease_until is not null) as "leases of followed runs",
         (select count(*) from event_outcomes where outcome = 'held') as "held events",
         (select count(*) from step_attempts where ended_at is null) as "attempts without an end",
         (select count(*) from event_waits) as "waits for events",
         (select count(*) from executions where missing_since is not null) as "missing executions",
         (select count(*) from executions where task_fails_since is not null) as "failing workflow tasks"`;

/** Whether nothing is under way any more: every event dispatched, every execution closed and mirrored. */
export async function isAtRest(databaseUrl: string): Promise<boolean> {
  return await withClient(databaseUrl, async (client) => {
    const { rows } = await client.query<{ busy: boolean }>(`
      select exists(select from events where dispatched_at is null)
          or exists(select from executions where status in ('pending', 'running') or mirror_ok is null) as busy`);
    return rows[0]!.busy === false;
  });
}

type FromLoad = "acknowledged" | "unsure" | "calls" | "unexpected";

/** Reads Postgres, Temporal and the API. */
export async function collectFacts(stack: SoakStack): Promise<Omit<Facts, FromLoad>> {
  const connection = await Connection.connect({ address: stack.temporalAddress });
  try {
    const client = new Client({ connection, namespace: "default" });
    const count = async (query: string): Promise<number> => (await client.workflow.count(query)).count;
    return await withClient(stack.databaseUrl, async (db) => {
      const { rows: events } = await db.query<Facts["events"][number]>(
        `select id, (data ->> 'n')::integer as n, dispatched_at is not null as dispatched from events order by seq`,
      );
      const { rows: executions } = await db.query<ExecutionFact>(EXECUTIONS);
      const { rows: left } = await db.query<Record<string, string>>(LEFT);
      return {
        events,
        executions,
        counted: await countedBySteps(stack),
        left: Object.fromEntries(Object.entries(left[0]!).map(([what, value]) => [what, Number(value)])),
        temporal: {
          open: await count("ExecutionStatus = 'Running'"),
          closed: await count("ExecutionStatus != 'Running'"),
        },
        histories: await compareHistories(stack, client, executions),
      };
    });
  } finally {
    await connection.close();
  }
}

/** What the steps of the first workflow have counted in its state. */
async function countedBySteps(stack: SoakStack): Promise<Record<string, number>> {
  const { name } = WORKFLOWS[0]!;
  const { items } = (await ask(stack, `/workflows?limit=100`)) as {
    items: { id: string; name: string }[];
  };
  const { id } = items.find((workflow) => workflow.name === name)!;
  const { value } = (await ask(stack, `/state/entry?workflowId=${id}&key=executions`)) as { value: number };
  return { [name]: value };
}

async function compareHistories(
  stack: SoakStack,
  client: Client,
  executions: readonly ExecutionFact[],
): Promise<Facts["histories"]> {
  const every = Math.max(1, Math.ceil(executions.length / HISTORIES));
  const some = executions.filter((_, index) => index % every === 0);
  const differ: string[] = [];
  for (const { id } of some) {
    const { events } = await client.workflow.getHandle(id).fetchHistory();
    const theirs = (events ?? []).map((event) => Number(event.eventId));
    const ours: number[] = [];
    for (let after: string | null = ""; after !== null;) {
      const page = (await ask(
        stack,
        `/executions/${id}/history?limit=100${after && `&cursor=${encodeURIComponent(after)}`}`,
      )) as {
        items: { eventId: number | string }[];
        nextCursor?: string | null;
      };
      ours.push(...page.items.map(({ eventId }) => Number(eventId)));
      after = page.nextCursor ?? null;
    }
    if (JSON.stringify(ours) !== JSON.stringify(theirs))
      differ.push(`${id} (${String(ours.length)} and ${String(theirs.length)} events)`);
  }
  return { compared: some.length, differ };
}

async function ask(stack: SoakStack, path: string): Promise<unknown> {
  const response = await fetch(stack.apis[0]!.url! + path, { headers: { authorization: `Bearer ${stack.token}` } });
  const text = await response.text();
  if (!response.ok) throw new Error(`GET ${path} answered ${String(response.status)}: ${text}`);
  return JSON.parse(text);
}

async function withClient<T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}
