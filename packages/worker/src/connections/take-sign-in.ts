import { openObtained, takeConnectionSignIn, type Database } from "@tempograph/db";
import { permanent, type SignInAnswer } from "@tempograph/nodes-sdk";
import type { KeyRing } from "@tempograph/runtime";

/** Reads what a service answered to somebody who signed in, which the API has stored encrypted: it comes through no history (I10). */
export function createTakeSignIn(db: Database, master: KeyRing) {
  return async (id: string, connection: string): Promise<SignInAnswer> => {
    const taken = await takeConnectionSignIn(db, id, connection);
    if (taken === undefined)
      throw permanent("SIGN_IN_UNKNOWN", "There is no such sign-in that waits to be finished.", {
        hint: "Begin again with connectionAuthorize.",
      });
    return openObtained(master, taken, taken, taken.sealed) as unknown as SignInAnswer;
  };
}
