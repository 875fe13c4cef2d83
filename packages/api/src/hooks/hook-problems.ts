import { tooManyRequests, type Problem } from "../http/problem-json.ts";
import type { Limiter } from "../http/rate-limits.ts";

/** The same whether a path was never there, is paused, belongs to another project, or takes other methods. */
export const nothingHere: Problem = {
  status: 404,
  code: "NOT_FOUND",
  detail: "There is nothing at this address.",
  hint: "Ask whoever gave you the address.",
};

/** What an address answers at which there is nothing. Whoever tries many addresses is slowed down. */
export async function noSuchHook(limiter: Limiter, address: string): Promise<Problem> {
  const exceeded = await limiter.count("anonymous", address);
  return exceeded === undefined ? nothingHere : tooManyRequests(exceeded);
}

/** The same whatever part was wrong or missing: a hint would help whoever guesses. */
export const notVerified: Problem = {
  status: 401,
  code: "WEBHOOK_NOT_VERIFIED",
  detail: "The request does not prove that it comes from the sender whom this address expects.",
  hint: "Sign or authenticate the request as its receiver has asked you to.",
};

export const tooLarge = (maxBytes: number): Problem => ({
  status: 413,
  code: "PAYLOAD_TOO_LARGE",
  detail: `The body is larger than ${maxBytes} bytes.`,
  hint: "Send less. Store large values elsewhere and send links to them.",
});

export const cannotCheck: Problem = {
  status: 503,
  code: "WEBHOOK_UNAVAILABLE",
  detail: "This address cannot check requests at the moment. Nothing was stored.",
  hint: "Send the request again later.",
  retryable: true,
  retryAfterS: 60,
};

export const tooManyWait: Problem = {
  status: 503,
  code: "WEBHOOK_UNAVAILABLE",
  detail: "Too many senders wait for an answer at this address. Nothing was stored.",
  hint: "Send the request again later.",
  retryable: true,
  retryAfterS: 5,
};
