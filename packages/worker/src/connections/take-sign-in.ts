import type { FinishedSignIn } from "@tempograph/activities";
import { openObtained, takeConnectionSignIn, type Database } from "@tempograph/db";
import { projectOfNodeRun } from "@tempograph/graph";
import { permanent, type SignInAnswer } from "@tempograph/nodes-sdk";
import type { KeyRing } from "@tempograph/runtime";

/** Reads what a service answered to somebody who signed in, which the API has stored encrypted: it comes through no history (I10). */
export function createTakeSignIn(db: Database, master: KeyRing) {
  return async ({ id, connection, executionId }: FinishedSignIn): Promise<SignInAnswer> => {
    const project = projectOfNodeRun(executionId);
    const taken = project === undefined ? undefined : await takeConnectionSignIn(db, { id, project }, connection);
    if (taken === undefined)
      throw permanent("SIGN_IN_UNKNOWN", "There is no such sign-in that waits to be finished.", {
        hint: "Begin again with connectionAuthorize.",
      });
    return openObtained(master, taken, taken, taken.sealed) as unknown as SignInAnswer;
  };
}
