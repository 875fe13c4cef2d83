import type { Json } from "@tempograph/graph";
import { NodeError } from "@tempograph/nodes-sdk";
import { z } from "zod";
import { retryAfterMs } from "./retry-after.ts";

/** 200 or "200" or "200-299". */
export const successRule = z.union([
  z.int().min(100).max(599),
  z.string().regex(/^[1-5]\d\d(-[1-5]\d\d)?$/, 'must be a status or a range, such as "200-299"'),
]);
type SuccessRule = z.output<typeof successRule>;

const RETRYABLE = new Set([408, 425, 429]);

export function isSuccess(status: number, success: SuccessRule | readonly SuccessRule[]): boolean {
  return [success].flat().some((rule) => {
    const [from = Number.NaN, to = from] = String(rule).split("-").map(Number);
    return status >= from && status <= to;
  });
}

/** A status outside `success`, as an error that says whether to try again. Names the host only: paths may hold secrets (I10). */
export function failureOfStatus(method: string, url: URL, response: Response, body: Json): NodeError {
  const { status } = response;
  const again = RETRYABLE.has(status) || status >= 500;
  const after = again ? retryAfterMs(response.headers.get("retry-after"), Date.now()) : undefined;
  return new NodeError({
    code: "HTTP_STATUS",
    message: `${method} ${url.origin} answered ${status}${response.statusText === "" ? "" : ` ${response.statusText.slice(0, 100)}`}.`,
    retryable: again,
    ...(after === undefined ? {} : { retryAfterMs: after }),
    hint: again
      ? "Try again when the service is well; raise settings.retry.maximumAttempts if it takes longer."
      : "Correct the request, or name the status in `success` if it is an answer to expect.",
    details: { status, body: excerpt(body) },
  });
}

/**
 * As it came: `executeNode` takes secrets out of every error, and takes out the values that it knows before it looks for patterns. A
 * pattern that ran here could cut a value in two, and the rest of the value would no longer be recognised (I10).
 */
function excerpt(body: Json): string {
  return (typeof body === "string" ? body : JSON.stringify(body)).slice(0, 1_000);
}
