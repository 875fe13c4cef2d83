import { operationDescriptions } from "@tempograph/client/descriptions";

/** Operations whose names would give a command that nobody looks for. One command asks `whatIf`, with or without progress. */
const OWN_WORDS: Readonly<Record<string, readonly [string, string]>> = {
  executionsChanged: ["execution", "changes"],
  executionsToReconcile: ["execution", "to-reconcile"],
  approvalsChanged: ["approval", "changes"],
  whatIf: ["workflow", "what-if"],
  whatIfProgress: ["workflow", "what-if"],
  whyNot: ["workflow", "why-not"],
  validateGraph: ["workflow", "validate"],
  runNode: ["node", "run"],
  stateEntries: ["state", "list"],
  stateEntry: ["state", "get"],
};

/**
 * The words of an operation's command: `workflowPublish` is `workflow publish`, the list `workflows` is `workflow list`, `workflow`
 * itself is `workflow get`, and `executionSkipWait` is `execution skip-wait`.
 */
export function commandWords(name: string): readonly [string] | readonly [string, string] {
  if (Object.hasOwn(OWN_WORDS, name)) return OWN_WORDS[name]!;
  const words = name.split(/(?=[A-Z])/).map((word) => word.toLowerCase());
  const [first = "", ...rest] = words;
  if (rest.length > 0) return [first, rest.join("-")];
  if (operationDescriptions[name]?.kind === "list" && name.endsWith("s")) return [name.slice(0, -1), "list"];
  return Object.hasOwn(operationDescriptions, `${name}s`) ? [name, "get"] : [name];
}

/**
 * A text of the API for somebody who uses commands: `connectionCreate` in it becomes `tempograph connection create`. A name of one word may
 * mean something else, such as a field, so only a list in which something can be looked up counts.
 */
export function withCommands(text: string): string {
  return text.replaceAll(/(\b[Ll]ook\b[^`]*)?`([a-z]+(?:[A-Z][a-z]*)*)`/g, (all, look: string = "", name: string) => {
    const isMeant = look !== "" || /[A-Z]/.test(name);
    if (!isMeant || !Object.hasOwn(operationDescriptions, name)) return all;
    return `${look}\`tempograph ${commandWords(name).join(" ")}\``;
  });
}
