import type { z } from "zod";
import { input, json, moment, optional, text } from "../fields.ts";

export const eventInput = input("EventInput", "An event, with the CloudEvents attributes.", {
  type: text("CloudEvents `type`, such as `lead.created`."),
  data: optional(json("The payload. At most 1 MiB.")),
  source: optional(text("CloudEvents `source`: who says so. Default `api`.")),
  subject: optional(text("CloudEvents `subject`: what it is about.")),
  time: optional(moment("When it happened. Default: now.")),
  idempotencyKey: optional(text("Send the same event again with the same key as often as you like: it counts once.")),
});

export type EventToSend = z.output<typeof eventInput>;
