import {
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isUnionType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLOutputType,
} from "graphql";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ROLES } from "../access/roles.ts";
import { graphNaming } from "../test-kit/graphs.ts";
import { absent, CANARY, everythingOfMain, fillMain, type FilledIds } from "../test-kit/fill-main.ts";
import { startTestApi, type TestApi } from "../test-kit/start-test-api.ts";
import { schema } from "./schema.ts";

// Every field of Query and Mutation, with each role, by the ids of another project, with everything selected that it can lead to (I13).

/** The built-in roles, and one of a team's own. */
const roles = [...ROLES, "finance"];

let api: TestApi;
let ids: FilledIds;
beforeAll(async () => {
  const billing = Object.fromEntries(roles.map((role) => [`${role}@billing`, [role]]));
  api = await startTestApi({ tokens: { ann: ["admin"], ...billing } });
  ids = await fillMain(api);
});
afterAll(() => api.stop());

/** Whether a field or an argument takes an id or a filter. `signalId` is chosen by the caller. */
const names = ({ name, type }: { readonly name: string; readonly type: GraphQLInputType }) =>
  name !== "signalId" && (name === "filter" || getNamedType(type).name === "ID");

/** A value of the type: the id where it asks for one. Of an input's optional fields only those that name something. */
function valueOf(type: GraphQLInputType, id: string, name?: string): unknown {
  if (name === "graph") return graphNaming(id);
  const inner = getNullableType(type);
  if (isListType(inner)) return [valueOf(inner.ofType, id)];
  if (isInputObjectType(inner))
    return Object.fromEntries(
      Object.values(inner.getFields())
        .filter((field) => isNonNullType(field.type) || names(field))
        .map((field) => [field.name, valueOf(field.type, id, field.name)]),
    );
  if (isEnumType(inner)) return inner.getValues()[0]!.name;
  const values: Record<string, unknown> = { ID: id, Int: 1, Boolean: true, JSON: {}, DateTime: "2026-01-01T00:00:00Z" };
  return Object.hasOwn(values, inner.toString()) ? values[inner.toString()] : "notify";
}

/** Every field without arguments, three objects deep. A union's members have a `code` each, of different types. */
function selection(type: GraphQLOutputType, depth = 3, alias = ""): string {
  const named = getNamedType(type);
  if (isLeafType(named)) return "";
  if (isUnionType(named))
    return `{ __typename ${named
      .getTypes()
      .map((one) => `... on ${one.name} ${selection(one, depth, `${one.name}_`)}`)
      .join(" ")} }`;
  const fields = Object.values((named as GraphQLObjectType).getFields())
    .filter(({ args }) => args.every((arg) => !isNonNullType(arg.type)))
    .filter((field) => isLeafType(getNamedType(field.type)) || depth > 0)
    .map((field) => {
      const as = field.name === "code" && alias !== "" ? `${alias}code: ` : "";
      return `${as}${field.name} ${paged(field)}${selection(field.type, depth - 1)}`;
    });
  return `{ __typename ${fields.join(" ")} }`;
}

/** Short pages, so that the answer stays within the cost that the API allows. */
const paged = ({ args }: GraphQLField<unknown, unknown>) =>
  args.some(({ name }) => name === "first") ? "(first: 1) " : "";

const argumentsOf = (field: GraphQLField<unknown, unknown>) =>
  field.args.filter((arg) => isNonNullType(arg.type) || names(arg));

const variablesOf = (field: GraphQLField<unknown, unknown>, id: string) =>
  Object.fromEntries(argumentsOf(field).map((arg) => [arg.name, valueOf(arg.type, id, arg.name)]));

/** The ids with which a field is asked. Where no argument takes an id, each of them would be the same question. */
function idsFor(field: GraphQLField<unknown, unknown>): readonly string[] {
  const all = Object.values(ids) as string[];
  return JSON.stringify(variablesOf(field, all[0]!)).includes(all[0]!) ? all : all.slice(0, 1);
}

/** Asks for a field, as deep as the API allows, in documents that are written once. */
function asking(kind: "query" | "mutation", field: GraphQLField<unknown, unknown>) {
  const head = argumentsOf(field).map((arg) => `$${arg.name}: ${String(arg.type)}`);
  const given = argumentsOf(field).map((arg) => `${arg.name}: $${arg.name}`);
  const inBrackets = (list: readonly string[]) => (list.length === 0 ? "" : `(${list.join(", ")})`);
  const documents = [0, 1, 2, 3].map(
    (depth) => `${kind} ${inBrackets(head)} { ${field.name}${inBrackets(given)} ${selection(field.type, depth)} }`,
  );
  return (id: string, role: string) => ask(documents, variablesOf(field, id), id, role);
}

async function ask(documents: readonly string[], variables: Record<string, unknown>, id: string, role: string) {
  // An admin reaches everything that a type leads to; what the other roles may ask for is a part of it.
  for (let depth = role === "admin" ? 3 : 1; ; depth--) {
    const { status, body } = await api.as(`${role}@billing`).graphql(documents[depth]!, variables);
    const code = body.errors?.[0]?.extensions?.code as string | undefined;
    if (depth > 0 && /^QUERY_TOO/.test(code ?? "")) continue;
    return { status, code, text: JSON.stringify(body).replaceAll(id, "<id>") };
  }
}

/** What differs from one call to the next, whoever asks. */
const changing =
  /"(requestId|id|cursor|createdAt|updatedAt|endedAt|receivedAt|publishedAt|definitionHash|time|latencyMs|durationMs|seq|at|startCursor|endCursor|expiresAt|url)":("[^"]*"|[\d.]+)/g;
const isOwn = (name: string) =>
  /^(auditLog|bulkJobs|events|workflows|executions|health|tokens|tokenCreate)$/.test(name);

describe.each(["query", "mutation"] as const)("%s", (kind) => {
  const type = kind === "query" ? schema.getQueryType()! : schema.getMutationType()!;
  test.each(Object.values(type.getFields()).map((field) => [field.name, field] as const))(
    "%s shows nothing of another project, and answers as for an id that nobody has",
    async (name, field) => {
      const before = await everythingOfMain(api.db);
      const answerOf = asking(kind, field);
      for (const role of roles)
        for (const id of idsFor(field)) {
          const answer = await answerOf(id, role);
          expect(answer.text, `${role} ${id}`).not.toContain(CANARY);
          expect(answer.code ?? "", answer.text).not.toMatch(/GRAPHQL|QUERY/);
          expect(answer.text).not.toContain("unexpected error");
          // These also show what the callers themselves have done in this test.
          if (isOwn(name)) continue;
          const other = await answerOf(absent(id), role);
          expect(answer.text.replace(changing, '"$1":0'), `${role} ${id}`).toBe(other.text.replace(changing, '"$1":0'));
        }
      expect(await everythingOfMain(api.db)).toEqual(before);
    },
  );
});

test("the same questions show the canary to its own project", async () => {
  const field = schema.getQueryType()!.getFields()["execution"]!;
  const query = `query ($id: ID!) { execution(id: $id) ${selection(field.type, 2)} }`;
  const { body } = await api.as("ann").graphql(query, { id: ids.exe });
  expect(body.errors).toBeUndefined();
  expect(JSON.stringify(body)).toContain(CANARY);
});
