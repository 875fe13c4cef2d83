import { GraphQLError } from "graphql";
import type { Result } from "../app/app-error.ts";

/** Where a field has no union to put an error into: a GraphQL error, with the same data in its extensions. */
export function unwrapOrRequestError<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  const { code, message, path, hint } = result.error;
  throw new GraphQLError(message, { extensions: { code, ...(path && { path }), ...(hint && { hint, cure: hint }) } });
}
