import { operationDescriptions } from "@tempograph/client/descriptions";
import { applyFixes, type Fix, type Graph, type JsonObject, type Trigger } from "@tempograph/graph";
import { writeFileSync } from "node:fs";
import { NOT_GOOD } from "../exit-code.ts";
import { describeCommand } from "../operations/operation-command.ts";
import { workflowIdOf } from "../operations/named-ids.ts";
import { readJson } from "../operations/read-value.ts";
import type { Session } from "../session.ts";
import { WrongCall } from "../wrong-call.ts";
import type { FriendlyCommand } from "./friendly-command.ts";

const HELP = `
With --fix, every problem that needs no decision is mended. A change that guesses what was meant, such as another spelling of a name, is made with
--fix --guesses only. A file given as --graph @file.json is written; another graph is printed. Without --graph, the draft of --workflow-id is saved.

Examples:
  tempograph workflow validate --graph @hot-leads.json
  tempograph workflow validate --graph @hot-leads.json --fix --guesses
  tempograph workflow validate --workflow-id sales/hot-leads --fix
`;

interface Options {
  readonly graph?: string;
  readonly triggers?: string;
  readonly workflowId?: string;
  readonly fix?: true;
  readonly guesses?: true;
}

/** The operation's own command, which can also mend what it finds. */
export const workflowValidate: FriendlyCommand = {
  words: ["workflow", "validate"],
  summary: "Check a graph without saving it, or mend it",
  describe(command, bind) {
    describeCommand(command, "validateGraph", operationDescriptions["validateGraph"]!, (described, check) =>
      bind(described, (session, args, options) =>
        (options as Options).fix === true ? mend(session, options as Options) : check(session, args, options),
      ),
    );
    command
      .summary(workflowValidate.summary)
      .option("--fix", "mend what needs no decision")
      .option("--guesses", "with --fix: also mend what has to be guessed")
      .addHelpText("after", HELP);
  },
};

interface Checked {
  readonly graph: Graph;
  readonly triggers: readonly Trigger[];
}

interface Found {
  readonly severity: string;
  readonly code: string;
  readonly path: string;
  readonly message: string;
  readonly fix?: Fix | null;
}

async function mend(session: Session, options: Options): Promise<void> {
  const client = session.client();
  const id = options.workflowId && (await workflowIdOf(client, options.workflowId));
  const draft = options.graph === undefined ? await draftOf(session, id) : undefined;
  const read = (name: "graph" | "triggers") => readJson(session.shell, `--${name}`, options[name]!);
  const given: Checked = draft ?? {
    graph: read("graph") as Graph,
    triggers: options.triggers === undefined ? [] : (read("triggers") as readonly Trigger[]),
  };
  const check = async ({ graph, triggers }: Checked): Promise<readonly Found[]> => {
    const asked = { graph, triggers: triggers as never, ...(id && { workflowId: id }) };
    return (await client.validateGraph(asked)).problems as unknown as readonly Found[];
  };
  const { mended, fixed, left } = await mendAll(given, check, options.guesses === true);
  const isChanged = fixed.length > 0;
  if (draft !== undefined && isChanged)
    await client.workflowSaveDraft({
      ...{ id: draft.id, draftRevision: draft.draftRevision },
      ...{ graph: mended.graph as unknown as JsonObject, trigger: mended.triggers as never },
    });
  const file = options.graph?.startsWith("@") === true ? options.graph.slice(1) : undefined;
  if (file !== undefined && isChanged) writeFileSync(file, `${JSON.stringify(mended.graph, null, 2)}\n`);
  const isPrinted = draft === undefined && file === undefined;
  const lines = [
    ...fixed.map(({ code, path, fix }) => `mended ${code} at ${path || "/"}: ${fix?.title ?? ""}`),
    ...left.map(({ severity, code, path, message }) => `${severity} ${code} at ${path || "/"}: ${message}`),
    ...guessable(left),
  ].map((line) => `${line}\n`);
  session.print.result({ ...mended, fixed, problems: left }, () =>
    isPrinted ? `${JSON.stringify(mended.graph, null, 2)}\n` : lines.join(""),
  );
  if (isPrinted) session.print.note(lines.join("").trimEnd());
  if (left.some(({ severity }) => severity === "error")) session.endWith(NOT_GOOD);
}

/** Says how what is left can be mended, where a guess would do it. */
function guessable(left: readonly Found[]): readonly string[] {
  const guesses = left.flatMap(({ fix }) => (fix == null ? [] : [`"${fix.title}"`]));
  return guesses.length === 0 ? [] : [`With --guesses this is mended, too: ${guesses.join(", ")}.`];
}

async function draftOf(
  session: Session,
  id: string | undefined,
): Promise<Checked & { readonly id: string; readonly draftRevision: number }> {
  if (!id) throw new WrongCall("--graph is missing.", "Or name a workflow with --workflow-id, to mend its draft.");
  const { graph, triggers, draftRevision } = await session.client().workflow({ id });
  return { id, draftRevision, graph: graph as unknown as Graph, triggers: triggers as unknown as readonly Trigger[] };
}

/** A change may uncover another problem, and positions move, so the graph is checked again; this bounds how often. */
const MOST_ROUNDS = 20;

async function mendAll(
  given: Checked,
  check: (checked: Checked) => Promise<readonly Found[]>,
  guesses: boolean,
): Promise<{ readonly mended: Checked; readonly fixed: readonly Found[]; readonly left: readonly Found[] }> {
  let mended = given;
  let left = await check(mended);
  const fixed: Found[] = [];
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const applied = applyFixes(mended, left, { guesses });
    if (applied.fixed.length === 0) break;
    mended = { graph: applied.graph, triggers: applied.triggers };
    fixed.push(...applied.fixed);
    left = await check(mended);
  }
  return { mended, fixed, left };
}
