import { limitsLeft, readProjectUsage, type Database } from "@tempograph/db";
import type { DueResult } from "../trigger-kind.ts";

/** How many events a project takes now, and what to say where there are more. */
export interface Room {
  readonly most: number;
  readonly waitMs: number;
  /** Why there are no more. Undefined: there is no limit. */
  readonly problem: DueResult["problem"];
}

/** What the limits of the project leave for a poll. Items for which there is no room stay at the source, and are asked for again. */
export async function pollRoom(db: Database, project: string): Promise<Room> {
  const usage = await readProjectUsage(db, project);
  let room: Room = { most: Number.POSITIVE_INFINITY, waitMs: 0, problem: undefined };
  for (const { what, counts, left, retryAfterS } of usage === undefined ? [] : limitsLeft(usage)) {
    const most = Math.max(0, counts === "events" || left <= 0 ? left : Number.POSITIVE_INFINITY);
    if (most >= room.most) continue;
    room = {
      most,
      waitMs: retryAfterS * 1_000,
      problem: {
        code: "QUOTA_EXCEEDED",
        message: `The project ${project} may have ${what}, and has them. What is new waits at the source.`,
        hint: "Nothing is lost: the trigger asks again. An admin of the installation can raise the limit (`projectUpdate`).",
      },
    };
  }
  return room;
}
