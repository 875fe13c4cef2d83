import type { z } from "zod";
import { answer, flag, id, listOf, text } from "../fields.ts";

const cursor = text("The cursor of this change. Use it as `after` to continue behind it.");
const all = flag(
  "Whether anything may have changed, so that the list has to be read anew. Then no executions are named.",
);

export const executionsChange = answer("ExecutionsChange", "A change of a list of executions.", {
  cursor,
  all,
  executionIds: listOf(id("An id."), "Executions that have changed, or are new, and fit the filter now."),
  goneIds: listOf(
    id("An id."),
    "Executions that have changed and do not fit the filter, so that the list no longer shows them.",
  ),
});

export const approvalsChange = answer("ApprovalsChange", "A change of approvals.", {
  cursor,
  all,
  executionIds: listOf(id("An id."), "Executions of which approvals may have changed."),
});

export type ExecutionsChange = z.output<typeof executionsChange>;
export type ApprovalsChange = z.output<typeof approvalsChange>;
