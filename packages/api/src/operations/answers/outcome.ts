import type { Outcome } from "@tempograph/db";
import { z } from "zod";
import type { ExplainedOutcome } from "../../app/outcomes/explain-outcomes.ts";
import { answer, choice, payload } from "../fields.ts";
import { any, moment } from "./problem.ts";

export const outcomeChoice = choice("Outcome", "What became of an event for a workflow that it could concern.", {
  started: "An execution was created.",
  filtered: "No trigger took it: conditions were false, or triggers were paused.",
  rejected: "It could not be decided; `reason` says why.",
  held: "It waits: it is decided again at `until`, or its execution has no place yet.",
  deduplicated: "An earlier execution made it superfluous.",
  batched: "It is part of the execution of a batch.",
} satisfies Readonly<Record<Outcome, string>>);

const explained = {
  triggerId: z.string().nullable().describe("The trigger that took the event; `manual` or `call` if no trigger did."),
  executionId: z
    .string()
    .nullable()
    .describe(
      "The execution that it started; batched or deduplicated: the one that has the event, or made it superfluous.",
    ),
  sentence: payload(z.string().describe("Why, in words: `score was 72, needs more than 80`.")),
  reason: payload(any.describe("Rejected, held, deduplicated or batched: `{ code, message, hint }`.")),
  until: moment.nullable().describe("Held: when it is decided again."),
  triggers: payload(
    any.describe(
      "What each trigger made of the event: a list of `{ id, kind, result, condition, sentence }`. The result is `took`, `outsideHours`, `conditionFalse`, `conditionFailed`, `ranBefore`, `undecided`, `paused`, `notListening` or `notAsked`. " +
        "A condition is `{ kind, text, holds, problem, parts, operator, operands }`: `all`, `any` and `not` consist of parts, a `test` has operands with their actual values.",
    ),
  ),
};

export const outcomeAnswer = answer("EventOutcome", "What became of an event for one workflow, and why.", {
  workflowId: z.string().describe("The workflow."),
  workflowVersion: z.int().describe("The version that was live when the event was stored."),
  outcome: outcomeChoice.describe("What became of it."),
  ...explained,
});

export const whyNotAnswer = answer("WhyNot", "Why an event did or did not start a workflow.", {
  workflowId: z.string().describe("The workflow."),
  eventId: z.string().describe("The event."),
  workflowVersion: z.int().nullable().describe("The version that was live when the event was stored. Null: none was."),
  outcome: outcomeChoice
    .nullable()
    .describe("What became of it. Null: the event could not concern the workflow, or waits to be dispatched."),
  ...explained,
});

export function outcomeJson({ eventId: _, ...outcome }: ExplainedOutcome) {
  return outcome;
}
