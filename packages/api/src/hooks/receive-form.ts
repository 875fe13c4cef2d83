import { FORM_PER_MINUTE, FORM_SUBMITTED, type FormConfig, type Json } from "@tempograph/graph";
import {
  HONEYPOT,
  isStampValid,
  makeStamp,
  PAGE_HEADERS,
  readBody,
  readForm,
  renderForm,
  renderThanks,
  sentFields,
  STAMP,
  type Filled,
} from "@tempograph/triggers";
import { createHash } from "node:crypto";
import type { AppDeps } from "../app/app-deps.ts";
import { tooManyRequests } from "../http/problem-json.ts";
import { answerHook } from "./answer-hook.ts";
import { formNotice } from "./form-notice.ts";
import { noSuchHook, tooLarge } from "./hook-problems.ts";
import type { HookOutcome, HookReply } from "./hook-reply.ts";
import { readHookBody } from "./read-hook-body.ts";
import { findHook, type HookParts, type IncomingHook } from "./receive-webhook.ts";
import { storeHookEvent } from "./store-hook-event.ts";

/** The most bytes of a sent form. */
const MAX_FORM_BYTES = 256 * 1024;
/** How many forms one address may send to one form in a minute. */
const PER_ADDRESS = 20;

/**
 * Shows a form, and takes what people send with it: an event once it fits the schema, and else the page again with what is wrong. Whatever
 * keeps the form from being shown or taken is a page, too, because a person reads it.
 */
export async function receiveForm(parts: HookParts, incoming: IncomingHook): Promise<HookReply> {
  const reply = await showOrTake(parts, incoming);
  return "problem" in reply ? formNotice(reply.problem) : reply;
}

async function showOrTake(parts: HookParts, incoming: IncomingHook): Promise<HookOutcome> {
  const { project, path, head, payload, address } = incoming;
  const { limiter, limits, masterKeys } = parts;
  const row = await findHook(parts, "form", project, path);
  if (row === undefined) return { problem: await noSuchHook(limiter, address) };
  const config = row.config as unknown as FormConfig;
  const source = row.source!;
  const form = `${project} ${source}`;
  const show = (status: number, filled?: Filled): HookReply => ({
    status,
    headers: PAGE_HEADERS,
    body: renderForm(config, makeStamp(masterKeys, form), filled),
  });
  if (head.method === "GET") {
    const exceeded = await limiter.count("anonymous", address);
    return exceeded === undefined ? show(200) : { problem: tooManyRequests(exceeded) };
  }
  const exceeded =
    (await limits.count(`${form} ${address}`, PER_ADDRESS)) ??
    (await limits.count(form, config.perMinute ?? FORM_PER_MINUTE));
  if (exceeded !== undefined) return { problem: tooManyRequests(exceeded) };
  const body = await readHookBody(payload, MAX_FORM_BYTES);
  if (body === undefined) return { problem: tooLarge(MAX_FORM_BYTES) };
  const read = await readBody({ ...head, body });
  if ("refused" in read) return { problem: read.refused };
  const sent = sentFields(read.body) ?? {};
  // Whoever fills in the field that nobody sees is a program. It learns nothing from the answer, and nothing is stored.
  if (sent[HONEYPOT] !== undefined && sent[HONEYPOT] !== "") return thanks(config);
  if (!isStampValid(masterKeys, form, sent[STAMP]))
    return show(422, {
      sent,
      errors: new Map([["", "This page was open for too long, or not long enough. Please send it again."]]),
    });
  const filled = readForm(config, sent);
  if ("errors" in filled) return show(422, { sent, errors: filled.errors });
  return await take(parts, incoming, { config, source, form, data: filled.data, stamp: String(sent[STAMP]) });
}

interface Submitted {
  readonly config: FormConfig;
  readonly source: string;
  readonly form: string;
  readonly data: { readonly [name: string]: Json };
  readonly stamp: string;
}

async function take(
  { depsOf, limits, waits }: HookParts,
  { project, left }: IncomingHook,
  { config, source, form, data, stamp }: Submitted,
): Promise<HookOutcome> {
  const deps: AppDeps = depsOf(project);
  // The same page with the same content was sent twice by one click too many. With other content it was corrected and sent again.
  const id = createHash("sha256")
    .update(`${stamp}\n${JSON.stringify(data)}`)
    .digest("base64url");
  const event = { type: config.eventType ?? FORM_SUBMITTED, id, data, compared: data };
  const { answer } = config;
  const reply = await answerHook(
    answer?.type === "respond" ? answer : { type: "accepted" },
    (eventId) => storeHookEvent(deps, eventId, source, event, []),
    { deps, waits, limits, hook: form, left },
  );
  // 202 is for programs; a person is thanked.
  return "problem" in reply || isAnswer(reply) ? reply : thanks(config);
}

/** What a workflow answers is marked as not the API's own; everything else only says that the event is stored. */
function isAnswer({ headers }: HookReply): boolean {
  return headers["content-security-policy"] !== undefined;
}

function thanks(config: FormConfig): HookReply {
  return { status: 200, headers: PAGE_HEADERS, body: renderThanks(config) };
}
