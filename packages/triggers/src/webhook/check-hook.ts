import { isHookTaken, type Database } from "@tempograph/db";
import { WEBHOOK_SECRET_TYPE, type Problem } from "@tempograph/graph";
import { connectionProblems } from "../connection-problems.ts";
import type { PublishedTrigger } from "../trigger-kind.ts";

/** What keeps an address from being published: another workflow has it, or its secret cannot be used. Paths begin at the trigger. */
export async function checkHook(
  tx: Database,
  { trigger, workflowId, source }: PublishedTrigger,
): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  if (source !== null && (await isHookTaken(tx, { workflowId, source })))
    problems.push({
      code: "PATH_TAKEN",
      severity: "error",
      path: "/config/path",
      message: "Another workflow of the project has this path.",
      hint: "Choose another path, or archive the other workflow.",
    });
  const { auth } = (trigger.config ?? {}) as { readonly auth?: { readonly connection?: unknown } };
  if (typeof auth?.connection === "string")
    problems.push(...(await connectionProblems(tx, workflowId, auth.connection, SECRET)));
  return problems;
}

const SECRET = { type: WEBHOOK_SECRET_TYPE, path: "/config/auth/connection" };
