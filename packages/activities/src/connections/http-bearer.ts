import { defineConnection, secretField } from "@tempograph/nodes-sdk";
import { z } from "zod";
import { testRequest, testUrl, token } from "./http-fields.ts";

export const httpBearer = defineConnection({
  type: "http.bearer",
  title: "Bearer token",
  description: "Sends `Authorization: Bearer <token>`.",
  fields: z.object({ token: secretField(token).describe("The token, without the word Bearer."), testUrl }),
  authorize: ({ headers }, fields) => headers.set("Authorization", `Bearer ${fields.token}`),
  test: (ctx, fields) => testRequest(ctx, fields.testUrl),
});
