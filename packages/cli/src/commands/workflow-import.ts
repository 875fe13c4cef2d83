import { TempographError } from "@tempograph/client";
import { readWorkflowFiles } from "../apply/workflow-file.ts";
import { WrongCall } from "../wrong-call.ts";
import type { FriendlyCommand } from "./friendly-command.ts";

const HELP = `
Makes a new workflow each time, which has no key: to keep files and server alike, use \`workflow apply\`.

Example:
  tempograph workflow import hot-leads.json --publish
`;

export const workflowImport: FriendlyCommand = {
  words: ["workflow", "import"],
  summary: "Make a new workflow of a file, as a draft",
  describe(command, bind) {
    command
      .argument("<file>", "a file as `workflow apply` reads it")
      .option("--name <text>", "the name, if not that of the file")
      .option("--publish", "publish it at once")
      .addHelpText("after", HELP);
    bind(command, async (session, [path = ""], options) => {
      const [file, ...others] = await readWorkflowFiles([path]);
      if (file === undefined || others.length > 0)
        throw new WrongCall(`${path} is not one file.`, "`workflow apply` takes folders.");
      const { graph, triggers, description, problems } = file;
      if (problems.length > 0)
        throw new TempographError({
          ...{ code: "INVALID_GRAPH", detail: `${file.file} cannot be imported.`, problems: problems as never },
        });
      const name = (options["name"] as string | undefined) ?? file.name;
      const saved = await session.client().workflowCreate({
        ...{ name, description, graph, trigger: triggers },
        publish: options["publish"] === true,
      });
      session.print.result(saved, () => `${saved.id}\n`);
      for (const { severity, code, path: at, message } of saved.problems as readonly { [name: string]: string }[])
        session.print.note(`${severity} ${code} at ${at || "/"}: ${message}`);
    });
  },
};
