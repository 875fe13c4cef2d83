import { setTimeout as sleep } from "node:timers/promises";
import { identify, isAlive, type ProcessIdentity } from "./process-identity.ts";

export type EndProcessOptions = {
  /** Asks the process to end. Default SIGTERM. */
  readonly signal?: NodeJS.Signals;
  /** How long it may take before SIGKILL, in milliseconds. Default 5,000. */
  readonly graceMs?: number;
};

/** Ends one process by its identity: asks, waits, then kills. Returns once it is gone; a process that was gone is fine. */
export async function endProcess(target: ProcessIdentity, options: EndProcessOptions = {}): Promise<void> {
  const { signal = "SIGTERM", graceMs = 5_000 } = options;
  if (!isAlive(target)) return;
  sendSignal(target.pid, signal);
  if (await goneWithin(target, graceMs)) return;
  sendSignal(target.pid, "SIGKILL");
  if (await goneWithin(target, 5_000)) return;
  throw new Error(`Process ${target.pid} is still there after SIGKILL. End it by hand, then try again.`);
}

/** The same for a pid whose start time nobody recorded. */
export async function endProcessByPid(pid: number, options: EndProcessOptions = {}): Promise<void> {
  const target = identify(pid);
  if (target !== undefined) await endProcess(target, options);
}

/** Sends a signal; a process that is gone already is no error. */
export function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

async function goneWithin(target: ProcessIdentity, milliseconds: number): Promise<boolean> {
  const deadline = Date.now() + milliseconds;
  while (isAlive(target)) {
    if (Date.now() > deadline) return false;
    await sleep(15);
  }
  return true;
}
