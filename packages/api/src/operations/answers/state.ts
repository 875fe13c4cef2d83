import type { StateEntryRecord } from "@tempograph/db";
import { z } from "zod";
import { answer, choice, id, payload } from "../fields.ts";
import { any, moment } from "./problem.ts";

export const stateEntryAnswer = answer("StateEntry", "What executions remember for later ones, under a key.", {
  workflowId: id(
    "The workflow whose entry it is. Null: it is the project's, and all of its workflows share it.",
  ).nullable(),
  key: z.string().describe("Its key, which is unique in the workflow, or among the project's own entries."),
  kind: choice("StateKind", "What a state entry is.", {
    value: "A JSON value, such as a counter.",
    set: "A set of members.",
  }).describe("Whether it is a value or a set."),
  value: payload(
    any.describe(
      "The value. Of a set, where one entry is asked for: up to 1,000 members, the latest first. In lists it is null for a set.",
    ),
  ),
  members: z.int().describe("How many members a set has, those included that have expired and are not yet removed."),
  bytes: z.int().describe("What it counts for in the limit of the project."),
  revision: z.int().describe("Rises with each change."),
  expiresAt: moment.nullable().describe("When the value expires, or the first member of the set. Null: it stays."),
  createdAt: moment.describe("When it was made."),
  updatedAt: moment.describe("When it was last changed."),
  updatedBy: z.string().describe("The execution that changed it last, or the name of the caller."),
});

export function stateEntryJson({ id: _, ...entry }: StateEntryRecord) {
  return entry;
}
