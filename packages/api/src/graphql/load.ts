import {
  findAttempts,
  findCalled,
  findCallers,
  findBulkJobs,
  findEvents,
  findExecutions,
  findSteps,
  findVersions,
  findWorkflows,
  rowsWithinBytes,
  type AttemptRecord,
  type CallLink,
  type ProjectDatabase,
  type StepKey,
} from "@tempograph/db";
import type { AppDeps } from "../app/app-deps.ts";
import { knownNodeTypes } from "../app/known-node-types.ts";
import { bulkJobs } from "../operations/bulk/bulk.ts";
import { events } from "../operations/events/read.ts";
import { executionSteps, executions } from "../operations/executions/read.ts";
import { workflowVersions, workflows } from "../operations/workflows/read.ts";
import type { GraphqlContext } from "./context.ts";

// For dataloaders: one answer for each id, in their order; null if nothing has the id.

type Deps = Pick<AppDeps, "db">;
type Loading = Pick<GraphqlContext, "deps" | "loads">;
type Ids = readonly string[];

/** Loads workflows, deleted ones included, because their executions still refer to them. */
export const loadWorkflows = (context: Loading, ids: Ids) =>
  inOrder(context, ids, workflows.large, (db, some) => findWorkflows(db, some, { withDeleted: true }), workflows.keyOf);

export const loadVersions = (context: Loading, ids: Ids) =>
  inOrder(
    context,
    ids,
    workflowVersions.large,
    (db, some) => findVersions(db, some.map(toVersionKey)),
    (v) => `${v.workflowId}:${String(v.version)}`,
  );

export const loadEvents = (context: Loading, ids: Ids) => inOrder(context, ids, events.large, findEvents, (e) => e.id);

export const loadExecutions = (context: Loading, ids: Ids) =>
  inOrder(context, ids, executions.large, findExecutions, (e) => e.id);

export const loadBulkJobs = (context: Loading, ids: Ids) =>
  inOrder(context, ids, bulkJobs.large, findBulkJobs, (job) => job.id);

export const loadSteps = (context: Loading, ids: Ids) =>
  inOrder(
    context,
    ids,
    executionSteps.large,
    (db, some) => findSteps(db, some.map(toStepKey)),
    (s) => `${s.executionId}:${s.path}`,
  );

export async function loadAttempts({ db }: Deps, ids: Ids): Promise<AttemptRecord[][]> {
  const byStep = new Map<string, AttemptRecord[]>(ids.map((id) => [id, []]));
  for (const attempt of await findAttempts(db, ids.map(toStepKey)))
    byStep.get(`${attempt.executionId}:${attempt.path}`)?.push(attempt);
  return ids.map((id) => byStep.get(id) ?? []);
}

/** By the id of a called execution: the call that started it. */
export async function loadCallers({ db }: Deps, ids: Ids): Promise<(CallLink | null)[]> {
  const byCalled = new Map((await findCallers(db, ids)).map((link) => [link.calledId, link]));
  return ids.map((id) => byCalled.get(id) ?? null);
}

/** By the id of a step: the id of the execution that it called last. */
export async function loadCalled({ db }: Deps, ids: Ids): Promise<(string | null)[]> {
  const links = await findCalled(db, ids.map(toStepKey));
  const byStep = new Map(links.map((link) => [`${link.callerId}:${link.callerPath}`, link.calledId]));
  return ids.map((id) => byStep.get(id) ?? null);
}

export async function loadNodeTypes({ db }: Deps, types: Ids) {
  const known = await knownNodeTypes(db);
  return types.map((type) => known.get(type) ?? null);
}

/** Loads large rows in parts, so that the answer's limit holds before all of them are in memory. */
async function inOrder<Row>(
  { deps, loads }: Loading,
  ids: Ids,
  large: readonly string[] = [],
  find: (db: ProjectDatabase, ids: Ids) => Promise<readonly Row[]>,
  idOf: (row: Row) => string,
): Promise<(Row | null)[]> {
  const byId = new Map<string, Row>();
  for (let missing = [...ids]; missing.length > 0; missing = missing.filter((id) => !byId.has(id))) {
    const { rows, leftOut } = await loads.read(() => rowsWithinBytes(deps.db, large, (db) => find(db, missing)));
    for (const row of rows) byId.set(idOf(row), row);
    if (!leftOut) break;
  }
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
