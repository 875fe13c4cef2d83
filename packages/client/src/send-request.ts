import type { PreparedRequest } from "./make-request.ts";
import { TempographError, type ProblemBody } from "./tempograph-error.ts";
import { pause } from "./pause.ts";

export interface Sending {
  readonly fetch: typeof fetch;
  /** Milliseconds after which an attempt without an answer is given up. */
  readonly timeoutMs: number;
  /** How often a request that has failed is sent again. */
  readonly retries: number;
  readonly signal?: AbortSignal | undefined;
}

/** The longest delay of a timer, 24.8 days: a longer one would be over at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;
/** The longest wait that the server may ask for. After a longer one the caller has to decide. */
const LONGEST_WAIT_MS = 30_000;

/**
 * Sends a request and returns the answer's body. A request that has failed is sent again if nothing was carried out (429), or if it may
 * be repeated and the server was away. Throws a TempographError, or the signal's reason.
 */
export async function sendRequest(request: PreparedRequest, sending: Sending): Promise<unknown> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await attemptOnce(request, sending);
    } catch (error) {
      sending.signal?.throwIfAborted();
      if (!(error instanceof TempographError) || attempt > sending.retries) throw error;
      if (error.status !== 429 && !(request.repeatable && isAway(error))) throw error;
      const waitMs = error.retryAfterS === undefined ? backOffMs(attempt) : error.retryAfterS * 1000;
      if (waitMs > LONGEST_WAIT_MS) throw error;
      await pause(waitMs, sending.signal);
    }
  }
}

/** Milliseconds before attempt `attempt + 1`. They vary, so that many clients do not come back at the same moment. */
export function backOffMs(attempt: number): number {
  return Math.min(10_000, 200 * 2 ** (attempt - 1)) * (0.75 + Math.random() / 2);
}

function isAway({ status }: TempographError): boolean {
  return status === undefined || status === 502 || status === 503 || status === 504;
}

async function attemptOnce(request: PreparedRequest, { fetch, timeoutMs, signal }: Sending): Promise<unknown> {
  const timeout = AbortSignal.timeout(Math.min(Math.ceil(timeoutMs), MAX_TIMER_MS));
  const { method, url, headers, body } = request;
  try {
    const response = await fetch(url, {
      method,
      headers: { accept: "application/json", ...headers },
      ...(body !== undefined && { body }),
      signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
    });
    if (!response.ok) throw await errorOf(response);
    return response.status === 204 ? undefined : await readJson(response);
  } catch (error) {
    if (error instanceof TempographError) throw error;
    signal?.throwIfAborted();
    throw timeout.aborted ? timedOut(timeoutMs, request, error) : unreachable(request, error);
  }
}

/** The error that an answer other than 2xx tells. */
export async function errorOf(response: Response): Promise<TempographError> {
  const { status, headers } = response;
  const wait = Number(headers.get("retry-after") ?? NaN);
  const more = { status, ...(Number.isFinite(wait) && { retryAfterS: wait }) };
  const body = headers.get("content-type")?.startsWith("application/problem+json")
    ? ((await response.json()) as ProblemBody)
    : undefined;
  return new TempographError(body ?? foreign(response.url, `the status ${status}`), more);
}

/** The body of an answer without content is undefined. */
async function readJson(response: Response): Promise<unknown> {
  const text = await response.text();
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new TempographError(foreign(response.url, "no JSON"), { status: response.status, cause });
  }
}

function foreign(url: string, what: string): ProblemBody {
  return {
    code: "API_UNREACHABLE",
    detail: `${new URL(url).origin} answered with ${what}, so it is not Tempograph's API, or a proxy before it cannot reach it.`,
    hint: "Check the URL of the API. `GET /health` has to answer there.",
    retryable: true,
  };
}

/** What `fetch` says of a port that browsers do not use, such as 1 or 6000. It sends nothing there. */
const BAD_PORT = "bad port";

/** The error for a request that has reached no server. */
export function unreachable({ url, method }: Pick<PreparedRequest, "url" | "method">, cause: unknown): TempographError {
  const { message } = ((cause as Error).cause ?? cause) as Error;
  const { origin, port } = new URL(url);
  if (message === BAD_PORT) {
    const detail = `Nothing is sent to ${origin}: the port ${port} is one of those that are never used for HTTP.`;
    const hint = "Check the port in the URL of the API.";
    return new TempographError({ code: "API_UNREACHABLE", detail, hint, retryable: false }, { cause });
  }
  const detail = `No connection to ${origin}${message ? `: ${message}` : ""}.`;
  const hint = `Check the URL, and whether the API runs.${unknownOutcome(method)}`;
  return new TempographError({ code: "API_UNREACHABLE", detail, hint, retryable: true }, { cause });
}

function unknownOutcome(method: string): string {
  return method === "GET" ? "" : " Whether a mutation was carried out is not known.";
}

function timedOut(timeoutMs: number, { method }: PreparedRequest, cause: unknown): TempographError {
  const detail = `The API has not answered within ${timeoutMs} ms.`;
  const hint = `Give the call more time with \`timeoutMs\`.${unknownOutcome(method)}`;
  return new TempographError({ code: "API_TIMEOUT", detail, hint, retryable: true }, { cause });
}
