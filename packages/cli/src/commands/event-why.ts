import type { Client, Item, Output } from "@tempograph/client";
import { didYouMean } from "@tempograph/graph";
import { plainText } from "../output/plain-text.ts";
import { workflowIdOf } from "../operations/named-ids.ts";
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
        const lines = `${outcomeLine(why, workflow)}${triggerLines(why.triggers).join("")}`;
        return session.print.result(why, () => lines);
      }
      const all: Outcome[] = [];
      for await (const outcome of client.every("eventOutcomes", { id })) all.push(outcome);
      const text = session.print.json ? "" : all.length === 0 ? await whyNobody(client, id) : await lines(client, all);
      session.print.result(all, () => text);
    });
  },
};

async function lines(client: Client, outcomes: readonly Outcome[]): Promise<string> {
  const workflows = new Map<string, string>();
  for await (const { id, key, name } of client.every("workflows", { limit: 200 })) {
    workflows.set(id, key ?? name);
    if (outcomes.every(({ workflowId }) => workflows.has(workflowId))) break;
  }
  return outcomes.map((outcome) => outcomeLine(outcome, workflows.get(outcome.workflowId) ?? "-")).join("");
}

function outcomeLine({ workflowId, outcome, executionId, sentence, reason }: Outcome, workflow: string): string {
  const of = executionId === null ? "" : ` ${executionId}`;
  const { hint } = (reason ?? {}) as { readonly hint?: unknown };
  const advice = typeof hint === "string" ? `  ${plainText(hint)}\n` : "";
  return `${workflowId}  ${plainText(workflow)}  ${outcome ?? "not asked"}${of}: ${plainText(sentence ?? "")}\n${advice}`;
}

/** Why an event could concern no workflow. Most often its type is misspelled, in the event or in the trigger. */
async function whyNobody(client: Client, id: string): Promise<string> {
  const { type, source, dispatchedAt } = await client.event({ id });
  if (dispatchedAt === null) return "No worker has looked at the event yet.\n";
  const types = new Set<string>();
  for (const { triggers } of (await client.workflows({ limit: 200 })).items)
    for (const { eventType } of triggers as readonly { readonly eventType?: unknown }[])
      if (typeof eventType === "string" && eventType !== type) types.add(eventType);
  const none = `When the event came, no published workflow had a trigger for events of the type ${JSON.stringify(type)} from ${JSON.stringify(source)}.`;
  const advice =
    didYouMean(type, types).trim() ||
    `If one has been published since, send the event again: tempograph event resend ${id}`;
  return `${plainText(none)}\n  ${plainText(advice)}\n`;
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

/** What a trigger made of an event, in words. */
const RESULTS: Readonly<Record<string, string>> = {
  took: "took the event",
  outsideHours: "the event came outside of its hours",
  conditionFalse: "its condition is false",
  conditionFailed: "its condition could not be evaluated",
  ranBefore: "it has started an execution for this subject shortly before",
  undecided: "something that it asks for is not known yet",
  paused: "it was paused",
  notListening: "it does not listen to such events",
  notAsked: "not asked, because one before it took the event",
};

function triggerLines(triggers: unknown): string[] {
  if (!Array.isArray(triggers)) return [];
  return (triggers as readonly TriggerResult[]).flatMap(({ id, result, condition }) => [
    `  trigger ${plainText(id)}: ${RESULTS[result] ?? result}\n`,
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
