import { lockOpenExecution, writeHookAnswer, type AnswerOutcome } from "@tempograph/db";
import { answerHeaderProblem, type Json } from "@tempograph/graph";
import type { CallerStep } from "./caller-step.ts";
import { checkInput } from "./check-input.ts";
import type { CoordinationDeps } from "./coordination-deps.ts";
import { CoordinationError } from "./coordination-error.ts";

export interface AnswerToSend {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Json;
  readonly whenNobodyWaits: "fail" | "skip";
}

/** What became of the answer. A sender whose time limit is over has got 202 and a link to the execution. */
export type Responded =
  | { readonly sent: true }
  | { readonly sent: false; readonly reason: Exclude<AnswerOutcome, "sent"> };

/** The most bytes of an answer's JSON. */
const MAX_ANSWER_BYTES = 1024 * 1024;

/**
 * Answers the sender of the event that started the execution. The answer is a row, because the sender waits in an API process and not
 * here; that process is told by a notification, and looks for rows by itself as well. Another attempt of the step is no second answer (I5).
 */
export async function respond({ db }: CoordinationDeps, step: CallerStep, answer: AnswerToSend): Promise<Responded> {
  const { status, headers, body, whenNobodyWaits } = answer;
  checkInput("", { headers, body });
  for (const [name, value] of Object.entries(headers)) {
    const problem = answerHeaderProblem(name, value);
    if (problem !== undefined)
      throw new CoordinationError(
        "INPUT_INVALID",
        `/headers: ${problem}`,
        "Set Content-Type, Location, Retry-After, or headers that begin with X-.",
      );
  }
  if (Buffer.byteLength(JSON.stringify(body)) > MAX_ANSWER_BYTES)
    throw new CoordinationError("INPUT_INVALID", "/body: The answer is larger than 1 MiB.", "Answer with a link.");
  const own = await lockOpenExecution(db, step.executionId);
  const outcome =
    own.state === "unknown"
      ? "unasked"
      : await writeHookAnswer(db, { eventId: own.eventId, step: step.idempotencyKey }, { status, headers, body });
  if (outcome === "sent") return { sent: true };
  if (outcome === "late" || whenNobodyWaits === "skip") return { sent: false, reason: outcome };
  throw outcome === "answered" ? answeredAlready() : unasked();
}

function answeredAlready(): CoordinationError {
  return new CoordinationError(
    "ALREADY_ANSWERED",
    "The sender of this event has got an answer from another step already.",
    'Let one path of the graph answer, or set "whenNobodyWaits": "skip".',
  );
}

function unasked(): CoordinationError {
  return new CoordinationError(
    "NOBODY_WAITS",
    "No sender waits for an answer to the event of this execution.",
    'Give the trigger of the kind webhook or form the answer { "type": "respond" }. For executions that are started in another way, set "whenNobodyWaits": "skip".',
  );
}
