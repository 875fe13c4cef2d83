import { z } from "zod";
import { answer, id } from "../fields.ts";
import { moment } from "./problem.ts";

export const tokenAnswer = answer("Token", "A token, without its secret.", {
  id: id("`tok_…`"),
  name: z.string().describe("Who uses it. Approvals name it as `user:<name>`."),
  project: z.string().describe("The project to which it belongs."),
  roles: z.array(z.string()).describe("Its roles."),
  createdAt: moment.describe("When it was made."),
  createdBy: z.string().describe("The name of the caller who made it."),
  expiresAt: moment.nullable().describe("When it stops working. Null: never."),
  lastUsedAt: moment.nullable().describe("When it was last used, up to a minute late. Null: never."),
  revokedAt: moment.nullable().describe("When it was revoked. Null: it was not."),
});

export const newTokenAnswer = tokenAnswer
  .extend({ secret: z.string().describe("The token itself. It cannot be shown again.") })
  .meta({ id: "NewToken", description: "A new token, with its secret." });
