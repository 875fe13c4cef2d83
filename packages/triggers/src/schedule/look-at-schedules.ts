import { createHash } from "node:crypto";
import { ScheduleNotFoundError, type Client, type ScheduleSpecDescription } from "@temporalio/client";
import { listSyncedTriggers, syncTriggerAgain, type TriggerRow } from "@tempograph/db";
import type { TriggerDeps } from "../trigger-kind.ts";
import { scheduleIdOf } from "./schedule-id.ts";

/** What a look at a Schedule can see of it. */
interface Seen {
  readonly paused: boolean;
  readonly note: string | undefined;
  readonly spec: string | undefined;
}

/** The list of Schedules is a little behind, so a trigger that has just changed is not judged by it. */
const SETTLED_MS = 30_000;

/**
 * Finds Schedules that somebody has deleted, paused or changed in Temporal by hand, and has their triggers brought into line again. One
 * list of all Schedules is read; only those that differ from what is known are asked for by themselves.
 */
export async function lookAtSchedules(
  { client, db, logger }: Pick<TriggerDeps, "client" | "db" | "logger">,
  noteOf: (row: TriggerRow) => string,
  settledMs = SETTLED_MS,
): Promise<void> {
  const rows = await listSyncedTriggers(db, "schedule", settledMs);
  if (rows.length === 0) return;
  const listed = new Map<string, Seen>();
  for await (const { scheduleId, state, spec } of client.schedule.list({ pageSize: 1_000 }))
    listed.set(scheduleId, { paused: state.paused, note: state.note, spec: spec && specHash(spec) });
  const isSame = (row: TriggerRow, seen: Seen | undefined): boolean =>
    seen !== undefined &&
    seen.paused === (row.status === "paused") &&
    seen.note === noteOf(row) &&
    (row.state["spec"] === undefined || row.state["spec"] === seen.spec);
  for (const row of rows) {
    const id = scheduleIdOf(row);
    if (isSame(row, listed.get(id)) || isSame(row, await describe(client, id))) continue;
    const { project, workflowId, triggerId } = row;
    logger.warn(
      { project, workflowId, triggerId },
      "Somebody has changed or deleted the Schedule of a trigger in Temporal; it is made again as it was published",
    );
    await syncTriggerAgain(db, row);
  }
}

/** Undefined: there is none. */
async function describe(client: Client, scheduleId: string): Promise<Seen | undefined> {
  try {
    const { state, spec } = await client.schedule.getHandle(scheduleId).describe();
    return { paused: state.paused, note: state.note, spec: specHash(spec) };
  } catch (error) {
    if (error instanceof ScheduleNotFoundError) return undefined;
    throw error;
  }
}

/** What Temporal says of a Schedule's times, in short. */
export function specHash(spec: ScheduleSpecDescription): string {
  return createHash("sha256").update(JSON.stringify(spec)).digest("base64url").slice(0, 16);
}
