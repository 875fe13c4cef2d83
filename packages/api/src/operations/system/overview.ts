import { ok } from "../../app/app-error.ts";
import { readOverview, type Overview } from "../../app/overview.ts";
import { overviewAnswer } from "../answers/overview.ts";
import { noInput } from "../fields.ts";
import { defineOperation } from "../operation.ts";

export const overview = defineOperation({
  name: "overview",
  kind: "query",
  permission: "read",
  summary: "Show how the project is doing",
  description:
    "What came in during the last hour, what waits, and whether everything is alive. Callers of a project share an answer for at least a second, so it may be asked for often.",
  input: noInput,
  errors: ["unavailable"],
  result: { type: "Overview" },
  rest: {
    method: "GET",
    path: "/overview",
    tag: "system",
    answer: { schema: overviewAnswer, from: (value: ReturnType<typeof shown>) => value },
  },
  run: async ({ deps }) => ok(shown(await readOverview(deps))),
});

function shown({ waiting, workers, ...rest }: Overview) {
  return {
    ...rest,
    waitingEvents: waiting.events,
    oldestWaitingEventAt: waiting.oldestEventAt,
    waitingExecutions: waiting.executions,
    workers: workers.map(({ host, pid, startedAt, seenAt, mirrorLagMs }) => ({
      ...{ name: `${host}:${String(pid)}`, startedAt, seenAt, mirrorLagMs },
    })),
  };
}
