import { acquireLock, findExecutionProject, lockKeys, releaseLock } from "@tempograph/db";
import { limits, type LockAnswer, type LockRequest } from "@tempograph/graph";
import { checkInput } from "./check-input.ts";
import type { CallerStep } from "./caller-step.ts";
import type { CoordinationDeps } from "./coordination-deps.ts";
import { CoordinationError } from "./coordination-error.ts";
import { ownExecution } from "./own-execution.ts";

/**
 * Acquires a lock for the step, or queues the step; a queued step gets the reply `{ granted: true }` when it is its turn. The
 * owner of the lock is the execution with the path of the lock node. If `untilMs` (milliseconds since the epoch) has passed,
 * the step no longer wants the lock.
 */
export async function acquire(
  { db }: CoordinationDeps,
  step: CallerStep,
  { key, untilMs }: Omit<Extract<LockRequest, { op: "acquire" }>, "op">,
): Promise<LockAnswer> {
  checkKey(key);
  return await db.transaction().execute(async (trx) => {
    const own = await ownExecution(trx, step.executionId);
    const { project } = own;
    await lockKeys(trx, [{ project, key }]);
    // An attempt that hung until its step gave up must not take a lock that nobody would release. This is checked while the
    // advisory lock of the key is held: the release of the step either came before, and then the time has passed here, or it
    // comes later and releases this lock.
    if (step.signal.aborted || (untilMs !== null && untilMs <= Date.now())) return { granted: false };
    const { path, idempotencyKey: replyKey } = step;
    return { granted: await acquireLock(trx, { project, key, executionId: own.id, path, replyKey }) };
  });
}

/** Releases the lock, or the place in its queue, that belongs to `holder`, the path of the lock node. */
export async function release(
  { db }: CoordinationDeps,
  step: CallerStep,
  { key, holder }: Omit<Extract<LockRequest, { op: "release" }>, "op">,
): Promise<void> {
  checkKey(key);
  const project = await findExecutionProject(db, step.executionId);
  if (project === undefined) return;
  const owner = { project, key, executionId: step.executionId, path: holder };
  await db.transaction().execute((trx) => releaseLock(trx, owner));
}

function checkKey(key: string): void {
  checkInput("/key", key);
  if (key !== "" && key.length <= limits.MAX_LOCK_KEY_LENGTH) return;
  throw new CoordinationError(
    "INPUT_INVALID",
    key === "" ? "/key: A lock's key is empty." : `/key: A lock's key has ${key.length} characters.`,
    `Use a text of 1 to ${limits.MAX_LOCK_KEY_LENGTH} characters.`,
  );
}
