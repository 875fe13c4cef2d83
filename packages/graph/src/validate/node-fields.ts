import type { FieldKind, FieldReading } from "../definition/construct-descriptor.ts";
import type { GraphNode } from "../definition/graph.ts";
import type { Json, JsonObject } from "../definition/json.ts";
import { descriptorOf } from "../interpret/constructs/index.ts";

/** One field of a node's data, and how the machine reads it. */
export interface NodeField extends FieldReading {
  readonly name: string;
  readonly value: Json;
}

/** Kinds of fields that are no template, or not only one. */
const RULES: ReadonlySet<FieldKind> = new Set<FieldKind>([
  "literal",
  "condition",
  "eventCondition",
  "logic",
  "cases",
  "values",
]);

/** The fields of a node's data that something reads. */
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

/** Fields that stand beside another one which the machine reads in their place. */
export function ignoredFieldsOf({ type, data }: GraphNode): readonly { readonly name: string; readonly by: string }[] {
  return Object.entries(descriptorOf(type)?.fields ?? {}).flatMap(([name, field]) => {
    if (typeof field === "string" || field.ignoredBy === undefined || data[name] === undefined) return [];
    return isIgnored(field, data) ? [{ name, by: field.ignoredBy }] : [];
  });
}

function isIgnored({ ignoredBy }: FieldReading, data: JsonObject): boolean {
  return ignoredBy !== undefined && data[ignoredBy] !== undefined;
}

/** The first field of that kind which the construct names, whether or not the node's data has it. */
export function fieldOfKind(type: string, kind: FieldKind): string | undefined {
  const named = Object.entries(descriptorOf(type)?.fields ?? {});
  return named.find(([, field]) => (typeof field === "string" ? field : field.kind) === kind)?.[0];
}

export function isRendered({ kind }: FieldReading): boolean {
  return !RULES.has(kind);
}

/** What of a node's data is rendered before it is used. */
export function renderedData(node: GraphNode): JsonObject {
  return Object.fromEntries(
    fieldsOf(node)
      .filter(isRendered)
      .map(({ name, value }) => [name, value]),
  );
}
