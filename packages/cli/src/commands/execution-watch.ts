import type { FriendlyCommand } from "./friendly-command.ts";
import { watchExecution } from "./watch-execution.ts";

const HELP = `
Shows what has happened, and then each change until the execution ends. A connection that breaks is made again after the last change.
Ends with 0 if the execution completed, and with 8 if it ended in another way. With --json each change is a line of JSON.

Example:
  tempograph execution watch exe_…
`;

export const executionWatch: FriendlyCommand = {
  words: ["execution", "watch"],
  summary: "Follow an execution to its end",
  describe(command, bind) {
    command
      .argument("<id>", "the execution's id, exe_…")
      .option("--after <cursor>", "only changes after the one with this cursor")
      .addHelpText("after", HELP);
    bind(command, async (session, [id = ""], { after }) => {
      await watchExecution(session, session.client(), id, after as string | undefined);
    });
  },
};
