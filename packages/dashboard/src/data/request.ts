import { ApiError, unreachable, type ErrorFields } from "./api-error.ts";
import { learnTime } from "./clock.ts";
import { connection, ownHeaders } from "./connection.ts";
import { fetchWithin } from "./fetch-within.ts";
import { watchAnswer } from "./late-answers.ts";

/**
 * A question of which nothing is heard for this time is given up. The longest wait of the API itself is that for a node which somebody tries, and for
 * a worker to do it.
 */
const QUIET_MS = 120_000;

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
  const { status, isOk, text } = await exchange(path, {
    method,
    credentials: "same-origin",
    headers: { ...ownHeaders(), ...(body !== undefined && { "content-type": "application/json" }), ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(signal !== undefined && { signal }),
  });
  if (status === 401 && needsSession) connection.set("signedOut");
  else if (connection.get() === "lost") connection.set("ok");
  const content = readJson(text);
  if (isOk) return content;
  const { code, detail, message, errors, ...rest } = (content ?? {}) as Partial<ErrorFields> & {
    readonly detail?: string;
    readonly errors?: readonly GraphqlError[];
  };
  // GraphQL tells some errors in its own form with a status that is not 200.
  if (code === undefined && errors?.[0] !== undefined) throw fromGraphqlError(errors[0]);
  throw new ApiError({
    ...rest,
    code: code ?? "INTERNAL",
    message: detail ?? message ?? `The API answered with the status ${String(status)}.`,
  });
}

interface Exchanged {
  readonly status: number;
  readonly isOk: boolean;
  readonly text: string;
}

/** Sends a request and reads the whole answer, which may break off in its middle. */
async function exchange(path: string, init: RequestInit): Promise<Exchanged> {
  const askedAt = Date.now();
  const answered = watchAnswer();
  try {
    const answer = await fetchWithin(QUIET_MS, path, init);
    learnTime(answer.headers.get("date"), askedAt);
    // Before the API, a proxy may say that it is away.
    if (answer.status === 502 || answer.status === 504) throw unreachable();
    return { status: answer.status, isOk: answer.ok, text: await answer.text() };
  } catch (error) {
    if (init.signal?.aborted === true) throw error;
    connection.set("lost");
    throw unreachable();
  } finally {
    answered();
  }
}

export interface GraphqlError {
  readonly message: string;
  readonly extensions?: Partial<ErrorFields>;
}

export function fromGraphqlError({ message, extensions = {} }: GraphqlError): ApiError {
  return new ApiError({ ...extensions, code: extensions.code ?? "INTERNAL", message });
}

function readJson(text: string): unknown {
  try {
    return text === "" ? undefined : (JSON.parse(text) as unknown);
  } catch {
    return undefined;
  }
}
