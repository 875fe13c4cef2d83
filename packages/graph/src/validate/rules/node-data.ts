import type { GraphNode } from "../../definition/graph.ts";
import type { JsonObject } from "../../definition/json.ts";
import { pointer } from "../../definition/json-pointer.ts";
import type { NodeTypeManifest } from "../../definition/node-type.ts";
import type { Problem } from "../../definition/problem.ts";
import type { Fix } from "../../definition/fix.ts";
import type { Rule } from "../rule.ts";
import { SchemaCheck, type SchemaFinding } from "../../schema/schema-check.ts";
import { moveValue } from "../make-fix.ts";
import { meaning } from "../nearest-name.ts";
import type { ValidationContext } from "../validation-context.ts";
import { fieldOfKind } from "../node-fields.ts";
import { intoSettings, settingOutOfPlace } from "./lookalike-fields.ts";

/** A node's data must fit the JSON Schema of its type; values that come from templates are not known yet and are skipped. */
export const nodeData: Rule = function* (context) {
  const { nodes, types, nodePath } = context;
  const checks = new Map<string, SchemaCheck>();
  for (const [index, node] of nodes.entries()) {
    const type = types.get(node.type);
    if (type === undefined) continue;
    for (const finding of [...check(type, boundedData(node), checks), ...unread(type, node.data)]) {
      yield {
        ...problemOf(finding, type, node, nodePath(index), context),
        path: `${nodePath(index)}/data${finding.path}`,
        node: node.id,
      };
    }
  }
};

/** LOOP_WITHOUT_BOUND already reports a missing bound. */
function boundedData({ type, data }: GraphNode): JsonObject {
  const bound = fieldOfKind(type, "bound");
  return bound !== undefined && (data[bound] ?? null) === null ? { ...data, [bound]: 1 } : data;
}

/** JSON Schema keywords that may allow fields which `properties` does not list. */
const OPENING = ["additionalProperties", "patternProperties", "unevaluatedProperties", "$ref", "allOf", "oneOf", "if"];
/** React Flow stores the text shown on a node in its data, in every node that such an editor draws. */
const LABEL = "label";

/** Fields that are not in a schema which lists its fields and does not explicitly allow others. */
function unread(type: NodeTypeManifest, data: JsonObject): SchemaFinding[] {
  const schema = type.input;
  if (typeof schema !== "object" || OPENING.some((word) => schema[word] !== undefined)) return [];
  const names = fieldsOf(type);
  if (names.length === 0) return [];
  return Object.keys(data).flatMap((field): SchemaFinding[] =>
    names.includes(field) || field === LABEL
      ? []
      : [{ path: pointer(field), kind: "unknownField", field, message: `There is no field "${field}".` }],
  );
}

function check(type: NodeTypeManifest, data: JsonObject, checks: Map<string, SchemaCheck>): SchemaFinding[] {
  try {
    const known = checks.get(type.type) ?? new SchemaCheck(type.input);
    checks.set(type.type, known);
    // The machine reads the cases of a branch without rendering them.
    return known.check(data, type.portsFrom !== "cases");
  } catch (error) {
    return [
      {
        path: "",
        kind: "brokenSchema",
        message: error instanceof Error ? error.message.slice(0, 200) : "unknown reason",
      },
    ];
  }
}

function problemOf(
  finding: SchemaFinding,
  type: NodeTypeManifest,
  node: GraphNode,
  nodePath: string,
  context: ValidationContext,
): Omit<Problem, "path" | "node"> {
  if (finding.kind === "unknownField") {
    const { field = "" } = finding;
    const isTop = finding.path.lastIndexOf("/") === 0;
    const names = isTop ? fieldsOf(type) : [];
    const outOfPlace = settingOutOfPlace(field);
    const similar = outOfPlace === undefined ? context.nearest(field, names) : undefined;
    const fix = isTop ? fixOf(field, outOfPlace === undefined ? similar : undefined, node, nodePath) : undefined;
    return {
      code: "UNKNOWN_FIELD",
      severity: "warning",
      message: `${type.type}: ${finding.message}`,
      hint: `${outOfPlace ?? meaning(similar)}Remove it, or correct its name${names.length === 0 ? "" : `; there are ${names.slice(0, 20).join(", ")}`}.`,
      ...(fix !== undefined && { fix }),
    };
  }
  if (finding.kind === "brokenSchema") {
    return {
      code: "NODE_SCHEMA_UNUSABLE",
      severity: "warning",
      message: `The data could not be checked against the schema of ${type.type}: ${finding.message}`,
      hint: `Tell the author of the node pack ${type.pack.name}; the node checks its input itself when it runs.`,
    };
  }
  return {
    code: "INVALID_NODE_DATA",
    severity: "error",
    message: `${type.type}: ${finding.message}`,
    hint:
      type.example === undefined
        ? `Write what the schema of ${type.type} asks for.`
        : `Write what the schema of ${type.type} asks for, for example ${example(type.example)}`,
  };
}

/** Moves the value to the field that was meant, if nothing is there. */
function fixOf(
  field: string,
  similar: string | undefined,
  { data, settings }: GraphNode,
  nodePath: string,
): Fix | undefined {
  const value = data[field];
  if (value === undefined) return undefined;
  const from = `${nodePath}/data${pointer(field)}`;
  if (similar !== undefined) {
    const to = `${nodePath}/data${pointer(similar)}`;
    return Object.hasOwn(data, similar)
      ? undefined
      : moveValue(from, to, value, `Write "${similar}" instead of "${field}"`);
  }
  return settingOutOfPlace(field) === undefined ? undefined : intoSettings(from, field, value, settings, nodePath);
}

function fieldsOf(type: NodeTypeManifest): readonly string[] {
  const properties = typeof type.input === "object" ? type.input["properties"] : undefined;
  return typeof properties === "object" && properties !== null ? Object.keys(properties) : [];
}

function example(data: JsonObject): string {
  const text = JSON.stringify(data);
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}
