import { operationDescriptions } from "@tempograph/client/descriptions";

/**
 * The words of an operation's command: `workflowPublish` is `workflow publish`, the list `workflows` is `workflow list`, `workflow`
 * itself is `workflow get`, and `executionSkipWait` is `execution skip-wait`. `whatIf`, with or without progress, is asked about a workflow.
 */
export function commandWords(name: string): readonly [string] | readonly [string, string] {
  if (name.startsWith("whatIf")) return ["workflow", "what-if"];
  const words = name.split(/(?=[A-Z])/).map((word) => word.toLowerCase());
  const [first = "", ...rest] = words;
  if (rest.length > 0) return [first, rest.join("-")];
  if (operationDescriptions[name]?.kind === "list" && name.endsWith("s")) return [name.slice(0, -1), "list"];
  return Object.hasOwn(operationDescriptions, `${name}s`) ? [name, "get"] : [name];
}
