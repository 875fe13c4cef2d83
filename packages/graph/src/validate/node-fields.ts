import type { FieldKind, FieldReading } from "../definition/construct-descriptor.ts";
import type { GraphNode } from "../definition/graph.ts";
import type { Json, JsonObject } from "../definition/json.ts";
import { descriptorOf } from "../interpret/constructs/index.ts";

/** One field of a node's data, and how the machine reads it. */
export interface NodeField extends FieldReading {
  readonly name: string;
  readonly value: Json;
}

/** Kinds of fields that are not plain templates. */
const RULES: ReadonlySet<FieldKind> = new Set<FieldKind>([
  "literal",
  "condition",
  "eventCondition",
  "logic",
  "cases",
  "values",
]);

/** The fields of a node's data that the machine or the node reads. */
export function fieldsOf({ type, data }: GraphNode): readonly NodeField[] {
  const construct = descriptorOf(type);
  return Object.entries(data).flatMap(([name, value]): NodeField[] => {
    const named = Object.hasOwn(construct?.fields ?? {}, name) ? construct?.fields?.[name] : undefined;
    if (named === undefined) return construct?.fieldsOnly === true ? [] : [{ name, value, kind: "template" }];
    const reading: FieldReading = typeof named === "string" ? { kind: named } : named;
    const isTemplate = RULES.has(reading.kind) && isIgnored(reading, data);
    return [isTemplate ? { name, value, kind: "template" } : { name, value, ...reading }];
  });
}

/** Fields that the machine ignores because another field of the node, which takes precedence, is set too. */
export function ignoredFieldsOf({ type, data }: GraphNode): readonly { readonly name: string; readonly by: string }[] {
  return Object.entries(descriptorOf(type)?.fields ?? {}).flatMap(([name, field]) => {
    if (typeof field === "string" || field.ignoredBy === undefined || data[name] === undefined) return [];
    return isIgnored(field, data) ? [{ name, by: field.ignoredBy }] : [];
  });
}

function isIgnored({ ignoredBy }: FieldReading, data: JsonObject): boolean {
  return ignoredBy !== undefined && data[ignoredBy] !== undefined;
}

/** The name of the construct's first field of that kind, even if the node's data does not contain it. */
export function fieldOfKind(type: string, kind: FieldKind): string | undefined {
  const named = Object.entries(descriptorOf(type)?.fields ?? {});
  return named.find(([, field]) => (typeof field === "string" ? field : field.kind) === kind)?.[0];
}

export function isRendered({ kind }: FieldReading): boolean {
  return !RULES.has(kind);
}

/** The part of a node's data that is rendered before it is used. */
export function renderedData(node: GraphNode): JsonObject {
  return Object.fromEntries(
    fieldsOf(node)
      .filter(isRendered)
      .map(({ name, value }) => [name, value]),
  );
}
