import {
  casePort,
  constructDescriptors,
  descriptorOf,
  isObject,
  type GraphNode,
  type Json,
  type JsonObject,
} from "@tempograph/graph";

/** A case that sentences have words for: a path with a condition or a value, or the path for everything else. */
export interface SayableCase {
  readonly port: string;
  readonly isElse: boolean;
  readonly label?: string;
  /** The condition, or the value that is compared. */
  readonly given?: Json;
  /** The node that the case names to go on with. */
  readonly next?: string;
}

/** Whether the cases of nodes of this type have a condition each (`if`) or a value each (`case`); null: they have no cases. */
export function caseKind(type: string): "condition" | "value" | null {
  const cases = descriptorOf(type)?.fields?.["cases"];
  if (cases === "cases") return "condition";
  return cases === "values" ? "value" : null;
}

/** The type of the nodes that "if" makes. */
export const DECISION_TYPE: string = constructDescriptors
  .map(({ manifest }) => manifest?.type ?? "")
  .find((type) => caseKind(type) === "condition")!;

/** The cases of a node, if there are words for all of them; else null. */
export function casesOf(node: GraphNode): readonly SayableCase[] | null {
  const kind = caseKind(node.type);
  const cases = node.data["cases"];
  if (kind === null || !Array.isArray(cases) || cases.length === 0) return null;
  if (kind === "condition" && Object.keys(node.data).length > 1) return null;
  const read = (cases as readonly Json[]).map((one, index) => caseOf(one, index, kind));
  const sayable = read.filter((one) => one !== null);
  const ports = new Set(sayable.map(({ port }) => port));
  const isSayable =
    sayable.length === cases.length &&
    ports.size === cases.length &&
    !ports.has("out") &&
    !ports.has("error") &&
    sayable.every(({ isElse }, index) => !isElse || index === cases.length - 1) &&
    sayable[0]?.isElse === false;
  return isSayable ? sayable : null;
}

function caseOf(item: Json, index: number, kind: "condition" | "value"): SayableCase | null {
  if (!isObject(item)) return null;
  const { label, next, else: isElse, [kind]: given, ...others } = item as JsonObject & { readonly else?: Json };
  const hasWords =
    Object.keys(others).length === 0 &&
    (label === undefined || (typeof label === "string" && label !== "")) &&
    (next === undefined || typeof next === "string") &&
    (isElse === undefined ? given !== undefined : isElse === true && given === undefined) &&
    (kind === "condition" || given === undefined || given === null || typeof given !== "object");
  if (!hasWords) return null;
  return {
    port: casePort(item, index),
    isElse: isElse === true,
    ...(label !== undefined && { label: label as string }),
    ...(given !== undefined && { given }),
    ...(next !== undefined && { next: next as string }),
  };
}
