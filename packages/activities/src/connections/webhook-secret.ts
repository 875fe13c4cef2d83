import { defineConnection, secretField } from "@tempograph/nodes-sdk";
import { WEBHOOK_SECRET_TYPE } from "@tempograph/graph";
import { z } from "zod";

const secret = z.string().min(1).max(1_000);

export const webhookSecret = defineConnection({
  type: WEBHOOK_SECRET_TYPE,
  title: "Secret of incoming webhooks",
  description:
    "What a sender proves its webhooks with: a token, a password, or the key of its signatures. Triggers of the kind webhook name it.",
  fields: z.object({
    secret: secretField(secret).describe("The secret that the sender and Tempograph know."),
    previous: secretField(secret)
      .optional()
      .describe(
        "The secret before it, which stays valid until it is left out: so a secret is exchanged without losing webhooks.",
      ),
  }),
});
