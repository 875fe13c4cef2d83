import { defineConnection, secretField } from "@tempograph/nodes-sdk";
import { z } from "zod";
import { headerText, httpName, testRequest, testUrl } from "./http-fields.ts";

export const httpHeader = defineConnection({
  type: "http.header",
  title: "API key in a header",
  description: "Sends a header of your choice, such as `X-Api-Key`.",
  fields: z.object({
    name: httpName.describe("The header's name, such as `X-Api-Key`."),
    value: secretField(headerText).describe("The header's value."),
    testUrl,
  }),
  authorize: ({ headers }, { name, value }) => headers.set(name, value),
  test: (ctx, fields) => testRequest(ctx, fields.testUrl),
});
