import { findTriggersBySource, forProject, type Database, type TriggerRow } from "@tempograph/db";
import { hookSource, HOOK_PER_MINUTE, type WebhookConfig } from "@tempograph/graph";
import type { KeyRing, Logger } from "@tempograph/runtime";
import { openHookSecrets, webhookEvent, type HookRequest } from "@tempograph/triggers";
import type { Readable } from "node:stream";
import type { DepsOf } from "../app/app-deps.ts";
import { tooManyRequests } from "../http/problem-json.ts";
import type { Limiter } from "../http/rate-limits.ts";
import { answerHook } from "./answer-hook.ts";
import type { AnswerWaits } from "./answer-waits.ts";
import type { HookLimits } from "./hook-limits.ts";
import { noSuchHook } from "./hook-problems.ts";
import type { HookOutcome } from "./hook-reply.ts";
import type { HookRefusals } from "./hook-refusals.ts";
import { fileReference, nameFiles, storeHookEvent } from "./store-hook-event.ts";
import { answersMethod, takeWebhook } from "./take-webhook.ts";

/** What the routes of hooks work with. */
export interface HookParts {
  /** Bound to no project: an address names its own. */
  readonly db: Database;
  readonly depsOf: DepsOf;
  readonly masterKeys: KeyRing;
  readonly limiter: Limiter;
  readonly limits: HookLimits;
  readonly refusals: HookRefusals;
  readonly waits: AnswerWaits;
  readonly log: Logger;
}

/** A request as the server gives it. Its body is not read yet. */
export interface IncomingHook {
  readonly project: string;
  readonly path: string;
  readonly head: Omit<HookRequest, "body">;
  readonly payload: Readable;
  /** The sender's address as a key of limits. */
  readonly address: string;
  /** Aborts when the sender has left. */
  readonly left: AbortSignal;
}

/** Takes a request at the address of a webhook: it becomes a stored event, whose answer the hook's configuration decides. */
export async function receiveWebhook(parts: HookParts, incoming: IncomingHook): Promise<HookOutcome> {
  const { project, path, head, payload, address, left } = incoming;
  const { limiter, limits, refusals, masterKeys, waits, log } = parts;
  const row = await findHook(parts, "webhook", project, path);
  const config = (row?.config ?? {}) as WebhookConfig;
  if (row === undefined || !answersMethod(config, head.method)) return { problem: await noSuchHook(limiter, address) };
  const source = row.source!;
  const hook = `${project} ${source}`;
  const exceeded = await limits.count(hook, config.perMinute ?? HOOK_PER_MINUTE.default);
  if (exceeded !== undefined) return { problem: tooManyRequests(exceeded) };
  const deps = parts.depsOf(project);
  const taken = await takeWebhook(config, head, payload, async (connection) => {
    const opened = await openHookSecrets(deps.db, masterKeys, { project, workflowId: row.workflowId, connection });
    if ("missing" in opened) log.error({ hook, reason: opened.missing }, "A webhook cannot be verified");
    return opened;
  });
  if ("reply" in taken) return taken.reply;
  if ("problem" in taken) {
    if (taken.refused === "signature") refusals.count(row);
    return taken;
  }
  const files = nameFiles(taken.taken.files);
  const body = { body: taken.taken.body, files: files.map(fileReference) };
  const event = webhookEvent(path, config, taken.request, body);
  return await answerHook(
    config.answer ?? { type: "accepted" },
    (eventId) => storeHookEvent(deps, eventId, source, event, files),
    { deps, waits, limits, hook, left },
  );
}

const PROJECT = /^[a-z][a-z0-9-]{0,62}$/;

/**
 * The live trigger at an address. One query decides, whatever the reason is why there is none: the time does not tell a paused address
 * from one of another project, or from one that never was.
 */
export async function findHook(
  { db }: Pick<HookParts, "db">,
  kind: "webhook" | "form",
  project: string,
  path: string,
): Promise<TriggerRow | undefined> {
  const asked = PROJECT.test(project) ? project : "-";
  const rows = await findTriggersBySource(forProject(db, asked), asked, hookSource(kind, path));
  return rows.find((row) => row.kind === kind && row.status === "active");
}
