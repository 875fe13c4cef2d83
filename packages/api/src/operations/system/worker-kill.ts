import { z } from "zod";
import { ok, refuse } from "../../app/app-error.ts";
import { input, optional, text } from "../fields.ts";
import { defineOperation } from "../operation.ts";

interface Killed {
  readonly pid: number | null;
}

export const workerKill = defineOperation({
  name: "workerKill",
  kind: "mutation",
  permission: "installation",
  summary: "Kill a worker of the demo, to see its executions go on",
  description:
    "Kills a worker with `kill -9`, as a crash would. Only where `npm run demo` runs the worker: it starts the worker again, and executions go on where they were. Everywhere else it is refused.",
  input: input("WorkerKillInput", "Why a worker is killed.", {
    reason: optional(text("Why, for the audit log.")),
  }),
  errors: ["conflict"],
  audit: true,
  result: {
    payload: "WorkerKillPayload",
    description: "The worker that was killed.",
    fields: {
      pid: {
        type: "Int?",
        description: "The id of its process. Null: no worker was running.",
        from: ({ pid }) => pid,
      },
    },
  },
  rest: {
    method: "POST",
    path: "/workers/kill",
    tag: "system",
    answer: {
      schema: z.object({
        pid: z.int().nullable().describe("The id of its process. Null: no worker was running."),
      }),
      from: ({ pid }: Killed) => ({ pid }),
    },
  },
  async run({ deps: { supervisor } }) {
    if (supervisor === undefined)
      return refuse({
        code: "NO_SUPERVISOR",
        message: "Nothing supervises the workers of this installation for the API, so it kills none.",
        hint: "Start the stack with `npm run demo`, or kill the worker's process yourself.",
      });
    return ok<Killed>({ pid: await supervisor.killWorker() });
  },
});
