import { findStateEntry, listStateEntries, type StateEntryRecord } from "@tempograph/db";
import { notFound, ok, refuse } from "../../app/app-error.ts";
import { stateEntryAnswer, stateEntryJson } from "../answers/state.ts";
import { choice, id, input, optional, text } from "../fields.ts";
import { defineList, defineOperation } from "../operation.ts";
import { findPlace, stateEntryKey } from "./state-input.ts";

export const stateEntries = defineList({
  name: "stateEntries",
  permission: "read",
  summary: "List what executions remember, the newest first",
  description: "The state entries of the project and its workflows that have not expired, the newest first.",
  input: input("StateEntriesQuery", "Which entries.", {
    filter: optional(
      input("StateEntryFilter", "Which entries. An absent field does not restrict the list.", {
        workflowId: optional(id("Only entries of this workflow, `wf_…`.")),
        scope: optional(
          choice("StateScope", "Whose state entries.", {
            workflow: "Those of workflows.",
            project: "Those of the project itself, which its workflows share.",
          }).describe("Only entries of workflows, or only those of the project itself."),
        ),
        keyPrefix: optional(text("Only entries whose keys begin so, such as `orders:`.")),
      }),
    ).describe("Which ones."),
  }),
  of: "StateEntry",
  newestFirst: true,
  cursor: "number",
  keyOf: (entry: StateEntryRecord) => String(entry.id),
  large: ["value"],
  rows: ({ deps: { db } }, { filter }, page) => listStateEntries(db, filter ?? {}, page),
  rest: { path: "/state", tag: "workflows", item: stateEntryAnswer, items: (rows) => rows.map(stateEntryJson) },
});

export const stateEntry = defineOperation({
  name: "stateEntry",
  kind: "query",
  permission: "read",
  summary: "Get what executions remember under a key",
  description:
    "The state entry with this key, with the latest members of a set. Null if there is none, or it has expired.",
  input: input("StateEntryQuery", "Which entry.", stateEntryKey),
  errors: ["validation", "notFound"],
  errorsAsData: false,
  nullWhenMissing: true,
  result: { type: "StateEntry?" },
  rest: {
    method: "GET",
    path: "/state/entry",
    tag: "workflows",
    answer: { schema: stateEntryAnswer, from: stateEntryJson },
  },
  async run(context, named) {
    const place = await findPlace(context, named);
    if (!place.ok) return place;
    const found = await findStateEntry(context.deps.db, place.value);
    return found === undefined
      ? refuse(notFound("state entry", named.key, "Look its key up in `stateEntries`.", "/key"))
      : ok(found);
  },
});
