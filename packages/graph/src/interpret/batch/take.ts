import {
  heldAnswers,
  isBurst,
  isBurstUnderWay,
  answersOfShortBatch,
  answersToTake,
} from "../state/local-activity-batch.ts";
import { closeScope, giveUpWaiting } from "../scope/closing.ts";
import { answerStep } from "../step/answer-step.ts";
import { invalidAnswer } from "../step/step-failure.ts";
import { checkJsonValue } from "../../definition/parse-json-value.ts";
import { MAX_VALUE_BYTES } from "../../definition/limits.ts";
import { runWorklist } from "./run-worklist.ts";
import { releaseHeld } from "../effects/gate.ts";
import { resume, startDraining, stopDraining } from "./continue-as-new.ts";
import type { MachineEvent } from "../machine-event.ts";
import { keepSignal, waiterFor } from "../state/mailbox.ts";
import type { Run } from "../state/run.ts";
import { pathOfTimeout, scopeTimerPath } from "../state/step-path.ts";
import { queue } from "../step/tokens.ts";
import { traceDropped, traceGate } from "../effects/trace-node.ts";
import type { OpenEntry, StepAnswer } from "../state/open-entry.ts";
import { armNext } from "../effects/timers.ts";
import { removeTimer } from "../state/timer-list.ts";
import { behaviourOf } from "../state/construct.ts";

type EventOf<Kind extends MachineEvent["kind"]> = Extract<MachineEvent, { kind: Kind }>;

/** Applies one event to the state. The work that follows from it is done by `finishWork` afterwards. */
export function take(run: Run, event: Exclude<MachineEvent, { kind: "operation" }>): void {
  if (run.status === "ended") return;
  switch (event.kind) {
    case "started":
      return start(run, event);
    case "resumed":
      return resume(run);
    case "drain":
      return startDraining(run, event);
    case "stepSucceeded":
    case "stepFailed":
    case "stepCancelled":
      return stepAnswered(run, event);
    case "timerFired":
      return timerFired(run, event);
    case "signalReceived":
      run.signals += 1;
      return signalReceived(run, event);
    case "replyReceived":
      run.signals += 1;
      return replyReceived(run, event);
    case "cancelRequested":
      return cancelRequested(run, event);
    case "yielded":
      run.yielding = false;
      run.burstBytes = 0;
      return;
  }
}

function start(run: Run, event: EventOf<"started">): void {
  if (run.status !== "new") return;
  run.status = "running";
  run.executionId = event.executionId;
  run.event = event.event;
  run.seed = event.seed ?? {};
  const scope = run.scopes.get("")!;
  for (const node of scope.program.roots) queue(run, scope, node, false);
  for (const node of scope.program.deadHeads) queue(run, scope, node, true);
}

function stepAnswered(run: Run, event: EventOf<"stepSucceeded" | "stepFailed" | "stepCancelled">): void {
  run.underWay.delete(event.path);
  const entry = run.open.get(event.path);
  if (entry === undefined || entry.kind !== "step") return;
  if (isBurst(entry)) takeAnswers(run, answersToTake(run, entry, event));
  else answerStep(run, entry, entry.node.definition.taskQueue === undefined ? event : checkedAnswer(event));
}

/**
 * Our own workers check an output before they answer, so only those of another task queue are checked here: a value that
 * cannot be written as JSON again would stop the execution when it continues as new.
 */
function checkedAnswer(answer: StepAnswer): StepAnswer {
  if (answer.kind !== "stepSucceeded") return answer;
  const [problem] = checkJsonValue(answer.output, { maxBytes: MAX_VALUE_BYTES });
  if (problem === undefined) return answer;
  const { path } = answer;
  return { kind: "stepFailed", path, failure: invalidAnswer(path, `${problem.code} at output${problem.path}`) };
}

/** Does all work that follows from an event. If this ends the last awaited step of a local activity batch, takes the answers of the batch, too. */
export function finishWork(run: Run): void {
  runWorklist(run);
  while (run.isBatchShort) takeAnswers(run, answersOfShortBatch(run));
}

function takeAnswers(run: Run, answers: readonly [OpenEntry, StepAnswer][]): void {
  for (const [entry, answer] of answers) {
    answerStep(run, entry, answer);
    runWorklist(run);
  }
}

function timerFired(run: Run, event: EventOf<"timerFired">): void {
  const timer = run.timers.get(event.path);
  if (timer === undefined) return;
  removeTimer(run, event.path);
  armNext(run);
  if (run.unsettledBurst) run.unsettledBurst = isBurstUnderWay(run);
  if (event.path === scopeTimerPath("", "settle")) {
    run.settling = false;
    return;
  }
  if (run.program.hasBurst) run.at = Math.max(run.at, timer.at);
  if (event.path === scopeTimerPath("", "drain")) return stopDraining(run);
  const wait = pathOfTimeout(event.path);
  const entry = run.open.get(wait ?? event.path);
  if (entry !== undefined) {
    if (!entry.cancelling) behaviourOf(entry.node).onEvent?.(run, entry, event);
    return;
  }
  graceIsOver(run, event.path);
}

function graceIsOver(run: Run, path: string): void {
  const scope = run.scopes.get(path.slice(0, -"!cancel".length));
  if (scope === undefined || path !== scopeTimerPath(scope.key, "cancel")) return;
  for (const [one, answer] of heldAnswers(run)) answerStep(run, one, answer);
  giveUpWaiting(run, scope);
}

function signalReceived(run: Run, event: EventOf<"signalReceived">): void {
  const entry = waiterFor(run, event);
  if (entry !== null) behaviourOf(entry.node).onEvent?.(run, entry, event);
  // The trace reports only the first dropped signal: thousands of entries would tell nothing more.
  else if (!keepSignal(run, event) && run.droppedSignals === 1) traceDropped(run, event.name);
}

/** Replies are delivered at least once. A reply may arrive before the answer of the caller step's activity; it is kept until then. */
function replyReceived(run: Run, event: EventOf<"replyReceived">): void {
  const entry = run.open.get(event.path);
  if (entry === undefined || entry.key !== event.key) return;
  // A reply that is not an object is ignored, because the constructs read its fields.
  if (typeof event.reply !== "object" || event.reply === null) return;
  if (entry.kind === "reply") {
    if (!entry.cancelling) behaviourOf(entry.node).onEvent?.(run, entry, event);
  } else if (entry.kind === "step") {
    entry.reply ??= event.reply;
  }
}

/** Cancels the execution. The gate does not hold this up: a pause ends with it (rule 9). */
function cancelRequested(run: Run, event: EventOf<"cancelRequested">): void {
  const scope = run.scopes.get("")!;
  if (scope.closing === null && run.paused) {
    run.paused = false;
    traceGate(run, "resumed", "cancel");
    releaseHeld(run);
  }
  closeScope(run, scope, { kind: "cancelled", ...(event.reason !== undefined && { reason: event.reason }) });
}
