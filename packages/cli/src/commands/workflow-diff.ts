import type { GraphDiff } from "@tempograph/graph";
import { diffLines } from "../apply/diff-lines.ts";
import { workflowIdOf } from "../operations/named-ids.ts";
import type { FriendlyCommand } from "./friendly-command.ts";

const HELP = `
Examples:
  tempograph workflow diff sales/hot-leads        what publishing the draft would change
  tempograph workflow diff wf_… --from 3 --to 5
`;

export const workflowDiff: FriendlyCommand = {
  words: ["workflow", "diff"],
  summary: "Compare two versions of a workflow, or a version with the draft",
  describe(command, bind) {
    command
      .argument("<workflow>", "the workflow's id or key")
      .option("--from <version>", "a version's number, or draft (default: the published version)")
      .option("--to <version>", "a version's number, or draft (default: draft)")
      .addHelpText("after", HELP);
    bind(command, async (session, [workflow = ""], options) => {
      const { from, to } = options as { readonly from?: string; readonly to?: string };
      const client = session.client();
      const diff = await client.workflowDiff({
        id: await workflowIdOf(client, workflow),
        ...(from && { from }),
        ...(to && { to }),
      });
      const lines = diffLines(diff as unknown as GraphDiff);
      session.print.result(diff, () =>
        lines.length === 0 ? "No difference.\n" : lines.map((line) => `${line}\n`).join(""),
      );
    });
  },
};
