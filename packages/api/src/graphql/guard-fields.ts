import { defaultFieldResolver, isObjectType, type GraphQLField, type GraphQLSchema } from "graphql";
import { may, type Access } from "../access/roles.ts";
import { forbidden } from "../app/audit/forbidden.ts";
import type { GraphqlContext } from "./context.ts";
import { requestError } from "./request-error.ts";

/**
 * Makes every field of every object type ask for a permission. A field requires `read` unless it or its type declares another access
 * in its extensions, so a type that declares nothing is closed to callers who may only send events. The fields of Query, Mutation and
 * Subscription are operations, and `perform` asks for their permissions.
 */
export function guardFields(schema: GraphQLSchema): GraphQLSchema {
  const roots = new Set([schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]);
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith("__") || roots.has(type)) continue;
    for (const field of Object.values(type.getFields())) {
      const access = (field.extensions["access"] ?? type.extensions["access"] ?? "read") as Access;
      guard(field as GraphQLField<unknown, GraphqlContext>, access);
    }
  }
  return schema;
}

function guard(field: GraphQLField<unknown, GraphqlContext>, access: Access): void {
  const resolve = field.resolve ?? defaultFieldResolver;
  field.resolve = (source, args, context, info) => {
    if (may(context.caller, access)) return resolve(source, args, context, info) as unknown;
    throw requestError(forbidden(context.caller, access));
  };
}
