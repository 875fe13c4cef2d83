import {
  deleteHookWait,
  insertHookWait,
  listExecutions,
  newId,
  nobodyAnswers,
  type HookAnswerRecord,
} from "@tempograph/db";
import type { IngestResult } from "@tempograph/dispatch";
import { ANSWER_SECONDS, type HookAnswer } from "@tempograph/graph";
import type { AppDeps } from "../app/app-deps.ts";
import type { Result } from "../app/app-error.ts";
import { fromAppError, type Problem } from "../http/problem-json.ts";
import type { AnswerWaits } from "./answer-waits.ts";
import type { HookLimits } from "./hook-limits.ts";
import { tooManyWait } from "./hook-problems.ts";
import { acceptedReply, answerReply, type HookOutcome, type HookReply } from "./hook-reply.ts";

interface Options {
  readonly deps: AppDeps;
  readonly waits: AnswerWaits;
  readonly limits: HookLimits;
  /** The hook's name in limits. */
  readonly hook: string;
  readonly left: AbortSignal;
}

/** Stores an event by `store`, and answers its sender as the hook is configured. Nothing but a stored event is answered with success (I1). */
export async function answerHook(
  answer: HookAnswer,
  store: (eventId: string) => Promise<Result<IngestResult>>,
  options: Options,
): Promise<HookOutcome> {
  if (answer.type === "respond") return await answerLater(answer, store, options);
  const stored = await store(newId("evt"));
  if (!stored.ok) return { problem: fromAppError(stored.error) };
  return storedReply(stored.value) ?? (answer.type === "fixed" ? answerReply(answer) : accepted(stored.value));
}

/** The sender waits for the execution's `respond` node. That the sender waits is written before the event, which may start it at once. */
async function answerLater(
  { timeoutSeconds = ANSWER_SECONDS.default }: Extract<HookAnswer, { type: "respond" }>,
  store: (eventId: string) => Promise<Result<IngestResult>>,
  { deps, waits, limits, hook, left }: Options,
): Promise<HookOutcome> {
  const leave = limits.wait(hook);
  if (leave === undefined) return { problem: tooManyWait };
  try {
    const eventId = newId("evt");
    const until = new Date(Date.now() + timeoutSeconds * 1_000);
    await insertHookWait(deps.db, { eventId, project: deps.project, until });
    const stored = await store(eventId);
    if (!stored.ok || stored.value.outcome !== "stored") await deleteHookWait(deps.db, eventId);
    if (!stored.ok) return { problem: fromAppError(stored.error) };
    const problem = storedReply(stored.value);
    if (problem !== undefined) return problem;
    // A sender who repeats a request gets the answer to the first one.
    const said = await waitFor({ deps, waits, left }, stored.value.id, until);
    if (said !== undefined) return answerReply(said);
    const execution = await executionUrl(deps, stored.value.id);
    return accepted(stored.value, execution);
  } finally {
    leave();
  }
}

/** After how long to look for the first time whether somebody will answer. Each further time it is half as long again. */
const FIRST_LOOK_MS = 1_000;

/** A sender whom nobody will answer need not wait: GitHub, for example, waits for ten seconds only. */
async function waitFor(
  { deps, waits, left }: Pick<Options, "deps" | "waits" | "left">,
  eventId: string,
  until: Date,
): Promise<HookAnswerRecord | undefined> {
  const begin = Date.now();
  for (let ms = FIRST_LOOK_MS; begin + ms < until.getTime(); ms *= 1.5) {
    const said = await waits.until(eventId, new Date(begin + ms), left);
    if (said !== undefined || left.aborted) return said;
    // The execution may have answered and ended since.
    if (await nobodyAnswers(deps.db, eventId)) return await waits.until(eventId, new Date(), left);
  }
  return await waits.until(eventId, until, left);
}

function storedReply({ outcome, id }: IngestResult): { readonly problem: Problem } | undefined {
  if (outcome !== "conflict") return undefined;
  return {
    problem: fromAppError({
      code: "IDEMPOTENCY_CONFLICT",
      message: `A delivery with this id, and other content, was stored before as ${id}.`,
      hint: "Give each delivery an id of its own. To repeat a delivery, send the same content again.",
    }),
  };
}

function accepted({ id, outcome }: IngestResult, execution?: string): HookReply {
  return acceptedReply({
    eventId: id,
    deduplicated: outcome === "deduplicated",
    ...(execution !== undefined && { execution }),
  });
}

/** Where the sender finds the execution, with a token. Undefined: no workflow was started yet. */
async function executionUrl({ db, publicUrl }: AppDeps, eventId: string): Promise<string | undefined> {
  const [execution] = await listExecutions(db, { eventId }, { limit: 1, backward: true });
  return execution === undefined ? undefined : `${publicUrl() ?? ""}/executions/${execution.id}`;
}
