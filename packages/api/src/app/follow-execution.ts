import { findExecutions, type ExecutionRecord, type UpdateRecord } from "@tempograph/db";
import type { AppDeps } from "./app-deps.ts";
import { ok, refuse, type Result } from "./app-error.ts";
import { isClosed, unknownExecution } from "./steer-execution.ts";

/** Every update behind the cursor, stored ones first, then live; ends behind the closing one (I7). */
export async function followExecution(
  { db, live }: AppDeps,
  id: string,
  after: string | undefined,
): Promise<Result<AsyncGenerator<UpdateRecord>>> {
  if (after !== undefined && !/^\d{1,18}$/.test(after))
    return refuse({
      code: "INVALID_INPUT",
      message: `${JSON.stringify(after.slice(0, 50))} is no cursor of an execution's updates.`,
      path: "/after",
      hint: "Give the `cursor` of the last update that was seen, or none to begin at the beginning.",
    });
  const [execution] = await findExecutions(db, [id]);
  if (execution === undefined) return refuse(unknownExecution(id));
  return ok(live.follow(id, after ?? "0"));
}

/** The execution; looking at an open one asks the mirror to follow it closely. */
export async function viewExecution({ db, live }: AppDeps, id: string): Promise<ExecutionRecord | null> {
  const [execution] = await findExecutions(db, [id]);
  if (execution !== undefined && !isClosed(execution)) live.watch(id);
  return execution ?? null;
}
