import type { Graph } from "../definition/graph.ts";
import type { JsonSchema } from "../definition/json.ts";
import type { NodeTypeManifest } from "../definition/node-type.ts";
import type { View } from "../definition/construct-descriptor.ts";
import { declaredFacts } from "../definition/trigger-when.ts";
import type { Trigger } from "../definition/trigger.ts";
import { descriptorOf } from "../interpret/constructs/index.ts";
import { parsePath } from "../expression/template/parse-path.ts";
import { parseText } from "../expression/template/parse-text.ts";
import { schemaAt } from "../schema/schema-types.ts";
import { outputSchemas, roundsSoFar } from "./output-schema.ts";
import { pathFacts } from "./path-facts.ts";
import { ROOT_SCHEMAS } from "./root-schemas.ts";
import { standingOf } from "./step-in-scope.ts";
import { validationContext, type ValidationContext } from "./validation-context.ts";
import { variablesAt, variablesOf } from "./variables.ts";

/** A value that an expression can read at a place of a graph. */
export interface NameInScope {
  /** `["steps", "charge"]`, `["payload"]`. */
  readonly path: readonly string[];
  /** What is known of the value; `true` if it may be anything. */
  readonly schema: JsonSchema;
  /** False: on some paths through the graph there is no such value, so that an expression should say a default. */
  readonly isCertain: boolean;
}

export interface ScopeInput {
  readonly graph: Graph;
  readonly types: ReadonlyMap<string, NodeTypeManifest>;
}

/** The values that the expressions of a node can read, as `validateGraph` sees them. Empty if there is no such node. */
export function scopeAt(input: ScopeInput, nodeId: string, view: View = "around"): readonly NameInScope[] {
  return scopesOf(input)(nodeId, view);
}

/** Answers as `scopeAt` for one node of a graph after the other. What the graph says as a whole is read once, with the first answer. */
export function scopesOf(input: ScopeInput): (nodeId: string, view?: View) => readonly NameInScope[] {
  let context: ValidationContext | undefined;
  return (nodeId, view = "around") => {
    context ??= validationContext(input);
    const reader = context.topology.indexOf.get(nodeId);
    return reader === undefined ? [] : namesAt(context, reader, view);
  };
}

/** The values that the condition of a trigger can read. */
export function scopeOfTrigger({ when }: Pick<Trigger, "when">): readonly NameInScope[] {
  const { state, lookup } = declaredFacts(when);
  return [
    certain(["payload"], true),
    ...roots(["event", "workflow"]),
    ...state.map((name) => certain(["state", name], true)),
    ...lookup.map((name) => certain(["lookup", name], true)),
  ];
}

function namesAt(context: ValidationContext, reader: number, view: View): readonly NameInScope[] {
  return [
    certain(["payload"], true),
    ...roots(["event", "execution", "workflow"]),
    ...loopNames(context, reader, view),
    ...variablesAt(reader, view, context, variablesOf(context)).map((name) => ({
      path: ["vars", name],
      schema: true,
      isCertain: false,
    })),
    ...steps(context, reader, view),
  ];
}

function certain(path: readonly string[], schema: JsonSchema): NameInScope {
  return { path, schema, isCertain: true };
}

function roots(names: readonly string[]): readonly NameInScope[] {
  return names.map((name) => certain([name], ROOT_SCHEMAS.get(name) ?? true));
}

/** `item` and `index` of the innermost loop around the expression. */
function loopNames(context: ValidationContext, reader: number, view: View): readonly NameInScope[] {
  const { nodes, scopes } = context;
  const begin = view === "around" ? (scopes.scopeOf[reader] as number) : reader;
  const loops = [...scopes.around(begin)].filter(
    (at) => descriptorOf(nodes[at]?.type ?? "")?.container?.loop !== undefined,
  );
  const [innermost] = loops;
  if (innermost === undefined) return [];
  const list = loops.find((at) => descriptorOf(nodes[at]?.type ?? "")?.container?.loop === "items");
  return [...(list === undefined ? [] : [certain(["item"], itemSchema(context, list))]), ...roots(["index"])];
}

/** What is known of the items of a loop whose list is the output of a step. */
function itemSchema(context: ValidationContext, loop: number): JsonSchema {
  const list = context.nodes[loop]?.data["items"];
  const [only, ...more] = typeof list === "string" ? attempt(() => parseText(list.trim())) : [];
  const path = typeof only === "object" && more.length === 0 ? parsePath(only.source)?.map(String) : undefined;
  if (path === undefined) return true;
  for (const name of namesAt(context, loop, "around")) {
    if (!name.path.every((segment, index) => path[index] === segment)) continue;
    const schema = schemaAt(name.schema, path.slice(name.path.length));
    return (typeof schema === "object" ? (schema["items"] as JsonSchema | undefined) : undefined) ?? true;
  }
  return true;
}

function attempt<T>(parse: () => readonly T[]): readonly T[] {
  try {
    return parse();
  } catch {
    // The rule on expressions reports it.
    return [];
  }
}

function steps(context: ValidationContext, reader: number, view: View): readonly NameInScope[] {
  const { nodes, scopes } = context;
  const inside = view === "around" ? [] : (scopes.members.get(reader) ?? []);
  const around = [...scopes.around(scopes.scopeOf[reader] as number)];
  const candidates = [
    ...new Set([...around.flatMap((scope) => scopes.members.get(scope) ?? []), ...around, reader, ...inside]),
  ]
    .filter((index) => index >= 0)
    .sort((a, b) => a - b);
  const facts = pathFacts(context, candidates);
  const schemas = outputSchemas(context);
  return candidates.flatMap((index): NameInScope[] => {
    const node = nodes[index];
    if (node === undefined || descriptorOf(node.type)?.begins === true) return [];
    const path = ["steps", node.id];
    const { kind } = standingOf(index, reader, view, context, facts);
    if (kind === "rounds") return [certain(path, roundsSoFar(node))];
    return kind === "certain" || kind === "maybe"
      ? [{ path, schema: schemas(index), isCertain: kind === "certain" }]
      : [];
  });
}
