import type { Json } from "@tempograph/graph";
import type { FastifyReply } from "fastify";
import type { Problem } from "../http/problem-json.ts";

/** What a sender gets. */
export interface HookReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A reply, or what the sender is told in the words of the API. */
export type HookOutcome = HookReply | { readonly problem: Problem };

export async function sendReply(reply: FastifyReply, { status, headers, body }: HookReply): Promise<FastifyReply> {
  // A status without a body must not announce one.
  return await reply
    .code(status)
    .headers(headers)
    .send(status === 204 || status === 304 ? "" : body);
}

/**
 * What keeps an answer from acting in the name of the API, at whose address it stands: a workflow may answer with HTML, but its scripts do
 * not run, and it can neither read nor send anything with the session of whoever opens it.
 */
const SANDBOX =
  "sandbox allow-forms; default-src 'none'; style-src 'unsafe-inline'; img-src https: data:; frame-ancestors 'none'";

/** The answer that a workflow or a trigger's configuration gives: a text as it is, anything else as JSON, null without a body. */
export function answerReply(answer: {
  readonly status?: number | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: Json | undefined;
}): HookReply {
  const { status = 200, headers = {}, body = null } = answer;
  const own = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  const type = typeof body === "string" ? "text/plain; charset=utf-8" : "application/json; charset=utf-8";
  return {
    status,
    headers: { ...(body !== null && { "content-type": type }), ...own, "content-security-policy": SANDBOX },
    body: body === null ? "" : typeof body === "string" ? body : JSON.stringify(body),
  };
}

/** 202: the event is stored. */
export function acceptedReply(body: {
  readonly eventId: string;
  readonly deduplicated: boolean;
  readonly execution?: string;
}): HookReply {
  const { execution, ...rest } = body;
  return {
    status: 202,
    headers: {
      "content-type": "application/json; charset=utf-8",
      ...(execution !== undefined && { location: execution }),
    },
    body: JSON.stringify({ ...rest, ...(execution !== undefined && { execution }) }),
  };
}
