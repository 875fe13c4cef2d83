import type { FinishedSignIn } from "@tempograph/activities";
import { openObtained, takeConnectionSignIn, type Database } from "@tempograph/db";
import { projectOfNodeRun } from "@tempograph/graph";
import { permanent, type SignInAnswer } from "@tempograph/nodes-sdk";
import { SealError, type KeyRing } from "@tempograph/runtime";
import { connectionError } from "./connection-error.ts";

/** Reads what a service answered to somebody who signed in, which the API has stored encrypted: it comes through no history (I10). */
export function createTakeSignIn(db: Database, master: KeyRing) {
  return async ({ id, connection, executionId }: FinishedSignIn): Promise<SignInAnswer> => {
    const project = projectOfNodeRun(executionId);
    try {
      const taken = project === undefined ? undefined : await takeConnectionSignIn(db, { id, project }, connection);
      if (taken !== undefined) return openObtained(master, taken, taken, taken.sealed) as unknown as SignInAnswer;
    } catch (error) {
      // The seal does not fit where the fields of the connection were written after the sign-in had begun.
      if (!(error instanceof SealError)) throw connectionError(error, connection);
    }
    throw permanent("SIGN_IN_UNKNOWN", "There is no such sign-in that waits to be finished.", {
      hint: "Begin again with connectionAuthorize.",
    });
  };
}
