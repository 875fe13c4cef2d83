import { isTypePattern, typePatternProblem } from "@tempograph/graph";
import { findEvents, listEvents, type EventRecord } from "@tempograph/db";
import { invalidInput, ok, refuse, RefusedWork } from "../../app/app-error.ts";
import { checkSearch } from "../../app/check-search.ts";
import { unknownEvent } from "../../app/unknown-event.ts";
import { eventAnswer, eventJson } from "../answers/event.ts";
import { id, input, moment, optional, text } from "../fields.ts";
import { defineList, defineOperation } from "../operation.ts";

export const event = defineOperation({
  name: "event",
  kind: "query",
  permission: "read",
  summary: "Get an event",
  description: "The event with this id. Null if there is none.",
  input: input("EventQuery", "Which event.", { id: id("The event's id, `evt_…`.") }),
  errors: ["notFound"],
  nullWhenMissing: true,
  result: { type: "Event?" },
  rest: { method: "GET", path: "/events/:id", tag: "events", answer: { schema: eventAnswer, from: eventJson } },
  async run({ deps: { db } }, { id }) {
    const [found] = await findEvents(db, [id]);
    if (found !== undefined) return ok(found);
    return refuse(unknownEvent(id));
  },
});

export const events = defineList({
  name: "events",
  permission: "read",
  summary: "List events, the newest first",
  description: "Events, the newest first.",
  input: input("EventsQuery", "Which events.", {
    filter: optional(
      input("EventFilter", "Which events. An absent field does not restrict the list.", {
        type: optional(
          text(
            "Only events of this CloudEvents `type`: `order.created`, or `order.*` for all types that begin with `order.`.",
          ),
        ),
        source: optional(text("CloudEvents `source`, exactly.")),
        subject: optional(text("CloudEvents `subject`, exactly.")),
        text: optional(
          text(
            "A text in the payload's JSON, in upper or lower case, such as `ada@example.com`. The newest 20,000 events that fit the other fields are searched (64 MiB of payloads). Needs the permission to read payloads.",
          ),
        ),
        happenedAfter: optional(moment("Only events whose `time` is this moment or later.")),
        happenedBefore: optional(moment("Only events whose `time` is before this moment.")),
        receivedAfter: optional(moment("Only events that were stored at this moment or later.")),
        receivedBefore: optional(moment("Only events that were stored before this moment.")),
      }),
    ).describe("Which ones."),
  }),
  of: "Event",
  newestFirst: true,
  cursor: "number",
  keyOf: (e: EventRecord) => e.seq,
  large: ["data"],
  rows({ deps: { db, searches }, caller }, { filter }, page) {
    if (filter?.type != null) checkType(filter.type);
    const wrong = filter?.text == null ? undefined : checkSearch(caller, filter.text, "/text");
    if (wrong) throw new RefusedWork(wrong);
    return searches.read(caller, filter, db, (reading) => listEvents(reading, filter ?? {}, page));
  },
  rest: { path: "/events", tag: "events", item: eventAnswer, items: (rows) => rows.map(eventJson) },
});

/** A type such as `or*` would look like a pattern and find nothing, because no event has this exact type. */
function checkType(type: string): void {
  if (isTypePattern(type)) return;
  const { message, hint } = typePatternProblem(type);
  throw new RefusedWork(invalidInput("/type", message, hint));
}
