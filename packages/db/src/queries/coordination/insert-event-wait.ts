import type { Json } from "@tempograph/graph";
import { jsonb } from "../../connection/jsonb.ts";
import type { Database } from "../../connection/open-database.ts";

/** A field that a condition compares with a value: `path` as JSONLogic's `var` has it, the value as canonical text. */
export interface Equation {
  readonly path: string;
  readonly value: string;
}

export interface EventWaitToInsert {
  readonly executionId: string;
  readonly path: string;
  readonly key: string;
  readonly filter: string;
  readonly match: Json;
  readonly workflow: { readonly id: string; readonly name: string; readonly version: number };
  readonly equation: Equation | null;
  readonly since: Date;
  /** ms since epoch. */
  readonly untilMs: number | null;
}

/** Begins to wait; a second attempt of the same step changes nothing. */
export async function insertEventWait(trx: Database, wait: EventWaitToInsert): Promise<void> {
  await trx
    .insertInto("event_waits")
    .values({
      execution_id: wait.executionId,
      path: wait.path,
      key: wait.key,
      event_type: wait.filter,
      match: wait.match === null ? null : jsonb(wait.match),
      workflow: jsonb(wait.workflow),
      match_path: wait.equation?.path ?? "",
      match_value: wait.equation?.value ?? "",
      since: wait.since,
      until: wait.untilMs === null ? null : new Date(wait.untilMs),
    })
    .onConflict((conflict) => conflict.columns(["execution_id", "key"]).doNothing())
    .execute();
}
