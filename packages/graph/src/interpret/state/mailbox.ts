import { jsonSize } from "../../definition/json-size.ts";
import type { MachineEvent } from "../machine-event.ts";
import type { MailboxEntry, Run } from "./run.ts";
import type { OpenEntry } from "./open-entry.ts";

/**
 * How many signals that no step waits for yet are kept, and how many bytes. Further signals are dropped and counted, so
 * that the state stays bounded.
 */
export const MAX_MAILBOX = 1_000;
export const MAX_MAILBOX_BYTES = 2 * 1024 * 1024;

type Signal = Extract<MachineEvent, { kind: "signalReceived" }>;

/** The step that has waited for a signal of this name the longest; null if none waits. */
export function waiterFor(run: Run, signal: Signal): OpenEntry | null {
  for (const entry of run.open.values()) {
    if (entry.kind === "signal" && entry.memo === signal.name) return entry;
  }
  return null;
}

/**
 * Keeps a signal that no step waits for, until one does.
 *
 * @returns whether there was room; a signal that is dropped is counted
 */
export function keepSignal(run: Run, signal: Signal): boolean {
  const bytes = sizeOf(signal);
  if (run.mailbox.length >= MAX_MAILBOX || run.mailboxBytes + bytes > MAX_MAILBOX_BYTES) {
    run.droppedSignals += 1;
    return false;
  }
  run.mailboxBytes += bytes;
  run.mailbox.push({ id: signal.id, name: signal.name, payload: signal.payload });
  return true;
}

/** Removes and returns the oldest kept signal of this name; null if there is none. */
export function takeSignal(run: Run, name: string): MailboxEntry | null {
  const index = run.mailbox.findIndex((entry) => entry.name === name);
  if (index === -1) return null;
  const [entry] = run.mailbox.splice(index, 1);
  run.mailboxBytes -= sizeOf(entry!);
  return entry!;
}

/** The bytes of all kept signals. The state does not contain this number, so it is counted again when a state is restored. */
export function mailboxBytes(mailbox: readonly MailboxEntry[]): number {
  return mailbox.reduce((sum, entry) => sum + sizeOf(entry), 0);
}

function sizeOf({ payload }: Pick<MailboxEntry, "payload">): number {
  return jsonSize(payload, MAX_MAILBOX_BYTES);
}
