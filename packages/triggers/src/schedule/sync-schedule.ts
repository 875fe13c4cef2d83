import {
  ScheduleAlreadyRunning,
  ScheduleNotFoundError,
  ScheduleOverlapPolicy,
  type Client,
  type ScheduleOptions,
} from "@temporalio/client";
import { patchTriggerState, type TriggerRow } from "@tempograph/db";
import { readSchedule, SCHEDULE_TICK_WORKFLOW, type ScheduleConfig } from "@tempograph/graph";
import { GrpcStatus } from "@tempograph/runtime";
import { TriggerSyncError, type TriggerDeps } from "../trigger-kind.ts";
import { specHash } from "./look-at-schedules.ts";
import { scheduleIdOf } from "./schedule-id.ts";
import { temporalSpec } from "./temporal-spec.ts";

/**
 * Makes, changes, pauses or removes the Schedule of a trigger in Temporal, so that it is what the row says. May run any number of times,
 * also in several workers at once: the note of the Schedule holds the row's revision, and an older revision changes nothing.
 */
export async function syncSchedule({ client, db, taskQueue }: TriggerDeps, row: TriggerRow): Promise<void> {
  const scheduleId = scheduleIdOf(row);
  if (row.status === "ended") return await removeSchedule(client, scheduleId);
  const options = scheduleOptions(row, taskQueue);
  try {
    await client.schedule.getHandle(scheduleId).update((before) => {
      if (revisionOf(before.state.note) > row.revision) throw new Overtaken();
      return options;
    });
  } catch (error) {
    if (error instanceof Overtaken) return;
    if (!(error instanceof ScheduleNotFoundError)) throw asSyncError(error);
    await createSchedule(client, { scheduleId, ...options });
  }
  // Temporal writes times in its own way: whether somebody changes them is seen by comparing what it says.
  const { spec } = await client.schedule.getHandle(scheduleId).describe();
  await patchTriggerState(db, row, { spec: specHash(spec) });
}

/** A newer revision of the row has reached Temporal first. */
class Overtaken extends Error {
  override readonly name = "Overtaken";
}

async function removeSchedule(client: Client, scheduleId: string): Promise<void> {
  try {
    await client.schedule.getHandle(scheduleId).delete();
  } catch (error) {
    if (!(error instanceof ScheduleNotFoundError)) throw error;
  }
}

async function createSchedule(client: Client, options: ScheduleOptions): Promise<void> {
  try {
    await client.schedule.create(options);
  } catch (error) {
    // Another worker has made it meanwhile. The next try compares its revision with ours.
    if (error instanceof ScheduleAlreadyRunning) throw error;
    throw asSyncError(error);
  }
}

function scheduleOptions(row: TriggerRow, taskQueue: string): Omit<ScheduleOptions, "scheduleId"> & { state: object } {
  const read = readSchedule(row.config as ScheduleConfig);
  const { rules, catchUpWindowMs } = read;
  if (rules === undefined) {
    const { code, message, hint } = read.problems[0]!;
    throw new TriggerSyncError(code, message, hint);
  }
  return {
    spec: temporalSpec({ ...read, rules }),
    action: {
      type: "startWorkflow",
      workflowType: SCHEDULE_TICK_WORKFLOW,
      workflowId: scheduleIdOf(row),
      taskQueue,
      args: [],
    },
    policies: {
      // Ticks only store events. Whether executions may overlap is decided where the event is matched.
      overlap: ScheduleOverlapPolicy.ALLOW_ALL,
      pauseOnFailure: false,
      ...(catchUpWindowMs !== undefined && { catchupWindow: catchUpWindowMs }),
    },
    state: { paused: row.status === "paused", note: noteOf(row) },
  };
}

const NOTE = "Tempograph keeps this Schedule in line with its trigger; revision ";
export const noteOf = ({ revision }: TriggerRow): string => `${NOTE}${revision}`;

/** -1 for a Schedule whose note somebody has changed. */
function revisionOf(note: string | undefined): number {
  return note?.startsWith(NOTE) === true ? Number(note.slice(NOTE.length)) : -1;
}

/** What Temporal refuses stays refused, so a person has to know. */
function asSyncError(error: unknown): unknown {
  const { cause } = error as { cause?: { code?: number; details?: string } };
  if (cause?.code !== GrpcStatus.INVALID_ARGUMENT) return error;
  return new TriggerSyncError(
    "SCHEDULE_REFUSED",
    `Temporal does not take this schedule: ${cause.details ?? String(error)}`,
    "Change the trigger's config and publish again. A time zone may be newer than the server's data: name another one with the same clock.",
    { cause: error },
  );
}
