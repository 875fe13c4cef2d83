import type { Database } from "../../connection/open-database.ts";
import { isAnyStep, type StepKey } from "./step-key.ts";
import type { AttemptRecord } from "./step-record.ts";
import { canMatch } from "../storable.ts";

/** All attempts of these steps, each step's in order. */
export async function findAttempts(db: Database, keys: readonly StepKey[]): Promise<AttemptRecord[]> {
  const storable = keys.filter((key) => canMatch(key));
  if (storable.length === 0) return [];
  return await db
    .selectFrom("step_attempts")
    .select([
      "execution_id as executionId",
      "path",
      "attempt",
      "started_at as startedAt",
      "ended_at as endedAt",
      "failure",
      "worker",
    ])
    .where(isAnyStep(storable))
    .orderBy("attempt")
    .$castTo<AttemptRecord>()
    .execute();
}
