import type { Item, Output } from "@tempograph/client";
import { plainText } from "../output/plain-text.ts";
import { workflowIdOf } from "../operations/workflow-id.ts";
import type { FriendlyCommand } from "./friendly-command.ts";

type Outcome = Item<"eventOutcomes"> | Output<"whyNot">;

const HELP = `
Says for each workflow that the event could concern whether it started an execution, and why or why not. With a workflow it shows each part of
the conditions with its actual value.

Examples:
  tempograph event why evt_…
  tempograph event why evt_… sales/hot-leads
`;

export const eventWhy: FriendlyCommand = {
  words: ["event", "why"],
  summary: "Say which workflows an event started, and why others were not started",
  describe(command, bind) {
    command
      .argument("<event>", "the event's id, evt_…")
      .argument("[workflow]", "a workflow's id or key")
      .addHelpText("after", HELP);
    bind(command, async (session, [id = "", workflow]) => {
      const client = session.client();
      if (workflow !== undefined) {
        const why = await client.whyNot({ eventId: id, workflowId: await workflowIdOf(client, workflow) });
        return session.print.result(why, () => `${outcomeLine(why)}\n${triggerLines(why.triggers).join("")}`);
      }
      const all: Outcome[] = [];
      for await (const outcome of client.every("eventOutcomes", { id })) all.push(outcome);
      session.print.result(all, () => all.map((outcome) => `${outcomeLine(outcome)}\n`).join(""));
      if (all.length === 0)
        session.print.note("The event could not concern any workflow, or no worker has looked at it yet.");
    });
  },
};

function outcomeLine({ workflowId, outcome, executionId, sentence }: Outcome): string {
  const of = executionId === null ? "" : ` ${executionId}`;
  return `${workflowId}  ${outcome ?? "not asked"}${of}: ${plainText(sentence ?? "")}`;
}

interface Condition {
  readonly kind: string;
  readonly text: string;
  readonly holds: boolean | null;
  readonly problem: string | null;
  readonly parts?: readonly Condition[];
  readonly operands?: readonly { readonly text: string; readonly value: unknown; readonly isConstant: boolean }[];
}

interface TriggerResult {
  readonly id: string;
  readonly result: string;
  readonly sentence: string;
  readonly condition?: Condition | null;
}

function triggerLines(triggers: unknown): string[] {
  if (!Array.isArray(triggers)) return [];
  return (triggers as readonly TriggerResult[]).flatMap(({ id, result, condition }) => [
    `  trigger ${plainText(id)}: ${result}\n`,
    ...(condition ? conditionLines(condition, "    ") : []),
  ]);
}

/** Each part of a condition on a line of its own: whether it holds, and the values that it was asked about. */
function conditionLines(
  { kind, text, holds, problem, parts = [], operands = [] }: Condition,
  indent: string,
): string[] {
  const values = operands
    .filter(({ isConstant }) => !isConstant)
    .map(({ text: of, value }) => `${of} = ${JSON.stringify(value)}`);
  const told = problem ?? values.join(", ");
  const own = `${indent}${holds === null ? "?" : holds ? "true " : "false"} ${plainText(kind === "test" ? text : kind)}${told && `  (${plainText(told)})`}\n`;
  return [own, ...parts.flatMap((part) => conditionLines(part, `${indent}  `))];
}
