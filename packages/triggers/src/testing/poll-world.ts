import type { Client } from "@temporalio/client";
import type { Database } from "@tempograph/db";
import { ingestEvents } from "@tempograph/dispatch";
import { triggerKinds } from "../kinds.ts";
import { createTriggerRunner, type TriggerRunner } from "../run/create-trigger-runner.ts";
import type { PollSource } from "../trigger-kind.ts";
import { quiet } from "./quiet.ts";

/** A worker's runner of triggers, for tests: it polls by the given function and has no Temporal. */
export function pollRunner(
  { db, databaseUrl }: { readonly db: Database; readonly databaseUrl: string },
  pollSource: PollSource,
  options: { readonly dueLeaseMs?: number } = {},
): TriggerRunner {
  return createTriggerRunner({
    ...{ db, databaseUrl, client: undefined as unknown as Client, taskQueue: "q", logger: quiet, pollSource },
    openPostgres: () => Promise.reject(new Error("no database here")),
    ...{
      pollMs: 50,
      leaseMs: 1_000,
      dueLeaseMs: options.dueLeaseMs ?? 5_000,
      kinds: triggerKinds,
      ingest: ingestEvents,
    },
  });
}
