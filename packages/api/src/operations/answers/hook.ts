import { z } from "zod";
import { answer, id, payload } from "../fields.ts";
import { moment } from "./problem.ts";

export const eventFileAnswer = answer("EventFile", "A file that came with the request of a webhook or a form.", {
  id: id("`file_…`"),
  eventId: z.string().describe("The event that it came with."),
  field: z.string().describe("The name of the form's field; `body` if the whole body was the file."),
  name: z.string().describe("The file's name, as the sender says."),
  mediaType: z.string().describe("Its media type, as the sender says."),
  size: z.int().describe("Its bytes."),
  data: payload(z.string().describe("The bytes in Base64.")),
});

export const webhookTestAnswer = answer("WebhookTest", "An address that takes one request and shows it.", {
  id: id("`hkt_…`"),
  expiresAt: moment.describe("Until when it listens."),
  receivedAt: moment.nullable().describe("When the request came. Null: none has come yet."),
  event: payload(
    z
      .unknown()
      .describe("The event that the request would become, with `type`, `source` and `data`. Null: none has come yet."),
  ),
});
