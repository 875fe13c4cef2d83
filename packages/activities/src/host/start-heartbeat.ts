import type { Context } from "@temporalio/activity";
import type { Json } from "@tempograph/graph";
import type { CountedAttempt } from "./counted-attempt.ts";

export interface Heartbeat {
  /** Sends and keeps details for the next attempt. */
  beat(details?: Json): void;
  /** The details that the next attempt gets. */
  readonly last: unknown;
  stop(): void;
}

const FIRST_BEAT_MS = 1_000;

/**
 * Shows Temporal that the attempt lives, so that a cancel reaches it (rule 7) though the node says nothing. Beats three times
 * within the heartbeat time-out, with the last details: a beat without them would wipe what the last attempt left.
 */
export function startHeartbeat(context: Context, counted: CountedAttempt): Heartbeat {
  const { isLocal, heartbeatTimeoutMs } = context.info;
  let last: unknown = counted.details ?? undefined;
  if (isLocal || !heartbeatTimeoutMs) return { beat: () => undefined, stop: () => undefined, last };
  const send = () => context.heartbeat(counted.note(last));
  const interval = Math.min(Math.max(heartbeatTimeoutMs / 3, 50), 10_000);
  // A beat costs the server as much as a step's end: an attempt that is over soon goes without.
  let timer = setTimeout(
    () => {
      send();
      timer = setInterval(send, interval).unref();
    },
    Math.min(interval, FIRST_BEAT_MS),
  ).unref();
  return {
    beat(details) {
      if (details !== undefined) last = details;
      send();
    },
    get last() {
      return last;
    },
    stop: () => clearTimeout(timer),
  };
}
