import { ok, type Result } from "../../app/app-error.ts";
import { whatIf as examine, type WhatIfReport } from "../../app/what-if/what-if.ts";
import { whatIfAnswer } from "../answers/what-if.ts";
import { input, optional, whole } from "../fields.ts";
import { defineOperation } from "../operation.ts";
import { triggers, workflowId } from "./workflow-input.ts";

const whatIfInput = input("WhatIfInput", "Which triggers, and how many events.", {
  workflowId,
  triggers: triggers("The changed triggers. Default: those of the draft."),
  events: optional(whole("How many events: the newest ones, 1 to 10,000. Default 1,000.")),
});

// What it tells contains values of payloads.
const common = {
  permission: "payloads",
  input: whatIfInput,
  errors: ["validation", "notFound", "unavailable"],
} as const;

export const whatIf = defineOperation({
  ...common,
  name: "whatIf",
  kind: "query",
  summary: "Say what changed triggers would have done with the last events",
  description:
    "Matches the newest events with changed triggers and with the published ones, and says how many more or fewer would have started the workflow, which, and why. Nothing is started or stored.",
  arguments: "input",
  errorsAsData: true,
  result: { type: "WhatIfReport" },
  rest: {
    method: "POST",
    path: "/workflows/:workflowId/what-if",
    tag: "workflows",
    answer: { schema: whatIfAnswer, from: (report) => report },
    example: { triggers: [{ eventType: "lead", condition: { ">": [{ var: "score" }, 70] } }], events: 1000 },
  },
  async run({ deps, caller }, given): Promise<Result<WhatIfReport>> {
    const reports = await examine(deps, caller, given);
    if (!reports.ok) return reports;
    let last: WhatIfReport | undefined;
    for await (const report of reports.value) last = report;
    return ok(last!);
  },
});

export const whatIfProgress = defineOperation({
  ...common,
  name: "whatIfProgress",
  kind: "subscription",
  summary: "Say what changed triggers would have done with the last events, with progress",
  description: "The same as `whatIf`, with a report after every 50 events. The last one is `done`.",
  arguments: "input",
  result: { type: "WhatIfReport" },
  rest: {
    method: "POST",
    path: "/workflows/:workflowId/what-if/progress",
    tag: "workflows",
    description:
      "The same as `whatIf`, as Server-Sent Events: a `report` after every 50 events, the last one of which is `done`, then `end`. If it cannot go on, `refused` comes with a problem instead.",
    answer: { schema: whatIfAnswer, from: (reports) => reports },
    stream: { message: (report: WhatIfReport) => ({ event: "report", data: report }) },
    example: { triggers: [{ eventType: "lead", condition: { ">": [{ var: "score" }, 70] } }], events: 1000 },
  },
  run: ({ deps, caller, left }, given) => examine(deps, caller, given, left),
});
