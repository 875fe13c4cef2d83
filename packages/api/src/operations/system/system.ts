import { CONDITION_OPERATOR_LIST, EXPRESSION_FUNCTIONS } from "@tempograph/graph";
import { z } from "zod";
import { may } from "../../access/roles.ts";
import { ok } from "../../app/app-error.ts";
import { checkHealth, type Health } from "../../app/health.ts";
import { knownNodeTypes } from "../../app/known-node-types.ts";
import { expressionsAnswer, healthRest, nodeTypeAnswer, viewerAnswer } from "../answers/system.ts";
import { id, input, listOf, noInput } from "../fields.ts";
import { defineOperation } from "../operation.ts";

const common = { kind: "query", permission: "read", input: noInput, errors: [] } as const;

export const viewer = defineOperation({
  ...common,
  name: "viewer",
  permission: "known",
  summary: "Show the caller's name and roles",
  description: "The caller, as identified by its token.",
  result: { type: "Viewer" },
  rest: { method: "GET", path: "/viewer", tag: "system", answer: { schema: viewerAnswer, from: (caller) => caller } },
  run: ({ caller }) => ok(caller),
});

export const nodeTypes = defineOperation({
  ...common,
  name: "nodeTypes",
  summary: "List the node types with their JSON Schemas",
  description: "The node types that graphs can use: the built-in ones and those that workers have registered.",
  result: { type: "[NodeType]" },
  rest: {
    method: "GET",
    path: "/node-types",
    tag: "system",
    answer: { schema: z.object({ items: z.array(nodeTypeAnswer) }), from: (items) => ({ items }) },
  },
  run: async ({ deps: { db } }) => ok([...(await knownNodeTypes(db)).values()]),
});

/** In REST this operation returns functions and operators together. */
export const expressionFunctions = defineOperation({
  ...common,
  name: "expressionFunctions",
  summary: "List the functions and operators of expressions, for editors",
  description: "The functions of templates (CEL), for editors.",
  result: { type: "[ExpressionFunction]" },
  rest: {
    method: "GET",
    path: "/expression-functions",
    tag: "system",
    answer: {
      schema: expressionsAnswer,
      from: (functions) => ({ functions, conditionOperators: CONDITION_OPERATOR_LIST }),
    },
  },
  run: () => ok([...EXPRESSION_FUNCTIONS]),
});

export const conditionOperators = defineOperation({
  ...common,
  name: "conditionOperators",
  summary: "List the operators of conditions, for editors",
  description: "The operators of conditions (JSONLogic), for editors.",
  result: { type: "[ConditionOperator]" },
  run: () => ok([...CONDITION_OPERATOR_LIST]),
});

export const health = defineOperation({
  ...common,
  name: "health",
  permission: "public",
  summary: "Check whether Postgres and Temporal answer",
  description: "Whether the parts that the API needs answer.",
  result: { type: "Health" },
  rest: {
    method: "GET",
    path: "/health",
    tag: "system",
    description:
      "The status is 200 while the process lives. `ok` says whether every part answers. With a token the answer also has `version` and `parts`.",
    answer: {
      schema: healthRest,
      from: (health: Health, { caller }) => (may(caller, "known") ? health : { ok: health.ok }),
    },
  },
  run: async ({ deps }) => ok(await checkHealth(deps)),
});

export const ready = defineOperation({
  ...common,
  name: "ready",
  permission: "public",
  summary: "Check whether the API can accept events",
  description: "The status is 503 while Postgres does not answer. Temporal may be down, because events wait for it.",
  rest: {
    method: "GET",
    path: "/ready",
    tag: "system",
    status: ({ ready }: { readonly ready: boolean }) => (ready ? 200 : 503),
    answer: { schema: z.object({ ready: z.boolean() }), from: (answer) => answer },
  },
  async run({ deps }) {
    const { parts } = await checkHealth(deps);
    return ok({ ready: parts.some(({ name, ok }) => name === "postgres" && ok) });
  },
});

/** Relay's fields `node` and `nodes`. `graphql/builder.ts` performs the operation, and then loads the objects by the types of their ids. */
export const node = defineOperation({
  ...common,
  name: "node",
  summary: "Get an object by its id",
  description: "The object with this id, of any type. Null if there is none.",
  input: input("NodeQuery", "Which object.", { id: id("Global id.") }),
  run: () => ok(null),
});
export const nodes = defineOperation({
  ...common,
  name: "nodes",
  summary: "Get objects by their ids",
  description: "The objects with these ids, in their order. Null in the place of an unknown id.",
  input: input("NodesQuery", "Which objects.", { ids: listOf(id("Global id."), "Global ids.") }),
  run: () => ok(null),
});
