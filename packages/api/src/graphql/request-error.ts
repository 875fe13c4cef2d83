import { GraphQLError } from "graphql";
import type { Result } from "../app/app-error.ts";

/** Returns the value, or throws a GraphQL error with the refusal in its extensions, for fields whose type has no error union. */
export function unwrapOrRequestError<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  const { code, message, path, hint } = result.error;
  throw new GraphQLError(message, { extensions: { code, ...(path && { path }), ...(hint && { hint, cure: hint }) } });
}
