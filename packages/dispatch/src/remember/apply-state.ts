import { findStateAnswer, insertStateAnswer, readState, type Database, type StatePlace } from "@tempograph/db";
import type { Json, StateAnswers, StateOperation, StateRequest } from "@tempograph/graph";
import type { CallerStep } from "../coordinate/caller-step.ts";
import { ownExecutionIfAny } from "../coordinate/own-execution.ts";
import { stepProject } from "../coordinate/step-project.ts";
import { changeEntry, inTransaction } from "./change-entry.ts";

export interface StateDeps {
  readonly db: Database;
  /** Called in the transaction of a change, when everything but the commit is done. Tests let the process die there, or after it. */
  readonly faultPoint?: ((point: "state.changed" | "state.committed") => Promise<void> | void) | undefined;
}

/**
 * Reads or changes a state entry for a step, once per step (I5): the change and its answer are written in one transaction, under the
 * step's idempotency key. Another attempt of the step gets the same answer, and changes nothing.
 *
 * @throws StateError if the request cannot be carried out, CoordinationError if the execution of the step has closed
 */
export async function applyState<Op extends StateOperation>(
  deps: StateDeps,
  step: CallerStep,
  request: StateRequest<Op>,
): Promise<StateAnswers[Op]>;
export async function applyState(
  { db, faultPoint }: StateDeps,
  step: CallerStep,
  request: StateRequest,
): Promise<StateAnswers[StateOperation]> {
  const { idempotencyKey: key, executionId, workflow } = step;
  const placeIn = (project: string): StatePlace => ({
    project,
    workflowId: request.scope === "project" ? "" : workflow.id,
    key: request.key,
  });
  // Nobody has seen the value that a lost attempt has read, so another attempt may read a newer one.
  if (request.op === "get") return await read(db, placeIn(await stepProject(db, step)));
  const before = await findStateAnswer(db, key);
  if (before !== undefined) return before as unknown as StateAnswers[StateOperation];
  try {
    return await inTransaction(db, async (trx) => {
      // Its row stays locked, so that the execution cannot close, and lose its answers, before this transaction ends.
      const project = (await ownExecutionIfAny(trx, executionId))?.project ?? (await stepProject(trx, step));
      const answer = await changeEntry(trx, placeIn(project), request, executionId);
      const stored = { key, project, executionId, answer: answer as unknown as Json };
      if (!(await insertStateAnswer(trx, stored))) throw new AnsweredMeanwhile();
      await faultPoint?.("state.changed");
      return answer;
    });
  } catch (error) {
    if (!(error instanceof AnsweredMeanwhile)) throw error;
    return (await findStateAnswer(db, key)) as unknown as StateAnswers[StateOperation];
  } finally {
    await faultPoint?.("state.committed");
  }
}

/** Rolls a change back that an attempt has made which ran at the same time as this one. */
class AnsweredMeanwhile extends Error {}

async function read(db: Database, place: StatePlace): Promise<StateAnswers["get"]> {
  const values = await readState(db, place, [place.key]);
  return { found: values.has(place.key), value: values.get(place.key) ?? null };
}
