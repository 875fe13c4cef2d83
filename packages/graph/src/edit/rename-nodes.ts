import type { Graph, GraphEdge, GraphNode } from "../definition/graph.ts";
import { isObject, type Json, type JsonObject } from "../definition/json.ts";
import { formulaOf } from "../expression/condition/text-condition.ts";
import { renameInLogic } from "../expression/rename/rename-in-logic.ts";
import { renameInText, type NewIds } from "../expression/rename/rename-in-text.ts";
import { fieldsOf, isRendered, type NodeField } from "../validate/node-fields.ts";

/**
 * The graph with other ids of some of its nodes, and with the same meaning: edges, containers, compensations, the `next` of cases,
 * templates and conditions name the nodes by their new ids. `ids` has the new id of each node by the old one.
 */
export function renameNodes(graph: Graph, ids: NewIds): Graph {
  if (ids.size === 0) return graph;
  const nodes = graph.nodes.map((node) => renameIn(node, ids));
  return { ...graph, nodes, edges: graph.edges.map((edge) => renameEnds(edge, ids)) };
}

function renameEnds(edge: GraphEdge, ids: NewIds): GraphEdge {
  const source = ids.get(edge.source) ?? edge.source;
  const target = ids.get(edge.target) ?? edge.target;
  return source === edge.source && target === edge.target ? edge : { ...edge, source, target };
}

function renameIn(node: GraphNode, ids: NewIds): GraphNode {
  const id = ids.get(node.id);
  const parentId = ids.get(node.parentId ?? "");
  const compensate = ids.get(node.settings?.compensate ?? "");
  const data = renameInData(node, ids);
  if (id === undefined && parentId === undefined && compensate === undefined && data === node.data) return node;
  return {
    ...node,
    ...(id === undefined ? {} : { id }),
    ...(parentId === undefined ? {} : { parentId }),
    ...(compensate === undefined ? {} : { settings: { ...node.settings, compensate } }),
    data,
  };
}

/** The same object where nothing in it names one of the nodes. */
function renameInData(node: GraphNode, ids: NewIds): JsonObject {
  const changed: Record<string, Json> = {};
  for (const field of fieldsOf(node)) {
    const value = renameInField(field, ids);
    if (JSON.stringify(value) !== JSON.stringify(field.value)) changed[field.name] = value;
  }
  return Object.keys(changed).length === 0 ? node.data : { ...node.data, ...changed };
}

function renameInField(field: NodeField, ids: NewIds): Json {
  const { kind, value } = field;
  if (kind === "condition") return renameInCondition(value, ids);
  if (kind === "logic") return typeof value === "string" ? value : renameInLogic(value, ids);
  // The paths of a condition on an event read that event. Only the templates in it, which are rendered before, read steps.
  if (kind === "eventCondition") return typeof value === "string" ? value : renameInTexts(value, ids);
  if (kind === "cases" || kind === "values") return renameInCases(value, ids);
  return isRendered(field) ? renameInTexts(value, ids) : value;
}

function renameInCases(cases: Json, ids: NewIds): Json {
  if (!Array.isArray(cases)) return cases;
  return cases.map((item: Json) => {
    if (!isObject(item)) return item;
    const { condition, next } = item;
    const renamed = typeof next === "string" ? ids.get(next) : undefined;
    return {
      ...item,
      ...(condition === undefined ? {} : { condition: renameInCondition(condition, ids) }),
      ...(renamed === undefined ? {} : { next: renamed }),
    };
  });
}

function renameInCondition(rule: Json, ids: NewIds): Json {
  if (typeof rule !== "string") return renameInLogic(rule, ids);
  return isFormula(rule) ? renameInText(rule, ids) : rule;
}

/** A text that is not exactly one template is a constant. One that cannot be parsed stays as it is. */
function isFormula(text: string): boolean {
  try {
    return formulaOf(text) !== undefined;
  } catch {
    return false;
  }
}

function renameInTexts(value: Json, ids: NewIds): Json {
  if (typeof value === "string") return renameInText(value, ids);
  if (Array.isArray(value)) return value.map((item: Json) => renameInTexts(item, ids));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, renameInTexts(item, ids)]));
}
