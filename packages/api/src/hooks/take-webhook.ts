import { HOOK_BYTES, type WebhookConfig } from "@tempograph/graph";
import {
  answerChallenge,
  readBody,
  verifyRequest,
  type HookBody,
  type HookRequest,
  type SecretsMissing,
} from "@tempograph/triggers";
import type { Readable } from "node:stream";
import type { Problem } from "../http/problem-json.ts";
import { cannotCheck, notVerified, tooLarge } from "./hook-problems.ts";
import type { HookReply } from "./hook-reply.ts";
import { readHookBody } from "./read-hook-body.ts";

/** What became of a request before anything is stored: it is verified and read, or answered at once, or refused. */
export type Taken =
  | { readonly taken: HookBody; readonly request: HookRequest }
  | { readonly reply: HookReply }
  | { readonly problem: Problem; readonly refused?: "signature" | "secrets" };

/**
 * Reads and checks a request as the hook's configuration says: size, then who sends, then the body. Nothing of the body is parsed before
 * its sender has proved who it is.
 */
export async function takeWebhook(
  config: WebhookConfig,
  head: Omit<HookRequest, "body">,
  payload: Readable,
  openSecrets: (connection: string) => Promise<readonly string[] | SecretsMissing>,
): Promise<Taken> {
  const { auth = { type: "none" }, challenge, maxBytes = HOOK_BYTES.default } = config;
  const body = await readHookBody(payload, maxBytes);
  if (body === undefined) return { problem: tooLarge(maxBytes) };
  const request: HookRequest = { ...head, body };
  const secrets = auth.type === "none" ? [] : await openSecrets(auth.connection);
  if ("missing" in secrets) return { problem: cannotCheck, refused: "secrets" };
  const early = challenge === "slack" ? undefined : answerChallenge(challenge, request, secrets, () => undefined);
  if (early !== undefined) return { reply: early };
  if (!takesMethod(config, head.method) || !verifyRequest(auth, secrets, request))
    return { problem: notVerified, refused: "signature" };
  const read = await readBody(request);
  if ("refused" in read) return { problem: read.refused };
  const asked = challenge === "slack" ? answerChallenge(challenge, request, secrets, () => read) : undefined;
  return asked === undefined ? { taken: read, request } : { reply: asked };
}

/** Whether a hook has something to say to a request with this method: a webhook, or the question of a sender before the first one. */
export function answersMethod(config: WebhookConfig, method: string): boolean {
  const asks = { slack: undefined, meta: "GET", cloudevents: "OPTIONS" }[config.challenge ?? "slack"];
  return takesMethod(config, method) || method === asks;
}

function takesMethod({ methods = ["POST"] }: WebhookConfig, method: string): boolean {
  return (methods as readonly string[]).includes(method);
}
