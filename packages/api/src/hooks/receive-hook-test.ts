import { answerHookTest, findWaitingHookTest, forEveryProject, type HookTestRecord } from "@tempograph/db";
import { hookSource, HOOK_PER_MINUTE, type WebhookConfig } from "@tempograph/graph";
import { openHookSecrets, webhookEvent } from "@tempograph/triggers";
import { hashToken } from "../access/token.ts";
import { tooManyRequests } from "../http/problem-json.ts";
import { noSuchHook, nothingHere } from "./hook-problems.ts";
import type { HookOutcome } from "./hook-reply.ts";
import type { HookParts, IncomingHook } from "./receive-webhook.ts";
import { fileReference, nameFiles } from "./store-hook-event.ts";
import { answersMethod, takeWebhook } from "./take-webhook.ts";

/**
 * Takes the one request of an address that `webhookTest` made. The event that it would become is shown, and nothing else is stored: of files
 * only their names. A request that is refused, or a question of the sender, leaves the address open, so that somebody can correct the sender.
 */
export async function receiveHookTest(
  parts: HookParts,
  { path: token, head, payload, address }: IncomingHook,
): Promise<HookOutcome> {
  const { limiter, limits, masterKeys, depsOf } = parts;
  const test = await findWaitingHookTest(forEveryProject(parts.db), hashToken(token));
  const { webhook: config, workflowId } = (test?.config ?? {}) as unknown as StoredConfig;
  if (test === undefined || !answersMethod(config, head.method)) return { problem: await noSuchHook(limiter, address) };
  const exceeded = await limits.count(test.id, HOOK_PER_MINUTE.default);
  if (exceeded !== undefined) return { problem: tooManyRequests(exceeded) };
  const { project } = test;
  const { db } = depsOf(project);
  const taken = await takeWebhook(config, head, payload, (connection) =>
    openHookSecrets(db, masterKeys, { project, workflowId, connection }),
  );
  if (!("taken" in taken)) return "reply" in taken ? taken.reply : taken;
  const files = nameFiles(taken.taken.files).map(fileReference);
  const shown = config.path ?? "test";
  const event = webhookEvent(shown, config, taken.request, { body: taken.taken.body, files });
  return await keep(parts, test, {
    type: event.type,
    source: hookSource("webhook", shown),
    ...(event.id !== undefined && { deliveryId: event.id }),
    data: event.data,
  });
}

interface StoredConfig {
  readonly webhook: WebhookConfig;
  readonly workflowId: string;
}

async function keep(
  { depsOf }: HookParts,
  { id, project }: HookTestRecord,
  event: Parameters<typeof answerHookTest>[2],
): Promise<HookOutcome> {
  if (!(await answerHookTest(depsOf(project).db, id, event))) return { problem: nothingHere };
  return {
    status: 202,
    headers: { "content-type": "application/json; charset=utf-8" },
    body: JSON.stringify({ test: id }),
  };
}
