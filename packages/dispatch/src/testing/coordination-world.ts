import type { Client } from "@temporalio/client";
import { jsonb, newId, openDatabase, writeMirroredRuns, type Database, type ExecutionStatus } from "@tempograph/db";
import type { Failure, Json } from "@tempograph/graph";
import { createTestDatabase } from "@tempograph/testing";
import { createHash } from "node:crypto";
import type { CallerStep } from "../coordinate/caller-step.ts";
import type { CoordinationDeps } from "../coordinate/coordination-deps.ts";
import { publish } from "./publish.ts";

export interface CoordinationWorld extends CoordinationDeps {
  readonly databaseUrl: string;
  /** Writes an open execution of the workflow `wf_test`, with the rows that the dispatcher writes. */
  execution(id?: string, options?: { readonly hops?: number; readonly project?: string }): Promise<string>;
  /** Writes what the mirror writes when an execution has closed. */
  close(
    id: string,
    status?: ExecutionStatus,
    end?: { readonly output?: Json; readonly failure?: Failure; readonly nextRunId?: string },
  ): Promise<void>;
  /** Closes several executions in one transaction of the mirror. */
  closeAll(ids: readonly string[], status: ExecutionStatus): Promise<void>;
  replies(): Promise<readonly { executionId: string; path: string; key: string; body: Json }[]>;
  end(): Promise<void>;
}

/** For tests: a database of its own with a published workflow. */
export async function coordinationWorld(client: Client = undefined as never): Promise<CoordinationWorld> {
  const database = await createTestDatabase();
  const db = openDatabase(database.url, { max: 20 });
  await publish(db, { id: "wf_test", triggers: [{ id: "never", eventType: "never" }] });
  return {
    ...{ db, client, databaseUrl: database.url },
    execution: (id = newId("exe"), options = {}) =>
      insertOpenExecution(db, id, options.hops ?? 0, options.project ?? "main"),
    async close(id, status = "completed", end = {}) {
      await writeMirroredRuns(db, [closedRun(id, status, end)]);
    },
    async closeAll(ids, status) {
      await writeMirroredRuns(
        db,
        ids.map((id) => closedRun(id, status, {})),
      );
    },
    replies: () =>
      db
        .selectFrom("replies")
        .select(["execution_id as executionId", "path", "key", "body"])
        .orderBy("id")
        .execute() as Promise<readonly { executionId: string; path: string; key: string; body: Json }[]>,
    async end() {
      await db.destroy();
      await database.drop();
    },
  };
}

/** The step at `path`, as its activity describes it. */
export function stepOf(executionId: string, path: string, options: Partial<CallerStep> = {}): CallerStep {
  return {
    executionId,
    path,
    idempotencyKey: createHash("sha256").update(`${executionId}\n${path}\n0`).digest("hex").slice(0, 32),
    workflow: { id: "wf_test", name: "Test", version: 1 },
    sinceScheduledMs: 0,
    signal: new AbortController().signal,
    ...options,
  };
}

async function insertOpenExecution(db: Database, id: string, hops: number, project: string): Promise<string> {
  const eventId = newId("evt");
  await db
    .insertInto("events")
    .values({
      ...{ id: eventId, type: "start", source: "test", time: new Date(), data: jsonb({}), fingerprint: "" },
      ...{ dispatched_at: new Date(), hops, project },
    })
    .execute();
  await db
    .insertInto("executions")
    .values({
      ...{
        id,
        project,
        workflow_id: "wf_test",
        workflow_version: 1,
        event_id: eventId,
        trigger_id: "t",
        status: "running",
      },
      ...{ run_id: `run-${id}`, first_run_id: `run-${id}`, started_at: new Date() },
    })
    .execute();
  return id;
}

function closedRun(
  executionId: string,
  status: ExecutionStatus,
  end: { readonly output?: Json; readonly failure?: Failure; readonly nextRunId?: string },
) {
  return {
    ...{ executionId, runId: `run-${executionId}`, fence: null, events: [], steps: [], paused: null, lastEventId: 5 },
    updates: [{ key: `status:${status}`, kind: "status" as const, path: null, body: { status }, at: Date.now() }],
    ...{ firstRunId: `run-${executionId}`, startedAt: Date.now(), liveRows: null },
    close: {
      ...{ status, output: end.output ?? null, failure: end.failure ?? null, closedAt: Date.now() },
      ...{ nextRunId: end.nextRunId ?? null, ok: true, problem: null },
    },
  };
}
