import { isHookTaken, namedConnections, type Database } from "@tempograph/db";
import { WEBHOOK_SECRET_TYPE, type Problem } from "@tempograph/graph";
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
    problems.push(...(await connectionProblems(tx, workflowId, auth.connection)));
  return problems;
}

/** The connection cannot be changed or deleted until the version is published. */
async function connectionProblems(tx: Database, workflowId: string, name: string): Promise<readonly Problem[]> {
  const place = { severity: "error", path: "/config/auth/connection" } as const;
  const found = await namedConnections(tx, [name], { more: 0, lock: true });
  const connection = found.find((each) => each.name === name);
  if (connection === undefined)
    return [
      {
        ...{ code: "CONNECTION_UNKNOWN", ...place, message: `There is no connection ${JSON.stringify(name)}.` },
        hint: `Make a connection of the type ${WEBHOOK_SECRET_TYPE} with this name.`,
      },
    ];
  if (connection.type !== WEBHOOK_SECRET_TYPE)
    return [
      {
        ...{ code: "CONNECTION_TYPE_WRONG", ...place },
        message: `The connection ${JSON.stringify(name)} has the type ${connection.type}.`,
        hint: `Name a connection of the type ${WEBHOOK_SECRET_TYPE}.`,
      },
    ];
  if (connection.usableBy !== null && !connection.usableBy.includes(workflowId))
    return [
      {
        ...{ code: "CONNECTION_NOT_ALLOWED", ...place },
        message: `This workflow may not use the connection ${JSON.stringify(name)}.`,
        hint: "Add the workflow to `usableBy` of the connection.",
      },
    ];
  return [];
}
