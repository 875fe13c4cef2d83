import type { JsonObject, JsonSchema } from "../../definition/json.ts";
import type { Problem } from "../../definition/problem.ts";
import type { Reference } from "../../expression/reference.ts";
import type { Container, View } from "../../definition/construct-descriptor.ts";
import type { GraphNode } from "../../definition/graph.ts";
import { ROOT_SCHEMAS, fieldNames } from "../root-schemas.ts";
import { outputSchemas, roundsSoFar, type OutputSchemas } from "../output-schema.ts";
import { pathFacts, type PathFacts } from "../path-facts.ts";
import { pathCorrection, readInstead } from "../rename-path.ts";
import type { Rule } from "../rule.ts";
import { standingOf } from "../step-in-scope.ts";
import type { ValidationContext } from "../validation-context.ts";
import { variablesOf, variableProblem, type Variables } from "../variables.ts";
import { constructDescriptors, descriptorOf } from "../../interpret/constructs/index.ts";

/** The fields of the names whose fields are all known. */
const KNOWN: ReadonlyMap<string, readonly string[]> = new Map(
  ["event", "execution", "workflow"].map((root) => [root, fieldNames(ROOT_SCHEMAS.get(root))]),
);
/** Values that only nodes inside a loop can read, with the types of those loops. */
const LOOP_ROOTS: ReadonlyMap<string, ReadonlySet<Container["loop"]>> = new Map([
  ["item", new Set<Container["loop"]>(["items"])],
  ["index", new Set<Container["loop"]>(["items", "rounds"])],
]);

/** An expression may only read a path that an earlier step can have produced; any other path would fail every execution. */
export const references: Rule = function* (context) {
  const { nodes, expressions, topology } = context;
  const read = new Set<number>();
  for (const found of expressions) {
    for (const one of found) {
      for (const { root, path } of one.references) {
        const source = root === "steps" ? topology.indexOf.get(path[0] ?? "") : undefined;
        if (source !== undefined) read.add(source);
      }
    }
  }
  const known: Known = {
    facts: pathFacts(
      context,
      [...read].sort((a, b) => a - b),
    ),
    variables: variablesOf(context),
    schemas: outputSchemas(context),
  };
  for (const [index, found] of expressions.entries()) {
    const reported = new Set<string>();
    for (const { view, references } of found) {
      for (const reference of references) {
        const problem = check(reference, { index, view }, context, known);
        const key = `${problem?.code} ${reference.at} ${reference.root}.${reference.path.join(".")}`;
        if (problem === null || reported.has(key)) continue;
        reported.add(key);
        yield { ...problem, path: reference.at, node: nodes[index]?.id ?? "" };
      }
    }
  }
};

interface Known {
  readonly facts: PathFacts;
  readonly variables: Variables;
  readonly schemas: OutputSchemas;
}

interface Reader {
  readonly index: number;
  readonly view: View;
}

type Finding = Omit<Problem, "path" | "node">;

function check(reference: Reference, reader: Reader, context: ValidationContext, known: Known): Finding | null {
  const { root, path, optional } = reference;
  const [first] = path;
  if (root === "steps") return first === undefined ? null : checkStep(reference, first, reader, context, known);
  const loops = LOOP_ROOTS.get(root);
  if (loops !== undefined && !isInside(loops, reader, context)) return outsideLoop(reference, context);
  if (optional || first === undefined) return null;
  if (root === "vars") return variableProblem(reference, first, reader.index, reader.view, context, known.variables);
  const names = KNOWN.get(root);
  if (names === undefined || names.includes(first)) return null;
  const { question, ...fix } = pathCorrection(context, reference, 1, names);
  return {
    code: "REFERENCE_UNKNOWN",
    severity: "error",
    message: `${root} has no "${first}".`,
    hint: `${question}It has ${names.join(", ")}${root === "event" ? "; the payload's fields are under payload" : ""}.`,
    ...fix,
  };
}

function isInside(
  loops: ReadonlySet<Container["loop"]>,
  { index, view }: Reader,
  { nodes, scopes }: ValidationContext,
): boolean {
  const begin = view === "around" ? (scopes.scopeOf[index] as number) : index;
  for (const scope of scopes.around(begin)) if (loops.has(containerAt(nodes[scope])?.loop)) return true;
  return false;
}

function containerAt(node: GraphNode | undefined): Container | undefined {
  return descriptorOf(node?.type ?? "")?.container;
}

/** Containers that run once for each item of a list. */
const LISTS = constructDescriptors.flatMap(({ container, manifest }) =>
  container?.loop === "items" ? [manifest?.type] : [],
);

/** Outside a loop, a condition that reads `item` would get null without an error, even if the payload has such a field. */
function outsideLoop({ root, path, optional, at }: Reference, { graph }: ValidationContext): Finding {
  const fix = readInstead(graph, at, [root, ...path], ["payload", root, ...path]);
  return {
    code: "REFERENCE_UNKNOWN",
    severity: optional ? "warning" : "error",
    message: `"${root}" exists only inside ${root === "item" ? `a ${LISTS.join(" or a ")}` : "a loop"}.`,
    hint: `Write payload.${[root, ...path].join(".")} where the payload's field is meant.`,
    ...(fix !== undefined && { fix }),
  };
}

function checkStep(
  reference: Reference,
  id: string,
  { index, view }: Reader,
  context: ValidationContext,
  { facts, schemas }: Known,
): Finding | null {
  const { nodes, topology } = context;
  const here = nodes[index]?.id ?? "";
  const source = topology.indexOf.get(id);
  if (source === undefined) {
    const { question, ...fix } = pathCorrection(context, reference, 1, topology.indexOf.keys());
    return {
      code: "STEP_UNKNOWN",
      severity: "error",
      message: `"${here}" reads steps.${id}, but there is no node "${id}".`,
      hint: `${question}Name a node that runs before this one.`,
      ...fix,
    };
  }
  const standing = standingOf(source, index, view, context, facts);
  switch (standing.kind) {
    case "unknown":
      return null;
    case "notInScope":
      return notInScope(here, id, standing.visible, index, context);
    case "notBefore":
      return {
        code: "STEP_NOT_BEFORE",
        severity: "error",
        message:
          source === index
            ? `"${here}" reads its own output, which does not exist yet.`
            : `"${here}" reads steps.${id}, but ${isAround(source, index, context) ? `"${id}" ends only after "${here}"` : `no path leads from "${id}" to "${here}"`}.`,
        hint: `Draw a path from "${id}" to "${here}", or read a step that comes before.`,
      };
    case "rounds":
      return fieldProblem(reference, source, roundsSoFar(nodes[source]!), context);
    case "maybe":
      if (reference.optional) return null;
      return {
        code: "STEP_MAYBE_MISSING",
        severity: "warning",
        message: `"${here}" reads steps.${id}, but can run without "${id}" having completed: the step then fails with EXPRESSION_PATH_MISSING.`,
        hint: `Write a default, such as steps.?${id}.orValue("…"), or read a step that every path to this node has.`,
      };
    case "certain":
      return reference.optional ? null : fieldProblem(reference, source, schemas(source), context);
  }
}

function isAround(container: number, index: number, { scopes }: ValidationContext): boolean {
  return [...scopes.around(scopes.scopeOf[index] as number)].includes(container);
}

function notInScope(
  here: string,
  id: string,
  visible: number,
  index: number,
  { nodes, scopes, topology }: ValidationContext,
): Finding {
  const container = nodes[visible];
  const direct = scopes.scopeOf[topology.indexOf.get(id) ?? -1] === visible;
  const field = containerAt(container)?.gives;
  const hint =
    container === undefined || visible === index
      ? "Read a step that comes before this one."
      : `Read what the container gives: steps.${container.id}${field === undefined ? (direct ? `.${id}` : "") : `.${field}`}.`;
  return {
    code: "STEP_NOT_IN_SCOPE",
    severity: "error",
    message: `"${here}" reads steps.${id}, but "${id}" is inside "${container?.id}": from outside, only the container's output can be read.`,
    hint,
  };
}

/** Reports a field that the output's schema excludes. A schema that allows additional fields excludes none. */
function fieldProblem(
  reference: Reference,
  source: number,
  output: JsonSchema,
  context: ValidationContext,
): Finding | null {
  const { path, optional } = reference;
  if (optional) return null;
  const node = context.nodes[source];
  let schema = output;
  for (const [depth, key] of path.slice(1).entries()) {
    if (typeof schema !== "object" || schema["type"] !== "object" || schema["additionalProperties"] !== false)
      return null;
    const properties = (schema["properties"] ?? {}) as JsonObject;
    if (schema["patternProperties"] !== undefined || schema["$ref"] !== undefined) return null;
    if (!Object.hasOwn(properties, key)) {
      const names = Object.keys(properties);
      const { question, ...fix } = pathCorrection(context, reference, depth + 2, names);
      return {
        code: "OUTPUT_FIELD_UNKNOWN",
        severity: "error",
        message: `The output of "${node?.id}" (${node?.type}) has no ${path.slice(1, depth + 2).join(".")}.`,
        hint: `${question}It has ${names.slice(0, 20).join(", ") || "no fields"}.`,
        ...fix,
      };
    }
    schema = properties[key] as JsonSchema;
  }
  return null;
}
