import type { MachineEvent } from "./machine-event.ts";
import type { MailboxEntry, Run } from "./run.ts";

/** Signals kept that nobody waits for yet. More are dropped and counted: the state stays bounded. */
export const MAX_MAILBOX = 1_000;

type Signal = Extract<MachineEvent, { kind: "signalReceived" }>;

/** Gives a signal to the node that has waited for its name the longest, else keeps it until one does. */
export function keepSignal(run: Run, signal: Signal): void {
  for (const entry of run.open.values()) {
    if (entry.kind !== "signal" || entry.memo !== signal.name) continue;
    entry.node.construct.onEvent?.(run, entry, signal);
    return;
  }
  if (run.mailbox.length >= MAX_MAILBOX) {
    run.droppedSignals += 1;
    return;
  }
  run.mailbox.push({ id: signal.id, name: signal.name, payload: signal.payload });
}

/** Takes the oldest kept signal of that name. */
export function takeSignal(run: Run, name: string): MailboxEntry | null {
  const index = run.mailbox.findIndex((entry) => entry.name === name);
  return index === -1 ? null : run.mailbox.splice(index, 1)[0]!;
}
