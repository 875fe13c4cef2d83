import type { z } from "zod";
import { input, json, moment, optional, text } from "../fields.ts";

export const eventInput = input("EventInput", "An event, with the CloudEvents attributes.", {
  type: text("CloudEvents `type`, such as `lead.created`."),
  data: optional(json("The payload. At most 1 MiB.")),
  source: optional(text("CloudEvents `source`: the system that sends the event. Default `api`.")),
  subject: optional(text("CloudEvents `subject`: what the event is about.")),
  time: optional(moment("When the event happened. Default: now.")),
  attributes: optional(
    json(
      "Further attributes of the CloudEvent, which are kept as they are: `datacontenttype`, `dataschema` and extensions such as " +
        "`traceparent`. An object of names in lower-case letters and digits; values are texts, whole numbers and booleans.",
    ),
  ),
  idempotencyKey: optional(text("The idempotency key. An event that is sent again with the same key counts once.")),
});

export type EventToSend = z.output<typeof eventInput>;
