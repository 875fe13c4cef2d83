import {
  findAttempts,
  findBulkJobs,
  findEvents,
  findExecutions,
  findSteps,
  findVersions,
  findWorkflows,
  type AttemptRecord,
  type StepKey,
} from "@tempograph/db";
import type { AppDeps } from "./app-deps.ts";
import { knownNodeTypes } from "./known-node-types.ts";

// For dataloaders: one answer for each id, in their order; null if nothing has the id.

type Deps = Pick<AppDeps, "db">;
type Ids = readonly string[];

/** Loads workflows, deleted ones included, because their executions still refer to them. */
export const loadWorkflows = async ({ db }: Deps, ids: Ids) =>
  inOrder(ids, await findWorkflows(db, ids, { withDeleted: true }), (w) => w.id);

export const loadVersions = async ({ db }: Deps, ids: Ids) =>
  inOrder(ids, await findVersions(db, ids.map(toVersionKey)), (v) => `${v.workflowId}:${String(v.version)}`);

export const loadEvents = async ({ db }: Deps, ids: Ids) => inOrder(ids, await findEvents(db, ids), (e) => e.id);

export const loadExecutions = async ({ db }: Deps, ids: Ids) =>
  inOrder(ids, await findExecutions(db, ids), (e) => e.id);

export const loadBulkJobs = async ({ db }: Deps, ids: Ids) =>
  inOrder(ids, await findBulkJobs(db, ids), (job) => job.id);

export const loadSteps = async ({ db }: Deps, ids: Ids) =>
  inOrder(ids, await findSteps(db, ids.map(toStepKey)), (s) => `${s.executionId}:${s.path}`);

export async function loadAttempts({ db }: Deps, ids: Ids): Promise<AttemptRecord[][]> {
  const byStep = new Map<string, AttemptRecord[]>(ids.map((id) => [id, []]));
  for (const attempt of await findAttempts(db, ids.map(toStepKey)))
    byStep.get(`${attempt.executionId}:${attempt.path}`)?.push(attempt);
  return ids.map((id) => byStep.get(id) ?? []);
}

export async function loadNodeTypes({ db }: Deps, types: Ids) {
  const known = await knownNodeTypes(db);
  return types.map((type) => known.get(type) ?? null);
}

function inOrder<T>(ids: Ids, rows: readonly T[], idOf: (row: T) => string): (T | null)[] {
  const byId = new Map(rows.map((row) => [idOf(row), row]));
  return ids.map((id) => byId.get(id) ?? null);
}

/** Splits a step's id such as `exe_…:each[3]/notify`. A path may contain a colon, but an execution's id does not. */
function toStepKey(id: string): StepKey {
  const colon = id.indexOf(":");
  return { executionId: id.slice(0, colon), path: id.slice(colon + 1) };
}

/** Splits a version's id such as `wf_…:3`. */
function toVersionKey(id: string): { workflowId: string; version: number } {
  const colon = id.lastIndexOf(":");
  return { workflowId: id.slice(0, colon), version: Number(id.slice(colon + 1)) };
}
