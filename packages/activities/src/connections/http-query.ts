import { defineConnection, secretField } from "@tempograph/nodes-sdk";
import { z } from "zod";
import { httpName, testRequest, testUrl } from "./http-fields.ts";

export const httpQuery = defineConnection({
  type: "http.query",
  title: "API key in the query",
  description:
    "Adds a parameter to the URL's query, such as `api_key`. Servers write URLs into their logs: use a header where the service takes one.",
  fields: z.object({
    name: httpName.describe("The parameter's name, such as `api_key`."),
    value: secretField(z.string().min(1).max(4_096)).describe("The parameter's value."),
    testUrl,
  }),
  authorize: ({ url }, { name, value }) => url.searchParams.set(name, value),
  test: (ctx, fields) => testRequest(ctx, fields.testUrl),
});
