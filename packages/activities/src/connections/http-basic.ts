import { defineConnection, secretField } from "@tempograph/nodes-sdk";
import { z } from "zod";
import { testRequest, testUrl } from "./http-fields.ts";

export const httpBasic = defineConnection({
  type: "http.basic",
  title: "User name and password",
  description: "Sends `Authorization: Basic …`, made of a user name and a password.",
  fields: z.object({
    user: z
      .string()
      .max(1_024)
      .regex(/^[^:]*$/)
      .describe("The user name, without a colon."),
    password: secretField(z.string().max(16_384)).describe("The password."),
    testUrl,
  }),
  authorize({ headers }, { user, password }) {
    headers.set("Authorization", `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`);
  },
  test: (ctx, fields) => testRequest(ctx, fields.testUrl),
});
