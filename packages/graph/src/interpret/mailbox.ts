import type { MachineEvent } from "./machine-event.ts";
import type { MailboxEntry, OpenEntry, Run } from "./run.ts";

/** Signals kept that nobody waits for yet. More are dropped and counted: the state stays bounded. */
export const MAX_MAILBOX = 1_000;

type Signal = Extract<MachineEvent, { kind: "signalReceived" }>;

/** What has waited for the signal's name the longest. */
export function waiterFor(run: Run, signal: Signal): OpenEntry | null {
  for (const entry of run.open.values()) {
    if (entry.kind === "signal" && entry.memo === signal.name) return entry;
  }
  return null;
}

/** Keeps a signal that nobody waits for until somebody does. */
export function keepSignal(run: Run, signal: Signal): void {
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
