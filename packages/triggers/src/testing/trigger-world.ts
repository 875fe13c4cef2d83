import type { Client } from "@temporalio/client";
import { forProject, insertWorkflow, openDatabase, type Database } from "@tempograph/db";
import type { Problem, Trigger, TriggerDescription } from "@tempograph/graph";
import { createTestDatabase } from "@tempograph/testing";
import { endTriggers, publishTriggers } from "../publish-triggers.ts";
import { createTriggerRunner, type TriggerRunner } from "../run/create-trigger-runner.ts";
import type { Ingest, OpenPostgres, TriggerKind } from "../trigger-kind.ts";
import { quiet } from "./quiet.ts";

/** A kind whose source is told what to do by a test. */
export function testKind(half: Omit<TriggerKind, "description"> = {}): TriggerKind {
  const description: TriggerDescription = {
    ...{ kind: "manual", title: "Test", description: "For tests." },
    listensTo: () => null,
    sentence: () => "when a test says so",
  };
  return { description, ...half };
}

export interface RunnerTestOptions {
  readonly leaseMs?: number;
  /** Default: nothing can be stored. */
  readonly ingest?: Ingest;
  /** The user's database. Default: there is none. */
  readonly openPostgres?: OpenPostgres;
  /** Gets the errors that are logged. */
  readonly errors?: string[];
}

export interface TriggerWorld {
  readonly db: Database;
  readonly databaseUrl: string;
  publish(workflowId: string, triggers: readonly Trigger[], version?: number, project?: string): Promise<void>;
  /** What keeps the triggers from being published. */
  problems(workflowId: string, triggers: readonly Trigger[]): Promise<readonly Problem[]>;
  end(workflowId: string): Promise<void>;
  /** A runner with short times, which has not started. `stop` stops it. */
  runner(kind: TriggerKind, options?: RunnerTestOptions): TriggerRunner;
  stop(): Promise<void>;
}

/** Publishes triggers without the checks of their kinds, which may ask for things outside. */
export async function publishWorkflow(
  db: Database,
  { id, triggers, version = 1, project = "main" }: PublishedTriggers,
): Promise<void> {
  const graph = { nodes: [], edges: [] };
  await forProject(db, project)
    .transaction()
    .execute(async (tx) => {
      const known = await tx.selectFrom("workflows").select("id").where("id", "=", id).executeTakeFirst();
      if (known === undefined)
        await insertWorkflow(tx, { id, name: id, description: null, draft: { graph, triggers } });
      await publishTriggers(tx, { workflowId: id, version, triggers }, { kinds: new Map() });
    });
}

interface PublishedTriggers {
  readonly id: string;
  readonly triggers: readonly Trigger[];
  readonly version?: number;
  readonly project?: string;
}

/** For tests: a database of its own, and runners that need no Temporal. */
export async function triggerWorld(): Promise<TriggerWorld> {
  const database = await createTestDatabase();
  const db = openDatabase(database.url);
  const runners: TriggerRunner[] = [];
  return {
    ...{ db, databaseUrl: database.url },
    publish: (id, triggers, version = 1, project = "main") => publishWorkflow(db, { id, triggers, version, project }),
    problems: (workflowId, triggers) =>
      forProject(db, "main")
        .transaction()
        .execute((tx) => publishTriggers(tx, { workflowId, version: 1, triggers })),
    end: (workflowId) => db.transaction().execute((tx) => endTriggers(tx, workflowId)),
    runner(kind, { leaseMs = 1_000, ingest, openPostgres, errors = [] } = {}) {
      const logger = { ...quiet, error: (_: unknown, message?: string) => void errors.push(message ?? "") };
      const runner = createTriggerRunner({
        ...{ db, databaseUrl: database.url, client: undefined as unknown as Client, taskQueue: "q", logger },
        ...{ pollMs: 50, leaseMs, kinds: new Map([[kind.description.kind, kind]]) },
        ingest: ingest ?? (() => Promise.reject(new Error("no events here"))),
        openPostgres: openPostgres ?? (() => Promise.reject(new Error("no database here"))),
      });
      runners.push(runner);
      return runner;
    },
    async stop() {
      await Promise.all(runners.map((runner) => runner.stop()));
      await db.destroy();
      await database.drop();
    },
  };
}
