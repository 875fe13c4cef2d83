import { GraphQLError } from "graphql";

/** The error of an answer that would have too many bytes. */
export function tooExpensive(message: string): GraphQLError {
  const hint = "Request shorter pages (`first`), or load large values one by one.";
  return new GraphQLError(message, { extensions: { code: "QUERY_TOO_EXPENSIVE", hint, cure: hint } });
}
