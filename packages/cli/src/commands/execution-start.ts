import { readJson, readValue } from "../operations/read-value.ts";
import { workflowIdOf } from "../operations/named-ids.ts";
import type { FriendlyCommand } from "./friendly-command.ts";
import { watchExecution } from "./watch-execution.ts";

const HELP = `
Examples:
  tempograph execution start wf_… --data '{"lead": {"score": 90}}'
  tempograph execution start sales/hot-leads --data @lead.json --watch
`;

export const executionStart: FriendlyCommand = {
  words: ["execution", "start"],
  summary: "Start a workflow by hand",
  describe(command, bind) {
    command
      .argument("<workflow>", "the workflow's id or key")
      .option("--data <json>", "the payload as JSON, @file or - for stdin", "{}")
      .option("--workflow-version <n>", "a version of the workflow (default: the published one)")
      .option("--draft", "run the draft as it is now")
      .option("--key <text>", "the idempotency key: a start that is repeated with it counts once")
      .option("--watch", "follow the execution to its end, as `execution watch` does")
      .addHelpText("after", HELP);
    bind(command, async (session, [workflow = ""], options) => {
      const { data, workflowVersion, key } = options as { [name: string]: string | undefined };
      const { shell, print } = session;
      const client = session.client();
      const number = { name: "workflowVersion", type: "integer", required: false } as const;
      const started = await client.executionStart({
        workflowId: await workflowIdOf(client, workflow),
        data: readJson(shell, "--data", data ?? "{}"),
        ...(workflowVersion !== undefined && { version: readValue(shell, number, workflowVersion) as number }),
        ...(options["draft"] === true && { draft: true }),
        ...(key !== undefined && { idempotencyKey: key }),
      });
      if (options["watch"] !== true) return print.result(started, () => `${started.id}\n`);
      print.note(started.id);
      return await watchExecution(session, client, started.id);
    });
  },
};
