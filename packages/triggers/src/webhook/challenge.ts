import { isObject, type HookChallenge } from "@tempograph/graph";
import { equalsOne } from "./verify/equal-secret.ts";
import type { HookBody } from "./body/hook-body.ts";
import type { HookRequest } from "./hook-request.ts";

/** The answer that shows a sender who asks for it that this hook expects its webhooks. */
export interface ChallengeAnswer {
  readonly status: 200 | 403;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Answers the question with which a sender asks whether somebody at this address expects its webhooks. Undefined: the request is no
 * such question. Nothing is stored for a question, because it is no event. Slack signs its question like an event, so that the
 * signature has been checked before; Meta sends a word that was agreed on, one of `secrets`.
 */
export function answerChallenge(
  challenge: HookChallenge | undefined,
  request: HookRequest,
  secrets: readonly string[],
  read: () => HookBody | undefined,
): ChallengeAnswer | undefined {
  switch (challenge) {
    case undefined:
      return undefined;
    case "slack": {
      if (request.method !== "POST") return undefined;
      const body = read()?.body;
      if (!isObject(body) || body["type"] !== "url_verification" || typeof body["challenge"] !== "string")
        return undefined;
      return text(body["challenge"]);
    }
    case "meta": {
      const { "hub.mode": mode, "hub.verify_token": token, "hub.challenge": asked } = request.query;
      if (request.method !== "GET" || mode !== "subscribe") return undefined;
      const agreed = typeof token === "string" && equalsOne(token, secrets);
      return agreed && typeof asked === "string" ? text(asked) : { status: 403, headers: PLAIN, body: "" };
    }
    case "cloudevents": {
      const origin = request.headers["webhook-request-origin"];
      if (request.method !== "OPTIONS" || typeof origin !== "string") return undefined;
      // HTTP 1.1 Web Hooks for Event Delivery, section 4: the sender may send as often as the limit of the hook lets it.
      return {
        status: 200,
        headers: { ...PLAIN, allow: "POST", "webhook-allowed-origin": origin, "webhook-allowed-rate": "*" },
        body: "",
      };
    }
  }
}

/** As plain text, so that no browser takes what a caller sent for a page. */
const PLAIN = { "content-type": "text/plain; charset=utf-8" };

function text(body: string): ChallengeAnswer {
  return { status: 200, headers: PLAIN, body };
}
