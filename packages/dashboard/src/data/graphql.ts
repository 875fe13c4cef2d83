import { initGraphQLTada } from "gql.tada";
import type { introspection } from "./generated/schema.d.ts";

/**
 * Writes a query, mutation or subscription: `graphql("query Executions($first: Int) { … }")`. The types of its variables and of its answer come
 * from the API's schema. A document stands in the file that uses it, or in `documents.ts` beside it; its name is unique in the dashboard.
 */
export const graphql = initGraphQLTada<{
  introspection: introspection;
  disableMasking: true;
  scalars: {
    /** RFC 3339 in UTC with milliseconds. */
    DateTime: string;
    JSON: unknown;
  };
}>();

export type { ResultOf, VariablesOf } from "gql.tada";
