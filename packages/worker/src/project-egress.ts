import { findExecutionProject, listProjectEgress, type Database } from "@tempograph/db";
import { projectOfNodeRun } from "@tempograph/graph";
import { type EgressRules, retryable } from "@tempograph/nodes-sdk";

/** How long rules that were read are used. A change reaches the next call after that. */
const READ_AGAIN_MS = 2_000;
const MOST_EXECUTIONS = 10_000;

/**
 * The egress rules of the project to which an execution belongs. Where no project has rules, a call costs one short query in two seconds,
 * and nothing is asked about its execution. If Postgres does not answer, the call fails and is tried again, because the rules of a project
 * hold or nothing is called.
 */
export function projectEgress(
  db: Database,
  now: () => number = Date.now,
): (executionId: string) => Promise<EgressRules | undefined> {
  const projects = new Map<string, string | undefined>();
  let read: { readonly at: number; readonly rules: Promise<ReadonlyMap<string, EgressRules>> } | undefined;

  const rules = (): Promise<ReadonlyMap<string, EgressRules>> => {
    if (read === undefined || now() - read.at >= READ_AGAIN_MS) {
      const fresh = { at: now(), rules: readRules(db) };
      read = fresh;
      fresh.rules.catch(() => {
        if (read === fresh) read = undefined;
      });
    }
    return read.rules;
  };
  /** The project of an execution never changes. */
  const projectOf = async (executionId: string): Promise<string | undefined> => {
    const ofRun = projectOfNodeRun(executionId);
    if (ofRun !== undefined) return ofRun;
    const known = projects.get(executionId);
    if (known !== undefined) return known;
    const found = await findExecutionProject(db, executionId);
    const [oldest] = projects.keys();
    if (projects.size >= MOST_EXECUTIONS && oldest !== undefined) projects.delete(oldest);
    if (found !== undefined) projects.set(executionId, found);
    return found;
  };
  return async (executionId) => {
    let all: ReadonlyMap<string, EgressRules>;
    let project: string | undefined;
    try {
      all = await rules();
      if (all.size === 0) return undefined;
      project = await projectOf(executionId);
    } catch (cause) {
      throw retryable("NETWORK_ERROR", "It cannot be read where the project may call: Postgres does not answer.", {
        cause,
      });
    }
    // An execution that nobody knows belongs to no project that could allow it anything.
    return project === undefined ? { of: "an unknown project", only: [] } : all.get(project);
  };
}

async function readRules(db: Database): Promise<ReadonlyMap<string, EgressRules>> {
  const projects = await listProjectEgress(db);
  return new Map(
    projects.map(({ id, egressOnly, egressDeny }) => [
      id,
      { of: `the project ${id}`, deny: egressDeny, ...(egressOnly !== null && { only: egressOnly }) },
    ]),
  );
}
