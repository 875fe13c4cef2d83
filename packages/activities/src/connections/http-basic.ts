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
  authorize({ headers }, { user, password }, session) {
    const credentials = Buffer.from(`${user}:${password}`).toString("base64");
    // Whoever has it needs no password. Where a service repeats it encoded once more, the password is no longer recognised in it (I10).
    session.conceal(credentials);
    headers.set("Authorization", `Basic ${credentials}`);
  },
  test: (ctx, fields) => testRequest(ctx, fields.testUrl),
});
