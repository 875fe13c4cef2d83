import type { Json, JsonObject } from "../../definition/json.ts";
import type { Failure } from "../../definition/failure.ts";
import { endCancelled } from "../scope/closing.ts";
import { commandStep } from "../step/command-step.ts";
import type { Construct } from "../state/construct.ts";
import { endNode, failNode } from "../step/ending.ts";
import { armTimeout, closeEntry, reopenEntry } from "../step/open.ts";
import { openScope } from "../scope/open-scope.ts";
import { disarmTimer } from "../effects/timers.ts";
import { compileData, renderData } from "../step/render-data.ts";
import type { Run } from "../state/run.ts";
import { scopeOutput } from "../state/scope-instance.ts";
import { CANCELLED_FROM_OUTSIDE } from "../step/step-failure.ts";
import { timeoutPath } from "../state/step-path.ts";
import { traceNode } from "../effects/trace-node.ts";
import { deadline, isFailure } from "../step/wait-time.ts";
import { anyOutput, compensateSchema } from "./container-schema.ts";
import { textOf } from "../step/text-of.ts";
import { CORE_PACK } from "./core-pack.ts";
import { timeoutSchema } from "./timeout-schema.ts";
import type { LockRequest } from "../../contract/coordination.ts";
import type { OpenEntry, StepAnswer } from "../state/open-entry.ts";
import { scopeOf } from "../state/open-entries.ts";
import type { CompiledTemplate } from "../../expression/compile-template.ts";

/** How the node ends after the lock has been released. */
type AfterRelease =
  | { readonly end: "out" | "timeout"; readonly output: Json }
  | { readonly fail: Failure }
  | { readonly cancelled: true };

interface Memo {
  readonly key: string;
  /** Set while the lock is being released. */
  readonly then?: AfterRelease;
}
type Entry = OpenEntry<CompiledTemplate, Memo>;

/**
 * Holds a lock while the nodes inside run. Waiting executions get the lock in the order in which they asked for it. A node
 * inside may take the same lock again. The lock is always released, also after a failure or a cancel.
 */
export const lock: Construct<CompiledTemplate, Memo> = {
  manifest: {
    type: "lock",
    title: "Lock",
    description: "Runs the nodes inside while it holds the lock with this key. Others wait for it in order.",
    runs: "machine",
    input: {
      type: "object",
      required: ["key"],
      properties: {
        key: {
          type: "string",
          minLength: 1,
          description: "All workflows share the keys. Example: account:{{ payload.id }}.",
        },
        timeout: timeoutSchema,
        compensate: compensateSchema,
      },
    },
    output: anyOutput,
    ports: ["out", "timeout"],
    timeout: { startToClose: "30s" },
    retry: { maximumAttempts: 0, initialInterval: "1s", maximumInterval: "30s" },
    idempotent: true,
    sentence: ["holding the lock {key}[ waiting at most {timeout}]"],
    pack: CORE_PACK,
    example: { key: "account:{{ payload.accountId }}", timeout: "10m" },
  },
  fields: { compensate: "literal", timeout: "duration" },
  container: { scopes: "one" },
  outputOf: (_, inside) => inside(),
  portWords: { timeout: "if it stays locked" },
  receivesSignals: true,
  commandsActivity: true,
  awaits: { kind: "lock", nameIn: "key" },
  /** The lock is granted at once, unless the script says `{ granted: false }` or gives a duration. */
  simulate(_, { output, failure, takesMs }) {
    if (failure !== undefined) return { answer: { failure } };
    const isRefused = typeof output === "object" && output !== null && (output as JsonObject)["granted"] === false;
    if (isRefused) return { answer: { output: { granted: false } } };
    if (takesMs === 0) return { answer: { output: { granted: true } } };
    return { answer: { output: { granted: false } }, reply: { granted: true } };
  },
  compile: compileData,
  enter(run, scope, node) {
    const input = renderData(run, scope, node);
    const until = deadline(input["timeout"], run.at);
    if (isFailure(until)) {
      failNode(run, scope, node, until, { input });
      return;
    }
    const key = textOf(input["key"]);
    const request: LockRequest = { op: "acquire", key, untilMs: until };
    const { path } = commandStep(run, scope, node, request, { key });
    if (until !== null) armTimeout(run, path, until);
    traceNode(run, scope, node, "waiting", { input, ...(until !== null && { until }) });
  },
  onAnswer(run, entry, answer) {
    if (entry.purpose === "release") {
      released(run, entry);
    } else if (entry.cancelling) {
      // The step may stand in the queue or hold the lock already; releasing ends both.
      release(run, entry, { cancelled: true });
    } else {
      acquired(run, entry, answer);
    }
  },
  onEvent(run, entry, event) {
    if (event.kind === "replyReceived" && isGranted(event.reply)) hold(run, entry);
    else if (event.kind === "timerFired") release(run, entry, { end: "timeout", output: { key: entry.memo.key } });
  },
  onScopeEnd(run, entry, child, closing) {
    if (closing.kind === "failed") release(run, entry, { fail: closing.failure });
    else release(run, entry, { end: "out", output: scopeOutput(child) });
  },
  onCancel(run, entry) {
    release(run, entry, { cancelled: true });
    return true;
  },
};

function acquired(run: Run, entry: Entry, answer: StepAnswer): void {
  if (answer.kind !== "stepSucceeded") {
    release(run, entry, { fail: answer.kind === "stepFailed" ? answer.failure : CANCELLED_FROM_OUTSIDE });
  } else if (isGranted(answer.output) || isGranted(entry.reply)) {
    hold(run, entry);
  } else {
    reopenEntry(run, entry, "reply");
  }
}

function hold(run: Run, entry: Entry): void {
  disarmTimer(run, timeoutPath(entry.path));
  const container = reopenEntry(run, entry, "container", { children: new Set<string>() });
  traceNode(run, scopeOf(run, entry), entry.node, "started", { input: { key: entry.memo.key } });
  openScope(run, container, entry.node.inner[0]!, { key: entry.path, path: entry.path });
}

function release(run: Run, entry: Entry, then: AfterRelease): void {
  closeEntry(run, entry);
  const { key } = entry.memo;
  const input: LockRequest = { op: "release", key, holder: entry.path };
  const path = `${entry.path}!release`;
  commandStep(run, scopeOf(run, entry), entry.node, input, { key, then }, { path, purpose: "release" });
}

/** Ends the node after the release. If the release failed, the node ends all the same: the mirror frees the lock when this execution closes. */
function released(run: Run, entry: Entry): void {
  const { then } = entry.memo;
  const scope = scopeOf(run, entry);
  if (then === undefined || "cancelled" in then) {
    endCancelled(run, entry);
    return;
  }
  closeEntry(run, entry);
  if (scope.closing !== null) {
    endCancelled(run, entry);
    return;
  }
  if ("fail" in then) failNode(run, scope, entry.node, then.fail);
  else endNode(run, scope, entry.node, then.end, then.output);
}

function isGranted(reply: Json | undefined): boolean {
  return typeof reply === "object" && reply !== null && (reply as JsonObject)["granted"] === true;
}
