import type { WaitForEventRequest } from "../../contract/coordination.ts";
import type { Failure } from "../../definition/failure.ts";
import type { Json, JsonObject } from "../../definition/json.ts";
import { commandStep } from "../step/command-step.ts";
import { answerLate } from "../step/answer-step.ts";
import type { Construct } from "../state/construct.ts";
import { endNode, failNode } from "../step/ending.ts";
import { armTimeout, closeEntry, reopenEntry } from "../step/open.ts";
import { compileData, renderData } from "../step/render-data.ts";
import type { Run } from "../state/run.ts";
import { traceNode } from "../effects/trace-node.ts";
import { deadline, isFailure, milliseconds } from "../step/wait-time.ts";
import { CANCELLED_FROM_OUTSIDE } from "../step/step-failure.ts";
import { textOf } from "../step/text-of.ts";
import { CORE_PACK } from "./core-pack.ts";
import { timeoutSchema } from "./timeout-schema.ts";
import type { OpenEntry } from "../state/open-entry.ts";
import { scopeOf } from "../state/open-entries.ts";
import type { CompiledTemplate } from "../../expression/compile-template.ts";

type Memo = { readonly eventType: string };
type Entry = OpenEntry<CompiledTemplate, Memo>;

/** Waits for an event with a fitting type for which the condition holds. The wait is a row in Postgres that an arriving event finds, so nothing polls. */
export const waitForEvent: Construct<CompiledTemplate, Memo> = {
  manifest: {
    type: "wait_for_event",
    title: "Wait for an event",
    description: "Waits for an event of this type for which the condition holds. The output is the event.",
    runs: "machine",
    input: {
      type: "object",
      required: ["eventType"],
      properties: {
        eventType: { type: "string", minLength: 1, description: "A type, or a pattern such as order.*." },
        match: {
          description:
            "A condition on the event, as in a trigger. Templates in JSONLogic are rendered when the wait begins.",
        },
        lookBack: {
          type: ["number", "string"],
          description: "Also accept an event that arrived up to this long before the wait. Default: none.",
        },
        timeout: timeoutSchema,
      },
    },
    output: {
      type: "object",
      properties: {
        id: { type: "string" },
        type: { type: "string" },
        source: { type: "string" },
        subject: { type: "string" },
        time: { type: "string" },
        data: {},
      },
    },
    ports: ["out", "timeout"],
    timeout: { startToClose: "30s" },
    retry: { maximumAttempts: 0, initialInterval: "1s", maximumInterval: "30s" },
    idempotent: true,
    sentence: ["wait for the event {eventType:name}[ where {match}][ looking back {lookBack}][ for at most {timeout}]"],
    pack: CORE_PACK,
    example: {
      eventType: "order.paid",
      match: { "==": [{ var: "orderId" }, "{{ payload.orderId }}"] },
      lookBack: "1h",
      timeout: "7d",
    },
  },
  fields: { match: "eventCondition", lookBack: "duration", timeout: "duration" },
  portWords: { timeout: "if it does not come in time" },
  receivesSignals: true,
  commandsActivity: true,
  awaits: { kind: "event", nameIn: "eventType" },
  skippable: true,
  /** Without an event in the script the step waits. */
  simulate(_, { output, failure, takesMs }) {
    if (failure !== undefined) return { answer: { failure } };
    if (output === undefined) return { answer: { output: { event: null } } };
    if (takesMs === 0) return { answer: { output: { event: output } } };
    return { answer: { output: { event: null } }, reply: { event: output } };
  },
  compile(node, interpreterVersion) {
    const { match, ...rest } = node.data;
    // A text is a condition in CEL. It is evaluated against each arriving event, so it must not be rendered now.
    if (typeof match !== "string" || interpreterVersion < 2) return compileData(node, interpreterVersion);
    return compileData({ ...node, data: rest }, interpreterVersion);
  },
  enter(run, scope, node) {
    const written = node.definition.data["match"];
    const rendered = renderData(run, scope, node);
    const input = typeof written === "string" ? { match: written, ...rendered } : rendered;
    const until = deadline(input["timeout"], run.at);
    const lookBackMs = input["lookBack"] === undefined ? 0 : milliseconds(input["lookBack"]);
    if (isFailure(until) || isFailure(lookBackMs)) {
      failNode(run, scope, node, isFailure(until) ? until : (lookBackMs as Exclude<typeof lookBackMs, number>), {
        input,
      });
      return;
    }
    const forged = forgedMatch(written, input["match"]);
    if (forged !== null) {
      failNode(run, scope, node, forged, { input });
      return;
    }
    const eventType = textOf(input["eventType"]);
    const wait: WaitForEventRequest = { eventType, match: input["match"] ?? null, lookBackMs, untilMs: until };
    const { path } = commandStep(run, scope, node, wait, { eventType });
    if (until !== null) armTimeout(run, path, until);
    traceNode(run, scope, node, "waiting", { input, ...(until !== null && { until }) });
  },
  onAnswer(run, entry, answer) {
    const scope = scopeOf(run, entry);
    if (entry.cancelling) {
      closeEntry(run, entry);
      // The row of the wait has been written, but no step needs it any more. It is deleted when the execution closes.
      answerLate(
        run,
        scope,
        entry.node,
        answer.kind === "stepSucceeded" ? { kind: "stepCancelled", path: entry.path } : answer,
      );
      return;
    }
    if (answer.kind !== "stepSucceeded") {
      closeEntry(run, entry);
      failNode(run, scope, entry.node, answer.kind === "stepFailed" ? answer.failure : CANCELLED_FROM_OUTSIDE);
      return;
    }
    const event = eventOf(entry.reply) ?? eventOf(answer.output);
    if (event === null) reopenEntry(run, entry, "reply");
    else received(run, entry, event);
  },
  onEvent(run, entry, event) {
    if (event.kind === "replyReceived") {
      const found = eventOf(event.reply);
      if (found !== null) received(run, entry, found);
    } else if (event.kind === "timerFired") {
      timedOut(run, entry);
    }
  },
};

function received(run: Run, entry: Entry, event: Json): void {
  closeEntry(run, entry);
  endNode(run, scopeOf(run, entry), entry.node, "out", event);
}

/** Ends the node on `timeout`. If the activity has not answered yet, its answer is ignored later. */
function timedOut(run: Run, entry: Entry): void {
  closeEntry(run, entry);
  endNode(run, scopeOf(run, entry), entry.node, "timeout", entry.memo);
}

function eventOf(reply: Json | undefined): Json | null {
  if (typeof reply !== "object" || reply === null || Array.isArray(reply)) return null;
  return (reply as JsonObject)["event"] ?? null;
}

/**
 * Checks that no template inside `match` gives an object. A template may give a value to compare with, but not a part of the
 * condition: otherwise the sender of a payload with `{"var": …}` could change the condition (I11).
 */
function forgedMatch(written: Json | undefined, rendered: Json | undefined): Failure | null {
  if (typeof written === "string") return written === rendered || isPlain(rendered) ? null : FORGED;
  if (Array.isArray(written)) {
    return firstOf(written.map((item, index) => forgedMatch(item, (rendered as readonly Json[])[index])));
  }
  if (typeof written !== "object" || written === null) return null;
  return firstOf(Object.entries(written).map(([key, item]) => forgedMatch(item, (rendered as JsonObject)[key])));
}

function firstOf(found: readonly (Failure | null)[]): Failure | null {
  return found.find((one) => one !== null) ?? null;
}

function isPlain(value: Json | undefined): boolean {
  if (Array.isArray(value)) return value.every((item) => typeof item !== "object" || item === null);
  return typeof value !== "object" || value === null;
}

const FORGED: Failure = {
  code: "INPUT_INVALID",
  message: "The value of a template in match is an object, which would become a part of the condition.",
  hint: "Let the template give a text, a number, a boolean, or a list of these.",
  retryable: false,
};
