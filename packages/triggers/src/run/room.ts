import { findRoom, type Database, type Room } from "@tempograph/db";
import { TriggerSyncError, type DueResult } from "../trigger-kind.ts";

/** Why a trigger waits, as its problem. Undefined: its project has no limit that is reached. */
export function fullProblem(project: string, { limit }: Room): DueResult["problem"] {
  return (
    limit && {
      code: "QUOTA_EXCEEDED",
      message: `The project ${project} may have ${limit.what}, and has them. What is new waits at the source.`,
      hint: "Nothing is lost: the trigger asks again. An admin of the installation can raise the limit (`projectUpdate`).",
    }
  );
}

/** Throws if the project takes no events now. What a trigger reads all the time stays where it is, and is read again later. */
export async function checkRoom(db: Database, project: string): Promise<void> {
  const room = await findRoom(db, project);
  if (room.most > 0) return;
  const { code, message, hint } = fullProblem(project, room)!;
  throw new TriggerSyncError(code, message, hint);
}
