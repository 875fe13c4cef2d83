import { carryOut, checkAll, type Applied } from "../apply/carry-out.ts";
import { diffLines } from "../apply/diff-lines.ts";
import { makePlan, type Step } from "../apply/plan.ts";
import { readWorkflowFiles } from "../apply/workflow-file.ts";
import { NOT_GOOD } from "../exit-code.ts";
import { table } from "../output/table.ts";
import type { Session } from "../session.ts";
import { WrongCall } from "../wrong-call.ts";
import type { FriendlyCommand } from "./friendly-command.ts";

const HELP = `
Each file describes a workflow with a key, by default its path in the folder: sales/hot-leads.json is the workflow sales/hot-leads.
A file is JSON, a graph or { key?, name?, description?, graph, triggers?, settings? }, or a module that exports what @tempograph/builder builds.
All files are checked first; if one has an error, nothing is changed. What is the same already stays as it is.

Examples:
  tempograph workflow apply workflows --dry-run         show what would change; ends with 8 if anything would
  tempograph workflow apply workflows --prune           archive those that have no file any more, after a question
  tempograph workflow apply workflows --prefix team-a/ --prune --yes
`;

export const workflowApply: FriendlyCommand = {
  words: ["workflow", "apply"],
  summary: "Make the server's workflows what the files say, and publish them",
  describe(command, bind) {
    command
      .argument("<path...>", "files, or folders of files")
      .option("--dry-run", "show the differences and change nothing; ends with 8 if there are any")
      .option("--prune", "archive workflows that have a key but no file any more")
      .option("--prefix <text>", "put this before each key; --prune then only looks at keys that begin with it")
      .option("-y, --yes", "do not ask before workflows are archived")
      .addHelpText("after", HELP);
    bind(command, async (session, paths, options) => {
      const prefix = options["prefix"] as string | undefined;
      const prune = options["prune"] === true;
      const client = session.client();
      const files = await readWorkflowFiles(paths, prefix);
      if (files.length === 0 && !prune) throw new WrongCall(`There is no workflow in ${paths.join(", ")}.`);
      const steps = await makePlan(client, files, { prune, ...(prefix !== undefined && { prefix }) });
      await checkAll(client, steps);
      if (options["dryRun"] === true) return showPlan(session, steps);
      await confirm(session, steps, options["yes"] === true);
      const done: Applied[] = [];
      for (const step of steps) {
        session.print.note(`${step.action.padEnd(10)} ${step.key}`);
        done.push(await carryOut(client, step));
      }
      session.print.result(done, () => table(done, ["key", "action", "id", "version"]));
    });
  },
};

function showPlan({ print, endWith }: Session, steps: readonly Step[]): void {
  const planned = steps.map((step) => ({
    key: step.key,
    action: step.action,
    ...("diff" in step && { diff: step.diff }),
  }));
  print.result(planned, () => steps.map(planText).join(""));
  if (steps.some(({ action }) => action !== "unchanged")) endWith(NOT_GOOD);
}

function planText(step: Step): string {
  const lines = "diff" in step && step.diff !== undefined ? diffLines(step.diff) : [];
  if ("diff" in step && step.stored.name !== step.file.name)
    lines.push(`~ name: ${step.stored.name} > ${step.file.name}`);
  return `${step.action.padEnd(10)} ${step.key}\n${lines.map((line) => `  ${line}\n`).join("")}`;
}

/** Asks before workflows are archived, because a folder that was named by mistake would take all others out of service. */
async function confirm({ shell }: Session, steps: readonly Step[], yes: boolean): Promise<void> {
  const gone = steps.filter(({ action }) => action === "archive").map(({ key }) => key);
  if (gone.length === 0 || yes) return;
  const answer = await shell.ask(`Archive ${gone.length} workflows that have no file: ${gone.join(", ")}? [y/N] `);
  if (answer === undefined)
    throw new WrongCall(`${gone.join(", ")} would be archived, and there is nobody to ask.`, "Add --yes.");
  if (!/^y(es)?$/i.test(answer.trim())) throw new WrongCall("Nothing was changed.");
}
