import { GraphQLError } from "graphql";
import { errorCodes, type AppError, type Result } from "../app/app-error.ts";

/** Returns the value, or throws a GraphQL error with the refusal in its extensions, for fields whose type has no error union. */
export function unwrapOrRequestError<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw requestError(result.error);
}

/** A refusal as an error of the request; `cure` is the deprecated name of `hint`. */
export function requestError({ code, message, path, hint, retryAfterS }: AppError, status?: number): GraphQLError {
  return new GraphQLError(message, {
    extensions: {
      code,
      ...(path && { path }),
      ...(hint && { hint, cure: hint }),
      ...(errorCodes[code].retryable && { retryable: true }),
      ...(retryAfterS !== undefined && { retryAfter: retryAfterS }),
      ...(status !== undefined && { http: { status } }),
    },
  });
}
