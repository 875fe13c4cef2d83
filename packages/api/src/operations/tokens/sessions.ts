import { deleteSessionsOf, stopBulkJobsOf } from "@tempograph/db";
import { z } from "zod";
import { CALLER_NAME } from "../../access/token.ts";
import { invalidInput, ok, refuse } from "../../app/app-error.ts";
import { input, text } from "../fields.ts";
import { defineOperation } from "../operation.ts";

export const sessionsEnd = defineOperation({
  name: "sessionsEnd",
  kind: "mutation",
  permission: "tokens",
  summary: "Sign a person out everywhere",
  description:
    "Ends every session of a person who has signed in to the caller's project: for somebody who must be out at once, or whose roles have " +
    "changed. Open sockets and streams end within two seconds, and the person's bulk jobs are stopped. Whether the person can sign in again is decided by the provider and the rules.",
  input: input("SessionsEndInput", "Whose sessions to end.", {
    name: text("The person's name, as `viewer` shows it, such as `ada@example.com`."),
  }),
  errors: ["validation"],
  audit: true,
  result: {
    payload: "SessionsEndPayload",
    description: "What was ended.",
    fields: { ended: { type: "Int", description: "How many sessions there were.", from: (ended: number) => ended } },
  },
  rest: {
    method: "POST",
    path: "/sessions/end",
    tag: "system",
    answer: {
      schema: z.object({ ended: z.int().describe("How many sessions there were.") }),
      from: (ended: number) => ({ ended }),
    },
    example: { name: "kim@example.com" },
  },
  async run({ deps: { db }, caller }, { name }) {
    if (!CALLER_NAME.test(name))
      return refuse(
        invalidInput("/name", "Nobody can have this name.", "Take the name from the audit log: the actor of `signIn`."),
      );
    const ended = await deleteSessionsOf(db, caller.project, name);
    await stopBulkJobsOf(db, caller.project, name);
    return ok(ended);
  },
});
