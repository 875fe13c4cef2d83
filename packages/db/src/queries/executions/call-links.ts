import { sql } from "kysely";
import type { Database } from "../../connection/open-database.ts";
import { inProject } from "../../projects/project-scope.ts";
import type { StepKey } from "./steps.ts";

/** One execution called another (`call_workflow`). */
export interface CallLink {
  readonly callerId: string;
  /** The path of the step that called. */
  readonly callerPath: string;
  readonly calledId: string;
}

const columns = ["parent_id as callerId", "parent_path as callerPath", "child_id as calledId"] as const;

/** The calls that started these executions; the list must not be empty. */
export async function findCallers(db: Database, calledIds: readonly string[]): Promise<CallLink[]> {
  return await db
    .selectFrom("calls")
    .select(columns)
    .where("child_id", "in", calledIds)
    .where(inProject(db, "calls"))
    .execute();
}

/** What these steps called (at least one step has to be given), in the order of the calls: a step that a person has retried may have called more than once. */
export async function findCalled(db: Database, steps: readonly StepKey[]): Promise<CallLink[]> {
  return await db
    .selectFrom("calls")
    .innerJoin("executions", "executions.id", "calls.child_id")
    .select(columns)
    .where(
      sql<boolean>`(parent_id, parent_path) in (${sql.join(steps.map((key) => sql`(${key.executionId}, ${key.path})`))})`,
    )
    .where(inProject(db, "calls"))
    .orderBy("executions.seq")
    .execute();
}
