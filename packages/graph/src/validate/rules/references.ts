import type { JsonObject, JsonSchema } from "../../definition/json.ts";
import type { Problem } from "../../definition/problem.ts";
import type { Reference } from "../../expression/reference.ts";
import { pathFacts, type PathFacts } from "../path-facts.ts";
import type { Rule } from "../rule.ts";
import type { ValidationContext } from "../validation-context.ts";

const KNOWN: Readonly<Record<string, readonly string[]>> = {
  event: ["id", "type", "source", "subject", "time", "data"],
  execution: ["id"],
  workflow: ["id", "name", "version"],
};
/** Values that only the nodes inside a loop see. */
const LOOP_ROOTS: ReadonlySet<string> = new Set(["item", "index"]);

/** Expressions read only what something can have given before: a path that no step can give fails every execution. */
export const references: Rule = function* (context) {
  const { nodes, expressions, topology } = context;
  const read = new Set<number>();
  for (const reference of expressions.flat().flatMap((found) => found.references)) {
    const source = reference.root === "steps" ? topology.indexOf.get(reference.path[0] ?? "") : undefined;
    if (source !== undefined) read.add(source);
  }
  const facts = pathFacts(
    context,
    [...read].sort((a, b) => a - b),
  );
  const variables = variablesOf(context);
  for (const [index, found] of expressions.entries()) {
    const told = new Set<string>();
    for (const reference of found.flatMap((one) => one.references)) {
      const problem = check(reference, index, context, facts, variables);
      const key = `${problem?.code} ${reference.at} ${reference.root}.${reference.path.join(".")}`;
      if (problem === null || told.has(key)) continue;
      told.add(key);
      yield { ...problem, path: reference.at, node: nodes[index]?.id ?? "" };
    }
  }
};

type Finding = Omit<Problem, "path" | "node">;

function check(
  reference: Reference,
  index: number,
  context: ValidationContext,
  facts: PathFacts,
  variables: ReadonlySet<string>,
): Finding | null {
  const { root, path, optional } = reference;
  const [first] = path;
  if (root === "steps") return first === undefined ? null : checkStep(reference, first, index, context, facts);
  if (LOOP_ROOTS.has(root) && context.nodes[index]?.parentId === undefined) return outsideLoop(reference);
  if (optional || first === undefined) return null;
  if (root === "vars" && !variables.has(first)) {
    return {
      code: "VARIABLE_NEVER_SET",
      severity: "error",
      message: `No node sets the variable "${first}".`,
      cure: `${context.suggest(first, variables)}Add a node of type "set" before this one, or write a default: vars.?${first}.orValue("…").`,
    };
  }
  const known = KNOWN[root];
  if (known === undefined || known.includes(first)) return null;
  return {
    code: "REFERENCE_UNKNOWN",
    severity: "error",
    message: `${root} has no "${first}".`,
    cure: `${context.suggest(first, known)}It has ${known.join(", ")}${root === "event" ? "; the payload's fields are under payload" : ""}.`,
  };
}

/** In a condition the name would silently be null, although the payload may have such a field. */
function outsideLoop({ root, path, optional }: Reference): Finding {
  return {
    code: "REFERENCE_UNKNOWN",
    severity: optional ? "warning" : "error",
    message: `"${root}" exists only inside a loop.`,
    cure: `Write payload.${[root, ...path].join(".")} where the payload's field is meant.`,
  };
}

function checkStep(
  reference: Reference,
  id: string,
  index: number,
  context: ValidationContext,
  facts: PathFacts,
): Finding | null {
  const { nodes, topology, suggest } = context;
  const here = nodes[index]?.id ?? "";
  const source = topology.indexOf.get(id);
  if (source === undefined) {
    return {
      code: "STEP_UNKNOWN",
      severity: "error",
      message: `"${here}" reads steps.${id}, and there is no node "${id}".`,
      cure: `${suggest(id, topology.indexOf.keys())}Name a node that runs before this one.`,
    };
  }
  // What a cycle or a container makes of the order is told by their own rules.
  if (topology.cyclic.has(index) || topology.cyclic.has(source) || nodes[index]?.parentId !== undefined) return null;
  if (!facts.isBefore(source, index)) {
    return {
      code: "STEP_NOT_BEFORE",
      severity: "error",
      message:
        source === index
          ? `"${here}" reads its own output, which does not exist yet.`
          : `"${here}" reads steps.${id}, but no path leads from "${id}" to "${here}".`,
      cure: `Draw a path from "${id}" to "${here}", or read a step that comes before.`,
    };
  }
  if (reference.optional) return null;
  if (!facts.isCertain(source, index)) {
    return {
      code: "STEP_MAYBE_MISSING",
      severity: "warning",
      message: `"${here}" reads steps.${id}, but can run without "${id}" having completed: the step then fails with EXPRESSION_PATH_MISSING.`,
      cure: `Write a default, such as steps.?${id}.orValue("…"), or read a step that every path to this node has.`,
    };
  }
  return checkOutput(reference, source, context);
}

/** A field that the node type's output schema rules out. Schemas that leave anything open say nothing. */
function checkOutput(
  { path }: Reference,
  source: number,
  { nodes, types, topology, suggest }: ValidationContext,
): Finding | null {
  const node = nodes[source];
  // A failure that is carried on has another shape.
  const failsOn =
    node?.settings?.onError === "continue" || topology.outgoing[source]?.some((arrow) => arrow.port === "error");
  let schema: JsonSchema | undefined =
    node === undefined || failsOn === true ? undefined : types.get(node.type)?.output;
  for (const [depth, key] of path.slice(1).entries()) {
    if (typeof schema !== "object" || schema["type"] !== "object" || schema["additionalProperties"] !== false)
      return null;
    const properties = (schema["properties"] ?? {}) as JsonObject;
    if (schema["patternProperties"] !== undefined || schema["$ref"] !== undefined) return null;
    if (!Object.hasOwn(properties, key)) {
      const names = Object.keys(properties);
      return {
        code: "OUTPUT_FIELD_UNKNOWN",
        severity: "error",
        message: `The output of "${node?.id}" (${node?.type}) has no ${path.slice(1, depth + 2).join(".")}.`,
        cure: `${suggest(key, names)}It has ${names.slice(0, 20).join(", ") || "no fields"}.`,
      };
    }
    schema = properties[key] as JsonSchema;
  }
  return null;
}

function variablesOf({ nodes }: ValidationContext): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { type, data } of nodes) {
    const values = data["values"];
    if (type !== "set" || typeof values !== "object" || values === null) continue;
    for (const name of Object.keys(values)) names.add(name);
  }
  return names;
}
