import type { Database } from "../../connection/open-database.ts";
import { stepColumns } from "./step-columns.ts";
import { isAnyStep, type StepKey } from "./step-key.ts";
import type { StepRecord } from "./step-record.ts";
import { canMatch } from "../storable.ts";

/** These steps, in any order. */
export async function findSteps(db: Database, keys: readonly StepKey[]): Promise<StepRecord[]> {
  const storable = keys.filter((key) => canMatch(key));
  if (storable.length === 0) return [];
  return await db.selectFrom("steps").select(stepColumns).where(isAnyStep(storable)).$castTo<StepRecord>().execute();
}
