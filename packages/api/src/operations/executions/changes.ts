import { whichFit, whichHaveApprovals, type FittingIds } from "@tempograph/db";
import { invalidInput, ok, refuse } from "../../app/app-error.ts";
import {
  approvalsChange,
  executionsChange,
  type ApprovalsChange,
  type ExecutionsChange,
} from "../answers/list-changes.ts";
import { id, input, optional, text } from "../fields.ts";
import { defineOperation } from "../operation.ts";
import { checkExecutionFilter } from "./check-execution-filter.ts";
import { executionFilter } from "./execution-input.ts";

const after = optional(text("The cursor of the last change that was seen. Absent: from now on."));
const RESUME =
  "The first change says that anything may have changed (`all`), unless `after` is known. Changes come at most four times in a second; what changes in between comes together.";

/** What both subscriptions have in common. */
const common = { kind: "subscription", permission: "read" } as const;
const route = {
  method: "GET",
  tag: "executions",
  headers: { "last-event-id": "The same as `after`, as EventSource sends it." },
} as const;
const message = (change: ExecutionsChange | ApprovalsChange) => ({ id: change.cursor, event: "change", data: change });

/** Follows the list of executions. Where anything may have changed, as at the beginning, it says so, and the caller reads the list. */
export const executionsChanged = defineOperation({
  ...common,
  name: "executionsChanged",
  summary: "Follow a list of executions (Server-Sent Events)",
  description: `Says which executions of a list have changed. ${RESUME}`,
  input: input("ExecutionsChangedInput", "Which executions, and after which change.", {
    filter: optional(executionFilter).describe("Which ones; not by `text`."),
    after,
  }),
  errors: ["validation", "forbidden"],
  result: { type: "ExecutionsChange" },
  rest: {
    ...{ ...route, path: "/executions/changes", stream: { message } },
    answer: { schema: executionsChange, from: (changes) => changes },
  },
  run({ deps: { db, live }, caller, left }, { filter, after }) {
    const wanted = filter ?? {};
    checkExecutionFilter(caller, wanted);
    if (wanted.text != null)
      return refuse(
        invalidInput("/text", "A list cannot be followed by a text.", "Leave `text` out, and read the list with it."),
      );
    const look = async (ids: readonly string[]): Promise<FittingIds | undefined> => {
      const found = await whichFit(db, ids, wanted);
      return found.fitting.length + found.others.length === 0 ? undefined : found;
    };
    const list = { key: `executions ${JSON.stringify(wanted)}`, look };
    return ok(
      shown(live.lists.follow<FittingIds>(list, after ?? undefined, left), ({ cursor, found }): ExecutionsChange => {
        const { fitting = [], others = [] } = found ?? {};
        return { cursor, all: found === undefined, executionIds: [...fitting], goneIds: [...others] };
      }),
    );
  },
});

/** Follows approvals, such as the caller's inbox. */
export const approvalsChanged = defineOperation({
  ...common,
  name: "approvalsChanged",
  summary: "Follow approvals (Server-Sent Events)",
  description: `Says of which executions approvals may have changed. ${RESUME}`,
  input: input("ApprovalsChangedInput", "Which approvals, and after which change.", {
    workflowId: optional(id("Only those of this workflow.")),
    after,
  }),
  errors: ["validation"],
  result: { type: "ApprovalsChange" },
  rest: {
    ...{ ...route, path: "/approvals/changes", stream: { message } },
    answer: { schema: approvalsChange, from: (changes) => changes },
  },
  run({ deps: { db, live }, left }, { workflowId, after }) {
    const look = async (ids: readonly string[]): Promise<readonly string[] | undefined> => {
      const found = await whichHaveApprovals(db, ids, workflowId);
      return found.length === 0 ? undefined : found;
    };
    const list = { key: `approvals ${workflowId ?? ""}`, look };
    return ok(
      shown(
        live.lists.follow<readonly string[]>(list, after ?? undefined, left),
        ({ cursor, found }): ApprovalsChange => ({
          ...{ cursor, all: found === undefined, executionIds: [...(found ?? [])] },
        }),
      ),
    );
  },
});

async function* shown<Change, Shown>(
  changes: AsyncIterable<Change>,
  show: (change: Change) => Shown,
): AsyncGenerator<Shown> {
  for await (const change of changes) yield show(change);
}
