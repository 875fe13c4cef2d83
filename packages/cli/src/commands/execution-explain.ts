import type { Item, Output } from "@tempograph/client";
import { withCommands } from "../operations/command-name.ts";
import { plainText } from "../output/plain-text.ts";
import type { FriendlyCommand } from "./friendly-command.ts";

type Execution = Output<"execution">;
type Step = Item<"executionSteps">;

const HELP = `
Says in sentences what became of an execution: how it ended and why, which steps failed or wait, for how long, and what can be done.

Example:
  tempograph execution explain exe_…
`;

export const executionExplain: FriendlyCommand = {
  words: ["execution", "explain"],
  summary: "Say what became of an execution, and why",
  describe(command, bind) {
    command.argument("<id>", "the execution's id, exe_…").addHelpText("after", HELP);
    bind(command, async (session, [id = ""]) => {
      const client = session.client();
      const execution = await client.execution({ id });
      const steps: Step[] = [];
      for await (const step of client.every("executionSteps", { id })) steps.push(step);
      const undecided = new Set<string>();
      for await (const { path } of client.every("approvals", { executionId: id, status: "waiting" }))
        undecided.add(path);
      const sentences = explain(execution, steps, undecided);
      const remarkable = steps.filter((step) => isRemarkable(step));
      session.print.result({ execution, sentences, steps: remarkable }, () => `${sentences.join("\n")}\n`);
    });
  },
};

function isRemarkable({ status }: Step): boolean {
  return ["failed", "incident", "waiting", "running", "scheduled"].includes(status);
}

/** What became of an execution, as sentences. `undecided` has the paths of the steps for which a person has to decide. */
export function explain(execution: Execution, steps: readonly Step[], undecided: ReadonlySet<string>): string[] {
  const { id, workflowId, workflowVersion, eventId, triggerId, status, failure, startError, paused, missingSince } =
    execution;
  const { taskFailsSince, taskFailure } = execution;
  const done = steps.filter((step) => step.status === "completed").length;
  return [
    `Execution ${id} of the workflow ${workflowId}, version ${workflowVersion}, is ${status}; it was started by ${startedBy(triggerId, eventId)}.`,
    `${done} of ${steps.length} steps completed.`,
    ...(execution.rerunOf ? [`It runs ${execution.rerunOf} again.`] : []),
    ...(startError ? [`It could not be started on Temporal yet: ${plainText(startError)}`] : []),
    ...(missingSince
      ? [`Temporal has not known it since ${missingSince}. It goes on when Temporal knows it again.`]
      : []),
    ...(taskFailsSince
      ? [
          `No worker can carry it on since ${taskFailsSince}: ${plainText(taskFailure ?? "its workflow task fails")}`,
          "  It goes on once a worker can do it; mostly one of a newer release is needed.",
        ]
      : []),
    ...(paused ? [`It is paused. Resume it with: tempograph execution resume ${id}`] : []),
    // A step that failed says the same, and where.
    ...(failure && !steps.some((step) => isSame(step.failure, failure)) ? failureLines("It failed with", failure) : []),
    ...steps.filter(isRemarkable).flatMap((step) => aboutStep(id, step, undecided)),
  ];
}

function isSame(one: Step["failure"], other: Execution["failure"]): boolean {
  const [a, b] = [one, other] as readonly ({ readonly code?: string; readonly message?: string } | null)[];
  return a?.code === b?.code && a?.message === b?.message;
}

function startedBy(triggerId: string, eventId: string): string {
  if (triggerId === "manual") return "hand";
  return triggerId === "call" ? "another workflow" : `the event ${eventId} by its trigger ${triggerId}`;
}

function aboutStep(id: string, step: Step, undecided: ReadonlySet<string>): string[] {
  const { path, type, status, attemptCount, startedAt, failure } = step;
  const since = startedAt ? ` since ${startedAt}` : "";
  const about = `Step ${path} (${type})`;
  // A step whose input could not be made has had no attempt.
  const after = attemptCount > 1 ? ` after ${attemptCount} attempts` : "";
  if (["scheduled", "running"].includes(status) && codeOf(step.attempts.at(-1)?.failure) === "NODE_TYPE_UNKNOWN")
    return [`${about} waits for a worker that has its node type: start one whose node packs bring it.`];
  switch (status) {
    case "incident":
      return [
        ...failureLines(`${about} failed${after} and waits for a person:`, failure),
        `  Try it again with: tempograph incident retry ${id} ${path}`,
      ];
    case "failed":
      return failureLines(`${about} failed${after}:`, failure);
    case "waiting":
      return [
        undecided.has(path)
          ? `${about} waits for a decision${since}: tempograph approval decide ${id} ${path} approved`
          : `${about} waits${since}.`,
      ];
    case "scheduled":
      return [`${about} waits for a worker${since}.`];
    default:
      return [`${about} is ${status}${since}.`];
  }
}

function codeOf(failure: unknown): string | undefined {
  return (failure as { readonly code?: string } | null | undefined)?.code;
}

function failureLines(begin: string, failure: Execution["failure"]): string[] {
  if (!failure) return [begin];
  const { code, message, hint } = failure as {
    readonly code: string;
    readonly message: string;
    readonly hint?: string | null;
  };
  return [`${begin} ${code}: ${plainText(message)}`, ...(hint ? [`  ${plainText(withCommands(hint))}`] : [])];
}
