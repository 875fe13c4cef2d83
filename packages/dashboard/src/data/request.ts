import { ApiError, unreachable, type ErrorFields } from "./api-error.ts";
import { connection, ownHeaders } from "./connection.ts";

interface RequestOptions {
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
  readonly signal?: AbortSignal | undefined;
  /** Whether a 401 means that this page has no session. Not so for a sign-in with a wrong token. */
  readonly needsSession?: boolean;
}

/** Asks the API, from which this page comes. Throws an ApiError, also where the API does not answer. Gives the JSON of the answer. */
export async function request(
  method: "GET" | "POST" | "PUT" | "DELETE",
  path: string,
  { body, headers, signal, needsSession = true }: RequestOptions = {},
): Promise<unknown> {
  const answer = await fetch(path, {
    method,
    credentials: "same-origin",
    headers: { ...ownHeaders(), ...(body !== undefined && { "content-type": "application/json" }), ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(signal !== undefined && { signal }),
  }).catch((error: unknown) => notReached(error, signal));
  // Before the API, a proxy may say that it is away.
  if (answer.status === 502 || answer.status === 504) notReached();
  if (answer.status === 401 && needsSession) connection.set("signedOut");
  else if (connection.get() === "lost") connection.set("ok");
  // The API may end in the middle of its answer.
  const content = readJson(await answer.text().catch((error: unknown) => notReached(error, signal)));
  if (answer.ok) return content;
  const { code, detail, message, errors, ...rest } = (content ?? {}) as Partial<ErrorFields> & {
    readonly detail?: string;
    readonly errors?: readonly GraphqlError[];
  };
  // GraphQL tells some errors in its own form with a status that is not 200.
  if (code === undefined && errors?.[0] !== undefined) throw fromGraphqlError(errors[0]);
  throw new ApiError({
    ...rest,
    code: code ?? "INTERNAL",
    message: detail ?? message ?? `The API answered with the status ${String(answer.status)}.`,
  });
}

export interface GraphqlError {
  readonly message: string;
  readonly extensions?: Partial<ErrorFields>;
}

export function fromGraphqlError({ message, extensions = {} }: GraphqlError): ApiError {
  return new ApiError({ ...extensions, code: extensions.code ?? "INTERNAL", message });
}

/** Says that the API is away, unless it is the caller who has ended the request. */
function notReached(error?: unknown, signal?: AbortSignal): never {
  if (signal?.aborted === true) throw error;
  connection.set("lost");
  throw unreachable();
}

function readJson(text: string): unknown {
  try {
    return text === "" ? undefined : (JSON.parse(text) as unknown);
  } catch {
    return undefined;
  }
}
