import { defaultFieldResolver, getNamedType, isObjectType, type GraphQLField, type GraphQLSchema } from "graphql";
import { may, type Access } from "../access/roles.ts";
import { forbidden } from "../app/audit/forbidden.ts";
import { operations } from "../operations/registry.ts";
import { countBytes } from "./answer-bytes.ts";
import type { GraphqlContext } from "./context.ts";
import { requestError } from "./request-error.ts";

const ROOTS = { query: "Query", mutation: "Mutation", subscription: "Subscription", list: "Query" } as const;

/** The fields of Query, Mutation and Subscription that the registry has. */
const fields: ReadonlySet<string> = new Set(operations.map(({ kind, name }) => `${ROOTS[kind]}.${name}`));

/**
 * Makes every field of every object type ask for a permission, and counts the bytes of those with JSON values. A field requires `read` unless it or its type declares another access
 * in its extensions, so a type that declares nothing is closed to callers who may only send events. The fields of Query, Mutation and
 * Subscription are operations, and `perform` asks for their permissions.
 *
 * @throws Error if such a field is no operation of the registry, because then nothing would say who may ask for it.
 */
export function guardFields(schema: GraphQLSchema): GraphQLSchema {
  const roots = new Set([schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]);
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith("__")) continue;
    for (const field of Object.values(type.getFields())) {
      if (roots.has(type)) {
        if (fields.has(`${type.name}.${field.name}`)) continue;
        throw new Error(
          `${type.name}.${field.name} is no operation of the registry, so nothing says who may ask for it. Describe it in packages/api/src/operations.`,
        );
      }
      const access = (field.extensions["access"] ?? type.extensions["access"] ?? "read") as Access;
      guard(field as GraphQLField<unknown, GraphqlContext>, access);
    }
  }
  return schema;
}

function isPromise(value: unknown): value is Promise<unknown> {
  return typeof (value as { readonly then?: unknown } | null | undefined)?.then === "function";
}

function guard(field: GraphQLField<unknown, GraphqlContext>, access: Access): void {
  const resolve = field.resolve ?? defaultFieldResolver;
  const isJson = getNamedType(field.type).name === "JSON";
  field.resolve = (source, args, context, info) => {
    if (!may(context.caller, access)) throw requestError(forbidden(context.caller, access));
    const value = resolve(source, args, context, info) as unknown;
    if (!isJson) return value;
    const counted = (loaded: unknown): unknown => {
      countBytes(loaded, context, info);
      return loaded;
    };
    return isPromise(value) ? value.then(counted) : counted(value);
  };
}
