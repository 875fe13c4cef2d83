import { TempographError, type Client, type Output } from "@tempograph/client";
import { plainText } from "../output/plain-text.ts";
import type { Session } from "../session.ts";
import { WrongCall } from "../wrong-call.ts";

type Reconcilable = Output<"executionsToReconcile">["items"][number];

/** What was decided about an execution. */
export interface Repair {
  readonly executionId: string;
  readonly counts: "temporal" | "mirror";
}

/**
 * Decides about the executions that Temporal has otherwise than they were mirrored. What has ended stays as it was mirrored, so that nothing is
 * done twice; what is open goes on as Temporal has it, or is started again. `counts` decides otherwise for all.
 */
export async function repair(
  client: Client,
  { shell, print }: Session,
  { yes, counts }: { readonly yes: boolean; readonly counts: Repair["counts"] | undefined },
): Promise<readonly Repair[]> {
  const { items } = await client.executionsToReconcile();
  const undecided = items.filter(({ decided }) => decided === null);
  if (undecided.length === 0) return [];
  const repairs = undecided.map((one) => ({ executionId: one.executionId, counts: decisionFor(one, counts), one }));
  for (const { one, counts } of repairs)
    print.note(`${one.executionId} (${one.status}): ${difference(one)} ${DOES[counts]}`);
  if (!yes) {
    const answer = await shell.ask(`Do so with these ${repairs.length} executions? [y/N] `);
    if (answer === undefined)
      throw new WrongCall(`${repairs.length} executions would be changed, and there is nobody to ask.`, "Add --yes.");
    if (!/^y(es)?$/i.test(answer.trim())) throw new WrongCall("Nothing was changed.");
  }
  const done: Repair[] = [];
  for (const { executionId, counts } of repairs) {
    try {
      await client.executionReconcile({ id: executionId, counts });
      done.push({ executionId, counts });
    } catch (error) {
      // Meanwhile it was removed, or differs no longer, or has ended: the others are decided all the same.
      if (!(error instanceof TempographError) || !PASSED_OVER.has(error.code)) throw error;
      print.note(`${executionId}: nothing was decided. ${plainText(error.message)}`);
    }
  }
  return done;
}

const PASSED_OVER: ReadonlySet<string> = new Set(["INVALID_INPUT", "NOT_FOUND"]);

const DOES = {
  temporal: "It goes on as Temporal has it, or is started again.",
  mirror: "It stays as it was mirrored.",
} as const;

const OPEN: ReadonlySet<string> = new Set(["pending", "running"]);

function decisionFor({ status }: Reconcilable, counts: Repair["counts"] | undefined): Repair["counts"] {
  return OPEN.has(status) ? "temporal" : (counts ?? "mirror");
}

function difference({ difference }: Reconcilable): string {
  return plainText(difference ?? "Temporal does not know this run, which is open.");
}
