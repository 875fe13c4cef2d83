import { findEventFile, type EventFileRecord } from "@tempograph/db";
import { notFound, ok, refuse } from "../../app/app-error.ts";
import { eventFileAnswer } from "../answers/hook.ts";
import { id, input } from "../fields.ts";
import { defineOperation } from "../operation.ts";

type Found = EventFileRecord & { readonly bytes: Buffer };

const shown = ({ bytes, ...file }: Found) => ({ ...file, data: bytes.toString("base64") });

export const eventFile = defineOperation({
  name: "eventFile",
  kind: "query",
  permission: "payloads",
  summary: "Get a file that came with a request",
  description:
    "A file that came with the request of a webhook or a form. The event's data has its id in `files`. Null if there is none.",
  input: input("EventFileQuery", "Which file.", { id: id("`file_…`, from `files` of the event's data.") }),
  errors: ["notFound"],
  nullWhenMissing: true,
  result: { type: "EventFile?" },
  rest: {
    method: "GET",
    path: "/event-files/:id",
    tag: "events",
    answer: { schema: eventFileAnswer, from: (file) => file },
  },
  async run({ deps: { db } }, { id: file }) {
    const found = await findEventFile(db, file);
    return found === undefined
      ? refuse(notFound("file", file, "Look the id up in `files` of the event's data."))
      : ok(shown(found));
  },
});
