import {
  findAttempts,
  findExecutions,
  historyPageKey,
  listExecutions,
  listHistoryEvents,
  listLogs,
  listSteps,
  stepPageKey,
  type ExecutionRecord,
  type LogRecord,
} from "@tempograph/db";
import { ok, refuse, type AppError } from "../../app/app-error.ts";
import { readableHistory } from "../../app/readable-history.ts";
import { isClosed, unknownExecution } from "../../app/steer-execution.ts";
import {
  executionAnswer,
  executionJson,
  historyAnswer,
  historyJson,
  logAnswer,
  logJson,
  stepAnswer,
  stepsJson,
} from "../answers/execution.ts";
import { flag, id, input, optional, text } from "../fields.ts";
import { defineList, defineOperation, type Context } from "../operation.ts";
import { whyHidden } from "../payloads.ts";
import { checkExecutionFilter } from "./check-execution-filter.ts";
import { executionFilter, executionId } from "./execution-input.ts";

/** Reads an execution. Reading an open one asks the mirror to follow it closely. */
export const execution = defineOperation({
  name: "execution",
  kind: "query",
  permission: "read",
  summary: "Get an execution",
  description:
    "The execution with this id. Null if there is none. Reading an open one makes the mirror follow it closely.",
  input: input("ExecutionQuery", "Which execution.", {
    id: id("The id, `exe_…`, which is also the Temporal workflow id."),
  }),
  errors: ["notFound"],
  nullWhenMissing: true,
  result: { type: "Execution?" },
  rest: {
    method: "GET",
    path: "/executions/:id",
    tag: "executions",
    answer: { schema: executionAnswer, from: executionJson },
  },
  async run({ deps: { db, live } }, { id }) {
    const [found] = await findExecutions(db, [id]);
    if (found === undefined) return refuse(unknownExecution(id));
    if (!isClosed(found)) live.watch(id);
    return ok(found);
  },
});

export const executions = defineList({
  name: "executions",
  permission: "read",
  summary: "List executions, the newest first",
  description: "Executions, the newest first.",
  input: input("ExecutionsQuery", "Which executions.", { filter: optional(executionFilter).describe("Which ones.") }),
  of: "Execution",
  newestFirst: true,
  cursor: "number",
  keyOf: (e: ExecutionRecord) => e.seq,
  large: ["output", "failure", "mirrorProblem"],
  rows({ deps: { db, searches }, caller }, { filter }, page) {
    checkExecutionFilter(caller, filter ?? {});
    return searches.read(caller, filter, db, (reading) => listExecutions(reading, filter ?? {}, page));
  },
  rest: {
    path: "/executions",
    tag: "executions",
    item: executionAnswer,
    items: (rows, context) => rows.map((row) => executionJson(row, context)),
  },
});

/** What all lists of an execution's parts have in common. */
const part = {
  permission: "read",
  input: input("ExecutionPartQuery", "Of which execution.", { id: executionId }),
} as const;

async function missing({ deps: { db } }: Context, { id }: { readonly id: string }): Promise<AppError | undefined> {
  return (await findExecutions(db, [id])).length === 0 ? unknownExecution(id) : undefined;
}

export const executionSteps = defineList({
  ...part,
  name: "executionSteps",
  summary: "List the steps of an execution with input, output, failure, times and attempts",
  description: "The steps of the execution, in the order in which they first appeared.",
  of: "Step",
  within: "Execution.steps",
  cursor: "step",
  keyOf: stepPageKey,
  large: ["input", "output", "failure"],
  rows: ({ deps: { db } }, { id }, page) => listSteps(db, id, page),
  rest: {
    path: "/executions/:id/steps",
    tag: "executions",
    item: stepAnswer,
    items: async (rows, { deps: { db } }) => stepsJson(rows, rows.length === 0 ? [] : await findAttempts(db, rows)),
    missing,
  },
});

/** What the argument `encoded` of a history says. */
export const ENCODED =
  "true: payloads as Temporal has them, encrypted, and large ones as references. Default: the values, for callers who may read payloads.";

export const executionHistory = defineList({
  ...part,
  name: "executionHistory",
  summary: "List the events of Temporal's history",
  description:
    "The mirrored events of Temporal's history, in order. If the execution has several runs, one run after the other.",
  input: input("ExecutionHistoryQuery", "Of which execution.", {
    id: executionId,
    encoded: optional(flag(ENCODED)),
  }),
  of: "HistoryEvent",
  within: "Execution.historyEvents",
  cursor: "history",
  keyOf: historyPageKey,
  large: ["attributes"],
  rows: ({ deps: { db } }, { id }, page) => listHistoryEvents(db, id, page),
  show: async (rows, { deps: { payloads }, caller }, { encoded }) =>
    encoded === true || whyHidden(caller) !== null
      ? rows
      : await readableHistory(rows, (found) => payloads.decode(found, false)),
  rest: {
    path: "/executions/:id/history",
    tag: "executions",
    item: historyAnswer,
    items: (rows) => rows.map(historyJson),
    missing,
  },
});

export const executionLogs = defineList({
  name: "executionLogs",
  permission: "read",
  summary: "List the lines that an execution's steps logged",
  description: "The lines that all steps of the execution logged, in order.",
  input: input("ExecutionLogsQuery", "Of which execution.", {
    id: executionId,
    path: optional(text("Only those of the step with this path.")),
  }),
  of: "StepLog",
  within: "Execution.logs",
  cursor: "number",
  keyOf: (line: LogRecord) => line.id,
  large: ["message", "fields"],
  rows: ({ deps: { db } }, { id, path }, page) => listLogs(db, id, path ?? undefined, page),
  rest: {
    path: "/executions/:id/logs",
    tag: "executions",
    item: logAnswer,
    items: (rows) => rows.map(logJson),
    missing,
  },
});
