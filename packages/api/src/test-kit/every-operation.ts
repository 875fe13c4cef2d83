import {
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
  type GraphQLInputType,
  type GraphQLOutputType,
} from "graphql";
import { schema } from "../graphql/schema.ts";
import { operations } from "../operations/registry.ts";

// Requests for every operation of the registry, so that tests of access include new operations by themselves.

export interface GraphqlRequest {
  readonly kind: "query" | "mutation" | "subscription";
  /** The name of the operation, which is the name of the field. */
  readonly field: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** A request for each field of Query, Mutation and Subscription, with the fewest arguments. `id` is used for every id and text. */
export function graphqlRequests(id: string, depth = 1): readonly GraphqlRequest[] {
  const roots = {
    query: schema.getQueryType(),
    mutation: schema.getMutationType(),
    subscription: schema.getSubscriptionType(),
  };
  return Object.entries(roots).flatMap(([kind, root]) =>
    Object.values(root!.getFields()).map((field) => {
      const args = field.args.filter(({ type, name }) => isNonNullType(type) || name === "id");
      const declared = args.map(({ name, type }) => `$${name}: ${String(type)}`).join(", ");
      const given = args.map(({ name }) => `${name}: $${name}`).join(", ");
      const text = `${field.name}${given && `(${given})`} ${selectionOf(field.type, depth)}`;
      return {
        kind: kind as GraphqlRequest["kind"],
        field: field.name,
        query: `${kind}${declared && ` (${declared})`} { ${text} }`,
        variables: Object.fromEntries(args.map(({ name, type }) => [name, exampleOf(type, id)])),
      };
    }),
  );
}

/** The routes of REST, with `id` for each parameter of the path. */
export function restRequests(id: string) {
  return operations.flatMap((operation) => {
    if (operation.rest === undefined) return [];
    const method = operation.kind === "list" ? "GET" : operation.rest.method;
    return [{ operation, method, path: operation.rest.path.replace(/:\w+/g, id) }];
  });
}

function exampleOf(type: GraphQLInputType, id: string): unknown {
  const inner = getNullableType(type);
  if (isListType(inner)) return [exampleOf(inner.ofType, id)];
  if (isEnumType(inner)) return inner.getValues()[0]!.name;
  if (isInputObjectType(inner)) {
    const fields = Object.values(inner.getFields()).filter((field) => isNonNullType(field.type) || field.name === "id");
    return Object.fromEntries(fields.map((field) => [field.name, exampleOf(field.type, id)]));
  }
  switch (String(inner)) {
    case "Int":
    case "Float":
      return 1;
    case "Boolean":
      return true;
    case "DateTime":
      return "2030-01-01T00:00:00Z";
    default:
      return id;
  }
}

/**
 * All fields without required arguments, `depth` objects deep. Of a union's members: what an error says, and the others' fields, of
 * which `code` gets an alias, because its type may differ from that of an error's code.
 */
function selectionOf(type: GraphQLOutputType, depth: number, alias = ""): string {
  const named = getNamedType(type);
  if (isUnionType(named)) {
    const members = named.getTypes().map((one) => {
      const isError = one.getInterfaces().some(({ name }) => name === "Error");
      return `... on ${one.name} ${isError ? "{ code }" : selectionOf(one, depth, `${one.name}_`)}`;
    });
    return `{ __typename ${members.join(" ")} }`;
  }
  if (!isObjectType(named)) return "";
  const as = (name: string) => (alias !== "" && name === "code" ? `${alias}code: code` : name);
  const fields = Object.values(named.getFields()).flatMap((field) => {
    if (field.args.some((arg) => isNonNullType(arg.type))) return [];
    const inner = getNamedType(field.type);
    if (!isObjectType(inner) && !isUnionType(inner)) return [as(field.name)];
    // A connection is no level of its own, and shows its entries once.
    const level = named.name.endsWith("Connection") ? depth : depth - 1;
    if (level < 0 || field.name === "edges" || field.name === "pageInfo") return [];
    const page = field.args.some(({ name }) => name === "first") ? "(first: 2)" : "";
    return [`${as(field.name)}${page} ${selectionOf(field.type, level)}`];
  });
  return `{ __typename ${fields.join(" ")} }`;
}
