import type { KnownConnection } from "../../definition/connection-type.ts";
import type { NodeTypeManifest } from "../../definition/node-type.ts";
import type { Problem } from "../../definition/problem.ts";
import { correction } from "../make-fix.ts";
import type { Rule } from "../rule.ts";
import type { WorkflowNames } from "../validation-context.ts";

/** `data.connection` names a connection of the project, by its literal name, of a type that the node takes. */
export const connections: Rule = function* (context) {
  const { nodes, types, connections: known, workflow, nodePath } = context;
  for (const [index, node] of nodes.entries()) {
    const type = types.get(node.type);
    const name = node.data["connection"];
    // The schema of the data reports what is missing or no text.
    if (type?.connections === undefined || typeof name !== "string") continue;
    const place = { severity: "error", path: `${nodePath(index)}/data/connection`, node: node.id } as const;
    if (name.includes("{{")) {
      yield { ...place, ...NOT_LITERAL };
    } else if (known !== undefined) {
      const problem = problemOf(name, type, known.get(name), workflow);
      if (problem?.code === "CONNECTION_UNKNOWN") {
        const { question, ...fix } = correction(context, name, known.keys(), place.path);
        yield { ...place, ...problem, hint: `${question}${problem.hint}`, ...fix };
      } else if (problem !== undefined) yield { ...place, ...problem };
    }
  }
};

type Found = Pick<Problem, "code" | "message" | "hint">;

const NOT_LITERAL: Found = {
  code: "CONNECTION_NOT_LITERAL",
  message: "The name of a connection is a template, so that data could choose which credentials a step uses.",
  hint: "Write the name itself; lead to one node per connection with a branch or a switch.",
};

function problemOf(
  name: string,
  { type, connections = [] }: NodeTypeManifest,
  connection: KnownConnection | undefined,
  workflow: WorkflowNames | undefined,
): Found | undefined {
  if (connection === undefined)
    return {
      code: "CONNECTION_UNKNOWN",
      message: `There is no connection "${name.slice(0, 100)}" in the project.`,
      hint: "Make it with `connectionCreate`, or name another one.",
    };
  if (!connections.includes(connection.type))
    return {
      code: "CONNECTION_TYPE_WRONG",
      message: `The connection "${name}" is of the type ${connection.type}, which ${type} does not take.`,
      hint: `Name a connection of the type ${connections.join(" or ")}.`,
    };
  if (workflow !== undefined && connection.usableBy !== null && !connection.usableBy.includes(workflow.id))
    return {
      code: "CONNECTION_NOT_ALLOWED",
      message: `This workflow may not use the connection "${name}".`,
      hint: "Name another connection, or let somebody who knows its secrets add this workflow to `usableBy`.",
    };
  return undefined;
}
