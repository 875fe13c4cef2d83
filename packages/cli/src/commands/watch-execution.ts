import type { Client, Output } from "@tempograph/client";
import { NOT_GOOD } from "../exit-code.ts";
import { cell } from "../output/table.ts";
import type { Session } from "../session.ts";

type Update = Output<"executionEvents">;

/** Prints the changes of an execution until it ends. */
export async function watchExecution(session: Session, client: Client, id: string, after?: string): Promise<void> {
  const { shell, print, endWith } = session;
  const onReconnect = (): void => print.note("The connection was lost; going on after the last change.");
  for await (const update of client.executionEvents(
    { id, ...(after !== undefined && { after }) },
    { signal: shell.signal, onReconnect },
  ))
    print.entry(update, () => updateLine(update));
  const { status, failure } = await client.execution({ id });
  if (status !== "completed") endWith(NOT_GOOD);
  print.note(`The execution is ${status}.${failure ? ` ${failure.code}: ${cell(failure.message)}` : ""}`);
}

/** A change on one line: when, what, and how it is now. */
export function updateLine({ at, kind, path, body }: Update): string {
  const time = new Date(at).toISOString().slice(11, 23);
  const told = (body ?? {}) as Record<string, unknown>;
  const { status, port, level, message, attempt, phase, outcome, failure } = told;
  const code = (failure as { readonly code?: unknown } | null | undefined)?.code;
  const words = [
    level,
    status,
    // What has become of a step.
    kind === "step" ? told["kind"] : undefined,
    phase,
    attempt === undefined ? undefined : `attempt ${String(attempt)}`,
    outcome,
    code,
    message,
  ];
  const ended = port !== undefined && port !== null && port !== "out" ? [`on port ${String(port)}`] : [];
  const line = [...words.filter((word) => word !== undefined && word !== null), ...ended].map(cell).join(" ");
  return `${time}  ${kind.padEnd(8)}${cell(path ?? "execution").padEnd(24)}  ${line}`;
}
