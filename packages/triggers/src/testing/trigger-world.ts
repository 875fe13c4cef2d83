import type { Client } from "@temporalio/client";
import { insertWorkflow, openDatabase, type Database } from "@tempograph/db";
import type { Trigger, TriggerDescription } from "@tempograph/graph";
import { createTestDatabase } from "@tempograph/testing";
import { endTriggers, publishTriggers } from "../publish-triggers.ts";
import { createTriggerRunner, type TriggerRunner } from "../run/create-trigger-runner.ts";
import type { TriggerKind } from "../trigger-kind.ts";

/** A kind whose source is told what to do by a test. */
export function testKind(half: Omit<TriggerKind, "description"> = {}): TriggerKind {
  const description: TriggerDescription = {
    ...{ kind: "manual", title: "Test", description: "For tests." },
    listensTo: () => null,
    sentence: () => "when a test says so",
  };
  return { description, ...half };
}

export interface TriggerWorld {
  readonly db: Database;
  publish(workflowId: string, triggers: readonly Trigger[], version?: number): Promise<void>;
  end(workflowId: string): Promise<void>;
  /** A runner with short times, which has not started. `stop` stops it. */
  runner(kind: TriggerKind, options?: { readonly leaseMs?: number }): TriggerRunner;
  stop(): Promise<void>;
}

/** For tests: a database of its own, and runners that need no Temporal. */
export async function triggerWorld(): Promise<TriggerWorld> {
  const database = await createTestDatabase();
  const db = openDatabase(database.url);
  const runners: TriggerRunner[] = [];
  const quiet = { debug() {}, info() {}, warn() {}, error() {} };
  return {
    db,
    async publish(id, triggers, version = 1) {
      const graph = { nodes: [], edges: [] };
      await db.transaction().execute(async (tx) => {
        const known = await tx.selectFrom("workflows").select("id").where("id", "=", id).executeTakeFirst();
        if (known === undefined)
          await insertWorkflow(tx, { id, name: id, description: null, draft: { graph, triggers } });
        await publishTriggers(tx, { workflowId: id, version, triggers });
      });
    },
    end: (workflowId) => db.transaction().execute((tx) => endTriggers(tx, workflowId)),
    runner(kind, { leaseMs = 1_000 } = {}) {
      const runner = createTriggerRunner({
        ...{ db, databaseUrl: database.url, client: undefined as unknown as Client, taskQueue: "q", logger: quiet },
        ...{ pollMs: 50, leaseMs, kinds: new Map([[kind.description.kind, kind]]) },
        ingest: () => Promise.reject(new Error("no events here")),
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
