import { NOT_GOOD } from "../exit-code.ts";
import { workflowIdOf } from "../operations/named-ids.ts";
import { readText } from "../operations/read-value.ts";
import type { Session } from "../session.ts";
import type { FriendlyCommand } from "./friendly-command.ts";

const HELP = `
Prints the workflow as text. With --set, the text of a file becomes the draft: what the text cannot say, such as positions of nodes, stays as it is.

Examples:
  tempograph workflow sentences sales/hot-leads > hot-leads.txt
  tempograph workflow sentences sales/hot-leads --set hot-leads.txt --publish
`;

export const workflowSentences: FriendlyCommand = {
  words: ["workflow", "sentences"],
  summary: "Read a workflow as sentences, or change it by them",
  describe(command, bind) {
    command
      .argument("<workflow>", "the workflow's id or key")
      .option("--version <version>", "a version's number, draft or published (default: draft)")
      .option("--set <file>", "a file with sentences, which become the draft")
      .option("--publish", "with --set: publish it at once")
      .addHelpText("after", HELP);
    bind(command, async (session, [workflow = ""], options) => {
      const client = session.client();
      const id = await workflowIdOf(client, workflow);
      const { version, set, publish } = options as { version?: string; set?: string; publish?: true };
      if (set !== undefined) {
        await save(session, id, readText(set), publish === true);
        return;
      }
      const sentences = await client.workflowSentences({ id, ...(version !== undefined && { version }) });
      session.print.result(sentences, () => sentences.text);
    });
  },
};

async function save(session: Session, id: string, text: string, publish: boolean): Promise<void> {
  const client = session.client();
  const { draftRevision } = await client.workflow({ id });
  const { graph, triggers, problems } = await client.workflowFromText({ text, workflowId: id });
  if (problems.length > 0) {
    session.print.result(problems, () =>
      problems.map(({ line, column, message, hint }) => `${line}:${column} ${message} ${hint}\n`).join(""),
    );
    session.endWith(NOT_GOOD);
    return;
  }
  const saved = await client.workflowSaveDraft({ id, draftRevision, graph, trigger: triggers, publish });
  session.print.result(saved, () => `${saved.id} revision ${saved.draftRevision}\n`);
}
