import { findExecutionProject, MAIN_PROJECT, type Database } from "@tempograph/db";
import { projectOfNodeRun } from "@tempograph/graph";
import type { CallerStep } from "./caller-step.ts";

/** The project of a step: that of its execution, or of the caller who tries a node by itself. */
export async function stepProject(db: Database, { executionId }: CallerStep): Promise<string> {
  return (await findExecutionProject(db, executionId)) ?? projectOfNodeRun(executionId) ?? MAIN_PROJECT;
}
