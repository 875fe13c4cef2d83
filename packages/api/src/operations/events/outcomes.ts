import { findEvents, listOutcomes, withinProject } from "@tempograph/db";
import { concernedBy } from "../../app/outcomes/concerned.ts";
import { explainOutcomes, type ExplainedOutcome } from "../../app/outcomes/explain-outcomes.ts";
import { whyNot as explainWhyNot } from "../../app/outcomes/why-not.ts";
import { unknownEvent } from "../../app/unknown-event.ts";
import { outcomeAnswer, outcomeChoice, outcomeJson, whyNotAnswer } from "../answers/outcome.ts";
import { id, input, optional } from "../fields.ts";
import { defineList, defineOperation } from "../operation.ts";
import { workflowId } from "../workflows/workflow-input.ts";

export const eventOutcomes = defineList({
  name: "eventOutcomes",
  permission: "read",
  summary: "List what became of an event, for each workflow that it could concern",
  description:
    "What became of the event for each workflow that it could concern, and why. Workflows that have filtered it are in the list, too.",
  input: input("EventOutcomesQuery", "Of which event.", {
    id: id("The event's id, `evt_…`."),
    outcome: optional(outcomeChoice).describe("Only these."),
  }),
  of: "EventOutcome",
  within: "Event.outcomes",
  cursor: "id",
  keyOf: (outcome: ExplainedOutcome) => outcome.workflowId,
  async rows({ deps }, { id: eventId, outcome }, page) {
    const [event] = await findEvents(withinProject(deps.db.withoutPlugins(), deps.project), [eventId]);
    if (event === undefined) return [];
    const concerned = (await concernedBy(deps, event)).map(({ id: workflow, version }) => ({ id: workflow, version }));
    return (await listOutcomes(deps.db, { eventId, concerned, outcome }, page)) as ExplainedOutcome[];
  },
  show: (rows, { deps, caller }) => explainOutcomes(deps, caller, rows),
  rest: {
    path: "/events/:id/outcomes",
    tag: "events",
    item: outcomeAnswer,
    items: (rows) => rows.map(outcomeJson),
    missing: async ({ deps: { db } }, { id: eventId }) =>
      (await findEvents(db, [eventId])).length === 0 ? unknownEvent(eventId) : undefined,
  },
});

export const whyNot = defineOperation({
  name: "whyNot",
  kind: "query",
  permission: "read",
  summary: "Say why an event did not start a workflow",
  description:
    "Why an event did or did not start a workflow: as a sentence, and as data with each part of each condition and its actual value. " +
    "It is computed with the triggers that were live when the event was stored.",
  input: input("WhyNotQuery", "Which workflow and event.", {
    workflowId,
    eventId: id("The event's id, `evt_…`."),
  }),
  errors: ["notFound", "unavailable"],
  errorsAsData: true,
  result: { type: "WhyNot" },
  rest: {
    method: "GET",
    path: "/workflows/:workflowId/why-not/:eventId",
    tag: "workflows",
    answer: { schema: whyNotAnswer, from: (why) => why },
  },
  run: ({ deps, caller }, ids) => explainWhyNot(deps, caller, ids),
});
