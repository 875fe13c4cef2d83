import { listSourceTypes } from "@tempograph/db";
import { z } from "zod";
import { ok } from "../../app/app-error.ts";
import { sourceTypeAnswer } from "../answers/source-type.ts";
import { noInput } from "../fields.ts";
import { defineOperation } from "../operation.ts";

export const sourceTypes = defineOperation({
  name: "sourceTypes",
  kind: "query",
  permission: "read",
  summary: "List the sources that can be polled",
  description:
    "The sources that the workers' node packs bring, with the schemas of their input and of their items. A trigger of the kind `poll` names one.",
  input: noInput,
  errors: [],
  result: { type: "[SourceType]" },
  rest: {
    method: "GET",
    path: "/source-types",
    tag: "system",
    answer: { schema: z.array(sourceTypeAnswer), from: (types) => types },
  },
  run: async ({ deps: { db } }) => ok(await listSourceTypes(db)),
});
