import { namedConnections, type Database } from "@tempograph/db";
import type { Problem } from "@tempograph/graph";

/**
 * Why a workflow cannot be published with a trigger that names the connection. `path` is where the trigger names it. The connection cannot
 * be changed or deleted until the transaction ends.
 */
export async function connectionProblems(
  tx: Database,
  workflowId: string,
  name: string,
  { types, path }: { readonly types: readonly string[]; readonly path: string },
): Promise<readonly Problem[]> {
  const problem = (code: string, message: string, hint: string): readonly Problem[] => [
    { code, severity: "error", path, message, hint },
  ];
  const ofType = types.length === 1 ? `of the type ${types[0]!}` : `of one of the types ${types.join(", ")}`;
  const [connection] = await namedConnections(tx, [name], { more: 0, lock: true });
  if (connection === undefined)
    return problem(
      "CONNECTION_UNKNOWN",
      `There is no connection ${JSON.stringify(name)}.`,
      `Make a connection ${ofType} with this name, or name another one.`,
    );
  if (!types.includes(connection.type))
    return problem(
      "CONNECTION_TYPE_WRONG",
      `The connection ${JSON.stringify(name)} has the type ${connection.type}.`,
      `Name a connection ${ofType}.`,
    );
  if (connection.usableBy !== null && !connection.usableBy.includes(workflowId))
    return problem(
      "CONNECTION_NOT_ALLOWED",
      `This workflow may not use the connection ${JSON.stringify(name)}.`,
      "Name another connection, or let somebody who knows its secrets add this workflow to `usableBy`.",
    );
  return [];
}
