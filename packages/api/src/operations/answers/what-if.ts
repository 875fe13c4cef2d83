import { z } from "zod";
import { answer, choice } from "../fields.ts";

export const changedEventAnswer = answer(
  "ChangedEvent",
  "An event for which a change of triggers makes a difference.",
  {
    eventId: z.string().describe("The event."),
    change: choice("WhatIfChange", "What the change does.", {
      more: "The changed triggers take the event, the published ones do not.",
      fewer: "The published triggers take the event, the changed ones do not.",
    }).describe("What the change does."),
    sentence: z
      .string()
      .describe(
        "Why the triggers that do not take it do not: for MORE the published ones, for FEWER the changed ones.",
      ),
  },
);

export const whatIfAnswer = answer("WhatIfReport", "What changed triggers would have done with the newest events.", {
  examined: z
    .int()
    .describe("How many events were examined: the newest ones that the published or the changed triggers listen to."),
  done: z.boolean().describe("Whether all of them are examined. Otherwise the numbers are those until now."),
  before: z.int().describe("How many of them the published triggers take."),
  after: z.int().describe("How many of them the changed triggers take."),
  more: z.int().describe("How many only the changed triggers take."),
  fewer: z.int().describe("How many only the published triggers take."),
  failed: z.int().describe("For how many a condition of the changed triggers cannot be evaluated."),
  undecided: z
    .int()
    .describe(
      "For how many the answer of the changed triggers depends on something that was not found out when the event came: on executions that ran before (`when.history`), counted as if none had, or on the memory or a lookup (`when.state`, `when.lookup`), counted as not taken.",
    ),
  changed: z.array(changedEventAnswer).describe("The newest of those that make the difference, at most 100."),
});
