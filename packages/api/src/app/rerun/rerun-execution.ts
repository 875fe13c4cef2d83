import {
  base32,
  findDefinitions,
  findExecutions,
  findWorkflows,
  hasLostValues,
  insertRerun,
  listEndedSteps,
  newId,
  type ExecutionRecord,
} from "@tempograph/db";
import { createHash } from "node:crypto";
import type { AppDeps } from "../app-deps.ts";
import { ok, refuse, type AppError, type Result } from "../app-error.ts";
import { checkKey, checkText, firstError } from "../check-text.ts";
import { valuesRemoved } from "../values-removed.ts";
import { isClosed, unknownExecution } from "../steer-execution.ts";
import { containerOfPath, planRerun, type RerunPlan } from "./seed-of.ts";

export interface RerunInput {
  readonly executionId: string;
  /** The node from which the execution runs again; other nodes keep their outputs. Absent: everything runs again. */
  readonly fromNode?: string | null | undefined;
  /** Default: the version of the old execution. */
  readonly version?: "same" | "published" | null | undefined;
  /** Repeating the same rerun with the same key makes one execution. */
  readonly idempotencyKey?: string | null | undefined;
}

export interface Rerun {
  readonly execution: ExecutionRecord;
  /** Whether the execution existed before, under the same idempotency key. */
  readonly deduplicated: boolean;
  /** The nodes whose outputs were taken over. */
  readonly seeded: readonly string[];
}

/** Runs a closed execution again, as a new execution for the same event that is linked to the old one. */
export async function rerunExecution({ db, quota }: AppDeps, input: RerunInput): Promise<Result<Rerun>> {
  const fromNode = input.fromNode ?? undefined;
  const error = firstError(checkKey(input.idempotencyKey), checkFromNode(input));
  if (error) return refuse(error);
  const [source] = await findExecutions(db, [input.executionId]);
  if (source === undefined) return refuse({ ...unknownExecution(input.executionId), path: "/executionId" });
  if (!isClosed(source)) return refuse(openExecution(source));
  if (await hasLostValues(db, source)) return refuse(valuesRemoved(`The execution ${source.id}`, "/executionId"));
  const version = input.version === "published" ? await publishedVersion(db, source) : ok(source.workflowVersion);
  if (!version.ok) return version;
  const planned = await plan(db, source, version.value, fromNode);
  if (!planned.ok) return planned;
  const id = rerunId(source.id, input.idempotencyKey ?? newId("key"));
  const over = await quota.refuse(1);
  // To repeat a rerun that was accepted uses nothing of what the project may use.
  if (over && (await findExecutions(db, [id])).length === 0) return refuse(over);
  const inserted = await insertRerun(db, {
    id,
    workflowId: source.workflowId,
    workflowVersion: version.value,
    eventId: source.eventId,
    triggerId: source.triggerId,
    rerunOf: source.id,
    rerunFrom: planned.value?.from ?? null,
    seed: planned.value?.seed ?? null,
  });
  const { execution, isNew } = inserted;
  if (!isNew && !sameRerun(execution, source, version.value, planned.value)) return refuse(otherRerun(execution));
  return ok({ execution, deduplicated: !isNew, seeded: Object.keys(planned.value?.seed ?? {}) });
}

export function checkFromNode({ fromNode }: Pick<RerunInput, "fromNode">): AppError | undefined {
  return fromNode == null ? undefined : checkText(fromNode, "/fromNode", { most: 1_000 });
}

/**
 * The id `exe_<event>_<workflow>_r<hash of the old execution's id and the key>`, so that the same key gives the same id. The id of
 * a rerun of a rerun is not longer.
 */
function rerunId(sourceId: string, key: string): string {
  const hash = createHash("sha256").update(`${sourceId}\n${key}`).digest();
  return `${sourceId.replace(/_r[0-9a-z]{13}$/, "")}_r${base32(hash.subarray(0, 8)).slice(-13)}`;
}

async function plan(
  db: AppDeps["db"],
  source: ExecutionRecord,
  version: number,
  fromNode: string | undefined,
): Promise<Result<RerunPlan | undefined>> {
  if (fromNode === undefined) return ok(undefined);
  const [[frozen], steps] = await Promise.all([
    findDefinitions(db, [{ workflow_id: source.workflowId, version }]),
    listEndedSteps(db, source.id),
  ]);
  const found = frozen && planRerun(frozen.definition, steps, fromNode);
  if (found !== undefined) return ok(found);
  const container = frozen && containerOfPath(frozen.definition, fromNode);
  if (container !== undefined) {
    return refuse({
      code: "NODE_UNKNOWN",
      message: `A rerun cannot begin at ${JSON.stringify(fromNode.slice(0, 200))}, a step inside "${container}", because the results of other items and rounds are not taken over.`,
      path: "/fromNode",
      hint: `Begin at "${container}", which runs all of its items again. If each item calls a workflow of its own (call_workflow), a single one can be run again.`,
    });
  }
  return refuse({
    code: "NODE_UNKNOWN",
    message: `Version ${String(version)} of ${source.workflowId} has no node ${JSON.stringify(fromNode.slice(0, 200))}.`,
    path: "/fromNode",
    hint: "Give the node's id in the graph (`step.nodeId`) and not a path.",
  });
}

async function publishedVersion(db: AppDeps["db"], source: ExecutionRecord): Promise<Result<number>> {
  const [workflow] = await findWorkflows(db, [source.workflowId], { withDeleted: true });
  if (workflow?.status === "active" && workflow.publishedVersion !== null) return ok(workflow.publishedVersion);
  return refuse({
    code: "WORKFLOW_ARCHIVED",
    message: `The workflow ${source.workflowId} has no published version that could be run.`,
    path: "/version",
    hint: "Run it again with the old execution's version (`version: SAME`).",
  });
}

function sameRerun(known: ExecutionRecord, source: ExecutionRecord, version: number, plan: RerunPlan | undefined) {
  return known.rerunOf === source.id && known.workflowVersion === version && known.rerunFrom === (plan?.from ?? null);
}

function otherRerun(known: ExecutionRecord): AppError {
  return {
    code: "IDEMPOTENCY_CONFLICT",
    message: `This idempotency key was used for a different rerun, ${known.id}.`,
    path: "/idempotencyKey",
    hint: "Use a new key for a new rerun.",
  };
}

function openExecution({ id, status }: ExecutionRecord): AppError {
  return {
    code: "EXECUTION_OPEN",
    message: `The execution ${id} has not ended (${status}).`,
    path: "/executionId",
    hint: "Wait until it has ended, or cancel it first. At an incident, retry the step instead.",
  };
}
