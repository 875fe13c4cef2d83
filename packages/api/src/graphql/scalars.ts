import { inexactNumberProblem, isExactNumber } from "@tempograph/graph";
import { GraphQLError, Kind, valueFromASTUntyped, visit, type ValueNode } from "graphql";
import { builder } from "./builder.ts";

builder.scalarType("JSON", {
  description: "Any JSON value.",
  serialize: (value) => value,
  parseValue: (value) => value,
  parseLiteral: (node, variables) => {
    // Refuse numbers that a double cannot hold, as it is done for variables and bodies.
    visit(node, { IntValue: refuseInexact, FloatValue: refuseInexact });
    return valueFromASTUntyped(node, variables as never);
  },
});

function refuseInexact(node: ValueNode): void {
  if (!("value" in node) || typeof node.value !== "string" || isExactNumber(node.value)) return;
  const { code, message, hint } = inexactNumberProblem({ source: node.value, path: "" });
  throw new GraphQLError(`${message} ${hint}`, { nodes: node, extensions: { code, hint, cure: hint } });
}

builder.scalarType("DateTime", {
  description: "A moment: RFC 3339 in UTC with milliseconds, such as `2026-11-21T09:30:00.000Z`.",
  serialize: (value) => (value instanceof Date ? value : new Date(value as string)).toISOString(),
  parseValue: toDate,
  parseLiteral: (node) => toDate(node.kind === Kind.STRING ? node.value : undefined),
});

const rfc3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/i;

function toDate(value: unknown): Date {
  const date = typeof value === "string" && rfc3339.test(value) ? new Date(value) : undefined;
  if (date === undefined || Number.isNaN(date.getTime()))
    throw new GraphQLError("A DateTime is a string in RFC 3339 with its offset, such as 2026-11-21T09:30:00Z.");
  return date;
}
