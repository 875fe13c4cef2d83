import { DurationError, parseDuration } from "../definition/duration.ts";
import type { GraphNode } from "../definition/graph.ts";
import { MAX_LOOKUP_CACHE_MS } from "../definition/limits.ts";
import type { NodeTypeManifest } from "../definition/node-type.ts";
import type { Problem } from "../definition/problem.ts";
import { lookupsOf, type Lookup } from "../definition/trigger-when.ts";
import type { Trigger } from "../definition/trigger.ts";
import { descriptorOf } from "../interpret/constructs/index.ts";
import { lookupPath } from "../match/compile-when.ts";
import { KEY_ROOTS } from "../start-policy/policy-key.ts";
import { expressionsOf } from "./node-expressions.ts";
import type { Rule } from "./rule.ts";
import { isIdempotent } from "./rules/burst.ts";
import { connections } from "./rules/connections.ts";
import { expressions } from "./rules/expressions.ts";
import { nodeData } from "./rules/node-data.ts";
import { nodeTypes } from "./rules/node-types.ts";
import { secrets } from "./rules/secrets.ts";
import type { ValidationContext } from "./validation-context.ts";

/** What is asked of a node in a graph is asked of a lookup, too. */
const NODE_RULES: readonly Rule[] = [nodeTypes, nodeData, connections, secrets, expressions];

/** What is wrong with the lookups of a trigger. `path` is that of the trigger. */
export function* lookupProblems(trigger: Trigger, path: string, context: ValidationContext): Iterable<Problem> {
  const lookups = lookupsOf(trigger.when);
  const names = lookups.map(({ as }) => as);
  for (const [index, lookup] of lookups.entries()) {
    const at = path + lookupPath(trigger, index);
    if (names.indexOf(lookup.as) < index)
      yield error(`${at}/as`, `The name "${lookup.as}" is there twice.`, "Give one of the two another name.");
    yield* cacheProblems(lookup, `${at}/cache`);
    const node: GraphNode = { id: lookup.as, type: lookup.node, data: lookup.input ?? {} };
    const type = context.types.get(lookup.node);
    const unfit = type === undefined ? undefined : whyUnfit(node, type);
    if (unfit !== undefined) yield error(`${at}/node`, ...unfit);
    else yield* nodeProblems(node, at, context);
  }
}

function* cacheProblems({ cache = 0 }: Lookup, path: string): Iterable<Problem> {
  try {
    if (parseDuration(cache) > MAX_LOOKUP_CACHE_MS)
      yield error(path, "An answer is kept for at most 7 days.", 'Write a shorter time, such as "1h".');
  } catch (thrown) {
    if (!(thrown instanceof DurationError)) throw thrown;
    yield { ...error(path, `${thrown.message}.`, `${thrown.hint}.`), code: thrown.code };
  }
}

/** Why nodes of this type cannot run by themselves and several times: what is wrong, and a hint. */
function whyUnfit(node: GraphNode, type: NodeTypeManifest): [string, string] | undefined {
  if (type.runs === "machine" || descriptorOf(type.type) !== undefined)
    return [
      `${type.type} belongs to an execution, and none runs yet.`,
      "Name a node type that reads something, such as http_call.",
    ];
  if (type.taskQueue !== undefined)
    return [
      `${type.type} runs on the task queue "${type.taskQueue}", and lookups run in the worker that dispatches events.`,
      "Name a node type of that worker.",
    ];
  if (isIdempotent(node, type)) return undefined;
  return [
    `${type.type} does not say that a second run does no harm, and a lookup may run several times for one event.`,
    typeof type.idempotent === "boolean"
      ? "Name a node type that only reads."
      : "Write the fields on which that depends without templates, such as a method that only reads.",
  ];
}

function* nodeProblems(node: GraphNode, at: string, context: ValidationContext): Iterable<Problem> {
  const found = expressionsOf(node, at, context.types.get(node.type));
  const alone: ValidationContext = { ...context, nodes: [node], expressions: [found], nodePath: () => at };
  for (const rule of NODE_RULES)
    for (const { node: _, ...problem } of rule(alone)) yield { ...problem, path: inLookup(problem.path, at) };
  for (const { references } of found)
    for (const { root, at: place } of references)
      if (!KEY_ROOTS.includes(root))
        yield {
          ...error(
            inLookup(place, at),
            `A lookup cannot read ${root}: there is no execution yet.`,
            `Read ${KEY_ROOTS.join(", ")}.`,
          ),
          code: "EXPRESSION_NOT_HERE",
        };
}

/** The fields of a node have other names in a lookup. */
function inLookup(path: string, at: string): string {
  const place = path.slice(at.length);
  return at + place.replace(/^\/data(?=\/|$)/, "/input").replace(/^\/type$/, "/node");
}

function error(path: string, message: string, hint: string): Problem {
  return { code: "INVALID_TRIGGER", severity: "error", path, message, hint };
}
